/* SPDX-License-Identifier: GPL-2.0 */
/* The commands; each returns an enum status. */
#ifndef _MIRRORCTL_CMD_CMD_H
#define _MIRRORCTL_CMD_CMD_H

#include "args/args.h"
#include "netlink/ctx.h"

int network_add(struct ctx *ctx, const struct command *cmd,
		struct words *words);
int eni_attach(struct ctx *ctx, const struct command *cmd, struct words *words);
int session_add(struct ctx *ctx, const struct command *cmd,
		struct words *words);
int session_start(struct ctx *ctx, const struct command *cmd,
		  struct words *words);
int delete_named(struct ctx *ctx, const struct command *cmd,
		 struct words *words);
int show_named(struct ctx *ctx, const struct command *cmd, struct words *words);
int monitor(struct ctx *ctx, const struct command *cmd, struct words *words);
int stats(struct ctx *ctx, const struct command *cmd, struct words *words);
int show_all(struct ctx *ctx, const struct command *cmd, struct words *words);
int save(struct ctx *ctx, const struct command *cmd, struct words *words);
int apply(struct ctx *ctx, const struct command *cmd, struct words *words);
int diff(struct ctx *ctx, const struct command *cmd, struct words *words);
int flush(struct ctx *ctx, const struct command *cmd, struct words *words);

#endif /* _MIRRORCTL_CMD_CMD_H */
