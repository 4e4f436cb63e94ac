/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_NETLINK_TRANSACTION_H
#define _MIRRORCTL_NETLINK_TRANSACTION_H

#include "netlink/request.h"

/*
 * Lets @config take the place of all there is, at once; or, with @check, lets
 * the kernel only say whether it could. DONE, or prints why not: then nothing
 * has changed.
 */
int replace_all(struct ctx *ctx, const struct command *cmd,
		const struct snapshot *config, bool check);

#endif /* _MIRRORCTL_NETLINK_TRANSACTION_H */
