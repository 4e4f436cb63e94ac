/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_CMD_CHECK_H
#define _MIRRORCTL_CMD_CHECK_H

#include "model/model.h"
#include "netlink/ctx.h"

/*
 * Warn about anything that keeps copies of session @name from being made or
 * from arriving. NULL: check all sessions and attached ENIs, with each warning
 * once.
 */
void check_sessions(struct ctx *ctx, const char *name);

/* Warn about packets that sessions of these names do not see, or see twice. */
void check_blindness(struct ctx *ctx, const struct session_list *sessions);

/* Warn about receivers in a VRF that copies do not leave through. */
void check_vrfs(const struct session_list *sessions);

/* Warn if the device of ENI @name does not exist. */
void check_eni(struct ctx *ctx, const char *name);

#endif /* _MIRRORCTL_CMD_CHECK_H */
