// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"
#include "command.h"
#include "util/error.h"
#include "util/module.h"
#include "util/pool.h"

static const struct command commands[] = {
	{ "network", "add", "NAME cidr LIST [max-sessions N] [seed DIGITS]",
	  network_add, NFM_CMD_NETWORK_ADD },
	{ "network", "set",
	  "NAME [cidr LIST] [max-sessions N] [seed DIGITS|none]", network_add,
	  NFM_CMD_NETWORK_SET },
	{ "network", "del", "NAME...", delete_named, NFM_CMD_NETWORK_DEL },
	{ "network", "show", "[NAME]...", show_named, NFM_CMD_NETWORK_GET },
	{ "eni", "attach",
	  "DEV network NAME [address LIST] [facing wire|guest]", eni_attach,
	  NFM_CMD_ENI_ATTACH },
	{ "eni", "detach", "DEV...", delete_named, NFM_CMD_ENI_DETACH },
	{ "eni", "show", "[DEV]...", show_named, NFM_CMD_ENI_GET },
	{ "session", "add",
	  "NAME network NET scope SCOPE receiver LIST [OPTION]...", session_add,
	  NFM_CMD_SESSION_ADD },
	{ "session", "set", "NAME OPTION...", session_add,
	  NFM_CMD_SESSION_SET },
	{ "session", "start", "NAME...", session_start, NFM_CMD_SESSION_SET },
	{ "session", "stop", "NAME...", session_start, NFM_CMD_SESSION_SET },
	{ "session", "del", "NAME...", delete_named, NFM_CMD_SESSION_DEL },
	{ "session", "show", "[NAME]...", show_named, NFM_CMD_SESSION_GET },
	{ "show", NULL, "", show_all, 0 },
	{ "save", NULL, "[FILE]", save, 0 },
	{ "apply", NULL, "[--check] FILE|-", apply, 0 },
	{ "diff", NULL, "FILE|-", diff, 0 },
	{ "flush", NULL, "", flush, 0 },
	{ "monitor", NULL, "[-t]", monitor, 0 },
	{ "stats", NULL, "[NAME]... [-w [SECONDS]] [--prometheus]", stats,
	  NFM_CMD_SESSION_GET },
	{}
};

void command_help(void)
{
	const struct command *cmd;

	puts("mirrorctl [-f] [-j] [-p] [-s] [-n NETNS] [-b FILE] OBJECT COMMAND [ARGUMENTS]");
	for (cmd = commands; cmd->object; cmd++)
		printf("  %s%s%s %s\n", cmd->object, cmd->verb ? " " : "",
		       cmd->verb ? cmd->verb : "", cmd->usage);
	puts("  SCOPE  := network | subnet LIST | eni LIST\n"
	     "  OPTION := scope SCOPE | receiver LIST | direction all|in|out\n"
	     "          | balance random|eni|flow | match any\n"
	     "          | match ROW [match ROW]... [or match ROW...]... [except match ROW...]...\n"
	     "          | next-hop IP | vni N | port N | snaplen N | snap-fix\n"
	     "          | mtu resegment|fragment|truncate|drop\n"
	     "          | rate N[k|M|G][pps|bps] | burst N | sample N | dscp N|NAME\n"
	     "          | tag KEY=VALUE | untag KEY | allow-outside | stopped\n"
	     "  ROW    := [proto P] [src CIDR] [dst CIDR] [sport N[-M]] [dport N[-M]]\n"
	     "A LIST has commas or newlines between its items. See mirrorctl(8).");
}

/* The objects, or the verbs of @object, as a sentence has them. */
static const char *known(const char *object)
{
	const char *list = "", *last = "";
	const struct command *cmd;

	for (cmd = commands; cmd->object; cmd++) {
		const char *word = object ? cmd->verb : cmd->object;

		if ((object && strcmp(cmd->object, object)) ||
		    !strcmp(word, last))
			continue;
		list = pool_printf("%s%s%s", list, *list ? " " : "", word);
		last = word;
	}
	return list;
}

/* Prints the error, in place of a command that there is not. */
static void explain(const char *object, const char *verb)
{
	if (!object)
		bad_command("a command is needed; see mirrorctl --help");
	else if (!*known(object))
		bad_command("%s: no such object; there are: %s", object,
			    known(NULL));
	else if (!verb)
		bad_command("%s: a command is needed: %s", object,
			    known(object));
	else
		bad_command("%s %s: no such command; there are: %s", object,
			    verb, known(object));
}

static const struct command *take_command(struct words *words)
{
	const char *object = words_take(words);
	const char *verb = words_peek(words);
	const struct command *cmd;

	for (cmd = commands; object && cmd->object; cmd++) {
		if (strcmp(cmd->object, object))
			continue;
		if (!cmd->verb || words_take_if(words, cmd->verb))
			return cmd;
	}
	explain(object, verb);
	return NULL;
}

int command_run(struct ctx *ctx, char **argv)
{
	struct words words = { argv };
	const struct command *cmd = take_command(&words);

	return cmd ? cmd->run(ctx, cmd, &words) : BAD_COMMAND;
}

void command_version(const struct ctx *ctx)
{
	const char *loaded = module_version("");

	printf("mirrorctl %s\nnf_mirror %s\n", ctx->version,
	       loaded ? loaded : "not loaded");
	if (loaded && strcmp(loaded, ctx->version))
		warning("the module that is loaded is of another version: see UPGRADING in mirrorctl(8)");
}
