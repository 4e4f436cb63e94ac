/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_CMD_CHECK_H
#define _MIRRORCTL_CMD_CHECK_H

#include "model/model.h"
#include "netlink/ctx.h"

/*
 * Warns of what keeps copies of the session @name from coming or arriving;
 * NULL: of all sessions and attached ENIs, each thing once.
 */
void check_sessions(struct ctx *ctx, const char *name);

/* Warns of receivers that are in a VRF which copies do not leave by. */
void check_vrfs(const struct session_list *sessions);

/* Warns if there is no device of the ENI @name. */
void check_eni(struct ctx *ctx, const char *name);

#endif /* _MIRRORCTL_CMD_CHECK_H */
