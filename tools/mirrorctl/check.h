/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_CHECK_H
#define _MIRRORCTL_CHECK_H

#include "command.h"

/*
 * Warns of what keeps copies of the session @name from coming or arriving;
 * NULL: of all sessions, each thing once.
 */
void check_sessions(struct ctx *ctx, const char *name);

#endif /* _MIRRORCTL_CHECK_H */
