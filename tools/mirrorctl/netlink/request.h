/* SPDX-License-Identifier: GPL-2.0 */
/* What commands ask the module for, and what they say when it refuses. */
#ifndef _MIRRORCTL_NETLINK_REQUEST_H
#define _MIRRORCTL_NETLINK_REQUEST_H

#include "model/snapshot.h"
#include "netlink/ctx.h"

/* Begins the message that @cmd sends. */
void request_init(const struct ctx *ctx, const struct command *cmd,
		  struct msg *msg);

/* Sends @msg; DONE, or prints why not. */
int request(struct ctx *ctx, const struct command *cmd, const struct msg *msg);

/*
 * Adds to @snap what @genl (enum nfm_cmd) lists: the object @name; NULL: all.
 * 0, or -1 and the reason in @why.
 */
int fetch(struct ctx *ctx, uint8_t genl, const char *name,
	  struct snapshot *snap, struct refusal *why);

/* All there is, of one generation; 0, or -1 and the reason in @why. */
int fetch_all(struct ctx *ctx, struct snapshot *snap, struct refusal *why);

/* Prints why @cmd came to nothing; @object, @what: see struct origin. */
int report(const struct ctx *ctx, const struct command *cmd, const char *object,
	   const char *what, const struct refusal *why);

#endif /* _MIRRORCTL_NETLINK_REQUEST_H */
