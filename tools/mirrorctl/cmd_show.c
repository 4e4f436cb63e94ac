// SPDX-License-Identifier: GPL-2.0
#include "error.h"
#include "output.h"
#include "request.h"

/* How often "show" tries to get lists that belong together. */
#define TRIES 10

static void print(const struct ctx *ctx, const struct snapshot *snap,
		  uint8_t genl)
{
	if (ctx->json)
		print_json(snap, genl, ctx->stats, ctx->pretty);
	else
		print_text(snap, ctx->stats);
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
			return report(cmd, name, NULL, &why);
	} while ((name = words_take(words)));
	print(ctx, &snap, cmd->genl);
	return DONE;
}

/* An empty list has no generation to compare. */
static bool agree(uint32_t a, uint32_t b)
{
	return !a || !b || a == b;
}

static int fetch_all(struct ctx *ctx, struct snapshot *snap,
		     struct refusal *why)
{
	uint32_t of_networks, of_enis, of_sessions;
	int try;

	for (try = 0; try < TRIES; try++) {
		snapshot_init(snap);
		if (fetch(ctx, NFM_CMD_NETWORK_GET, NULL, snap, why))
			return -1;
		of_networks = snap->generation;
		if (fetch(ctx, NFM_CMD_ENI_GET, NULL, snap, why))
			return -1;
		of_enis = snap->generation;
		if (fetch(ctx, NFM_CMD_SESSION_GET, NULL, snap, why))
			return -1;
		of_sessions = snap->generation;
		if (agree(of_networks, of_enis) &&
		    agree(of_enis, of_sessions) &&
		    agree(of_networks, of_sessions))
			break;
	}
	return 0;
}

int show_all(struct ctx *ctx, const struct command *cmd, struct words *words)
{
	struct snapshot snap;
	struct refusal why;

	if (words_peek(words))
		return bad_command("%s: show takes no argument",
				   words_peek(words));
	if (fetch_all(ctx, &snap, &why))
		return report(cmd, NULL, NULL, &why);
	print(ctx, &snap, 0);
	return DONE;
}
