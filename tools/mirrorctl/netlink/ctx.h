/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_NETLINK_CTX_H
#define _MIRRORCTL_NETLINK_CTX_H

#include <stdbool.h>
#include <stdint.h>

#include "netlink/nl.h"

struct words;

/* What holds for all commands of this run. */
struct ctx {
	bool json, pretty, stats;
	bool exist; /* what is so already is no error */
	const char *version; /* of this program */
	struct nl nl;
};

struct command {
	const char *object;
	const char *verb; /* NULL: the object is the whole command */
	const char *usage;
	int (*run)(struct ctx *ctx, const struct command *cmd,
		   struct words *words);
	uint8_t genl; /* enum nfm_cmd that does it */
};

#endif /* _MIRRORCTL_NETLINK_CTX_H */
