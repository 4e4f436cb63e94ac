// SPDX-License-Identifier: GPL-2.0
#include "cmd/check.h"
#include "cmd/cmd.h"
#include "netlink/blind.h"
#include "netlink/request.h"
#include "print/output.h"
#include "util/error.h"

static void print(const struct ctx *ctx, struct snapshot *snap, uint8_t genl)
{
	blind_find(&snap->enis);
	if (ctx->json)
		print_json(snap, genl, ctx->stats, ctx->pretty);
	else
		print_text(snap, ctx->stats);
	if (!ctx->json)
		check_vrfs(&snap->sessions);
}

int cmd_show_named(struct ctx *ctx, const struct command *cmd,
		   struct args *args)
{
	struct snapshot snap;
	struct refusal why;
	const char *name;

	snapshot_init(&snap);
	name = args_take(args);
	do {
		if (nl_fetch(ctx, cmd->genl, name, &snap, &why))
			return request_report(ctx, cmd, name, NULL, &why);
	} while ((name = args_take(args)));
	print(ctx, &snap, cmd->genl);
	return DONE;
}

int cmd_show_all(struct ctx *ctx, const struct command *cmd, struct args *args)
{
	struct snapshot snap;
	struct refusal why;

	if (args_peek(args))
		return bad_command("%s: show takes no argument",
				   args_peek(args));
	if (nl_fetch_all(ctx, &snap, &why))
		return request_report(ctx, cmd, NULL, NULL, &why);
	print(ctx, &snap, 0);
	return DONE;
}
