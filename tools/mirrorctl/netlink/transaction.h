/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_NETLINK_TRANSACTION_H
#define _MIRRORCTL_NETLINK_TRANSACTION_H

#include "netlink/request.h"

/*
 * Replace the whole configuration with @config, atomically; with @check, only
 * ask the kernel whether it could. Returns DONE, or prints why not: then
 * nothing has changed.
 */
int replace_all(struct ctx *ctx, const struct command *cmd,
		const struct snapshot *config, bool check);

#endif /* _MIRRORCTL_NETLINK_TRANSACTION_H */
