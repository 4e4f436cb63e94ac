/* SPDX-License-Identifier: GPL-2.0 */
/* Requests to the module, and error lines if it refuses them. */
#ifndef _MIRRORCTL_NETLINK_REQUEST_H
#define _MIRRORCTL_NETLINK_REQUEST_H

#include "model/snapshot.h"
#include "netlink/ctx.h"

/* Start the message of @cmd. */
void request_init(const struct ctx *ctx, const struct command *cmd,
		  struct msg *msg);

/* Send @msg. Returns DONE, or prints why it failed. */
int request_send(struct ctx *ctx, const struct command *cmd,
		 const struct msg *msg);

/*
 * Add the objects that @genl (enum nfm_cmd) lists to @snap: only @name; NULL:
 * all. Returns 0, or -1 with the reason in @why.
 */
int nl_fetch(struct ctx *ctx, uint8_t genl, const char *name,
	     struct snapshot *snap, struct refusal *why);

/* Fetch all objects of one generation; 0, or -1 with the reason in @why. */
int nl_fetch_all(struct ctx *ctx, struct snapshot *snap, struct refusal *why);

/* Print why @cmd failed; @object, @what: see struct origin. */
int request_report(const struct ctx *ctx, const struct command *cmd,
		   const char *object, const char *what,
		   const struct refusal *why);

#endif /* _MIRRORCTL_NETLINK_REQUEST_H */
