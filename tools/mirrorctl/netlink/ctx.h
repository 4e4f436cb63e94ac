/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_NETLINK_CTX_H
#define _MIRRORCTL_NETLINK_CTX_H

#include <stdbool.h>
#include <stdint.h>

#include "netlink/nl.h"

struct args;

/* Options and connection that all commands of this run share. */
struct ctx {
	bool json, pretty, stats;
	bool exist; /* do not fail if the requested state already holds */
	const char *version; /* of mirrorctl */
	struct nl nl;
};

struct command {
	const char *object;
	const char *verb; /* NULL: @object is the whole command */
	const char *usage;
	int (*run)(struct ctx *ctx, const struct command *cmd,
		   struct args *args);
	uint8_t genl; /* enum nfm_cmd to send; 0: no single one */
};

#endif /* _MIRRORCTL_NETLINK_CTX_H */
