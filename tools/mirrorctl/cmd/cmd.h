/* SPDX-License-Identifier: GPL-2.0 */
/* The commands; each returns an enum status. */
#ifndef _MIRRORCTL_CMD_CMD_H
#define _MIRRORCTL_CMD_CMD_H

#include "args/args.h"
#include "netlink/ctx.h"

int network_add(struct ctx *ctx, const struct command *cmd, struct args *args);
int eni_attach(struct ctx *ctx, const struct command *cmd, struct args *args);
int session_add(struct ctx *ctx, const struct command *cmd, struct args *args);
int session_start(struct ctx *ctx, const struct command *cmd,
		  struct args *args);
int delete_named(struct ctx *ctx, const struct command *cmd, struct args *args);
int show_named(struct ctx *ctx, const struct command *cmd, struct args *args);
int monitor(struct ctx *ctx, const struct command *cmd, struct args *args);
int stats(struct ctx *ctx, const struct command *cmd, struct args *args);
int show_all(struct ctx *ctx, const struct command *cmd, struct args *args);
int save(struct ctx *ctx, const struct command *cmd, struct args *args);
int apply(struct ctx *ctx, const struct command *cmd, struct args *args);
int diff(struct ctx *ctx, const struct command *cmd, struct args *args);
int flush(struct ctx *ctx, const struct command *cmd, struct args *args);

#endif /* _MIRRORCTL_CMD_CMD_H */
