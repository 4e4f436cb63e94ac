// SPDX-License-Identifier: GPL-2.0
#include "cmd/check.h"
#include "cmd/cmd.h"
#include "netlink/request.h"
#include "print/output.h"
#include "util/error.h"

static void print(const struct ctx *ctx, const struct snapshot *snap,
		  uint8_t genl)
{
	if (ctx->json)
		print_json(snap, genl, ctx->stats, ctx->pretty);
	else
		print_text(snap, ctx->stats);
	if (!ctx->json)
		check_vrfs(&snap->sessions);
}

int show_named(struct ctx *ctx, const struct command *cmd, struct words *words)
{
	struct snapshot snap;
	struct refusal why;
	const char *name;

	snapshot_init(&snap);
	name = words_take(words);
	do {
		if (fetch(ctx, cmd->genl, name, &snap, &why))
			return report(ctx, cmd, name, NULL, &why);
	} while ((name = words_take(words)));
	print(ctx, &snap, cmd->genl);
	return DONE;
}

int show_all(struct ctx *ctx, const struct command *cmd, struct words *words)
{
	struct snapshot snap;
	struct refusal why;

	if (words_peek(words))
		return bad_command("%s: show takes no argument",
				   words_peek(words));
	if (fetch_all(ctx, &snap, &why))
		return report(ctx, cmd, NULL, NULL, &why);
	print(ctx, &snap, 0);
	return DONE;
}
