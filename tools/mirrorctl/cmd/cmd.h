/* SPDX-License-Identifier: GPL-2.0 */
/* The commands; each returns an enum status. */
#ifndef _MIRRORCTL_CMD_CMD_H
#define _MIRRORCTL_CMD_CMD_H

#include "args/args.h"
#include "netlink/ctx.h"

int cmd_network_add(struct ctx *ctx, const struct command *cmd,
		    struct args *args);
int cmd_eni_attach(struct ctx *ctx, const struct command *cmd,
		   struct args *args);
int cmd_session_add(struct ctx *ctx, const struct command *cmd,
		    struct args *args);
int cmd_session_start(struct ctx *ctx, const struct command *cmd,
		      struct args *args);
int cmd_delete_named(struct ctx *ctx, const struct command *cmd,
		     struct args *args);
int cmd_show_named(struct ctx *ctx, const struct command *cmd,
		   struct args *args);
int cmd_monitor(struct ctx *ctx, const struct command *cmd, struct args *args);
int cmd_stats(struct ctx *ctx, const struct command *cmd, struct args *args);
int cmd_show_all(struct ctx *ctx, const struct command *cmd, struct args *args);
int cmd_save(struct ctx *ctx, const struct command *cmd, struct args *args);
int cmd_apply(struct ctx *ctx, const struct command *cmd, struct args *args);
int cmd_diff(struct ctx *ctx, const struct command *cmd, struct args *args);
int cmd_flush(struct ctx *ctx, const struct command *cmd, struct args *args);

#endif /* _MIRRORCTL_CMD_CMD_H */
