// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"
#include "command.h"
#include "model/options.h"
#include "util/error.h"
#include "util/module.h"
#include "util/pool.h"

static const struct command commands[] = {
	{ "network", "add", "NAME cidr LIST [max-sessions N] [seed DIGITS]",
	  cmd_network_add, NFM_CMD_NETWORK_ADD },
	{ "network", "set",
	  "NAME [cidr LIST] [max-sessions N] [seed DIGITS|none]",
	  cmd_network_add, NFM_CMD_NETWORK_SET },
	{ "network", "del", "NAME...", cmd_delete_named, NFM_CMD_NETWORK_DEL },
	{ "network", "show", "[NAME]...", cmd_show_named, NFM_CMD_NETWORK_GET },
	{ "eni", "attach",
	  "DEV network NAME [address LIST] [facing auto|wire|guest] [tap auto|ip|device]",
	  cmd_eni_attach, NFM_CMD_ENI_ATTACH },
	{ "eni", "detach", "DEV...", cmd_delete_named, NFM_CMD_ENI_DETACH },
	{ "eni", "show", "[DEV]...", cmd_show_named, NFM_CMD_ENI_GET },
	{ "session", "add",
	  "NAME network NET scope SCOPE receiver LIST [OPTION]...",
	  cmd_session_add, NFM_CMD_SESSION_ADD },
	{ "session", "set", "NAME OPTION...", cmd_session_add,
	  NFM_CMD_SESSION_SET },
	{ "session", "start", "NAME...", cmd_session_start,
	  NFM_CMD_SESSION_SET },
	{ "session", "stop", "NAME...", cmd_session_start,
	  NFM_CMD_SESSION_SET },
	{ "session", "del", "NAME...", cmd_delete_named, NFM_CMD_SESSION_DEL },
	{ "session", "show", "[NAME]...", cmd_show_named, NFM_CMD_SESSION_GET },
	{ "show", NULL, "", cmd_show_all, 0 },
	{ "save", NULL, "[FILE]", cmd_save, 0 },
	{ "apply", NULL, "[--check] FILE|-", cmd_apply, 0 },
	{ "diff", NULL, "FILE|-", cmd_diff, 0 },
	{ "flush", NULL, "", cmd_flush, 0 },
	{ "monitor", NULL, "[-t]", cmd_monitor, 0 },
	{ "stats", NULL, "[NAME]... [-w [SECONDS]] [--prometheus]", cmd_stats,
	  NFM_CMD_SESSION_GET },
	{}
};

/* The commands of @object; NULL: all. */
static void print_commands(const char *object)
{
	const struct command *cmd;

	for (cmd = commands; cmd->object; cmd++) {
		if (object && strcmp(cmd->object, object))
			continue;
		printf("  %s%s%s%s%s\n", cmd->object, cmd->verb ? " " : "",
		       cmd->verb ? cmd->verb : "", *cmd->usage ? " " : "",
		       cmd->usage);
	}
}

#define HELP_COLUMNS 72 /* of the lines of options */

/* "scope SCOPE | receiver LIST | ...": all but those that only "add" takes. */
static const char *session_usage(void)
{
	const struct session_option *option;
	const char *usage = "", *last = "";

	for (option = session_options; option->attr; option++) {
		const char *item;

		if (!option->word ||
		    (option->verb && !strcmp(option->verb, "add")))
			continue;
		item = option_usage(option);
		if (option->last)
			last = pool_printf(" | %s%s", item, last);
		else
			usage = pool_printf("%s%s%s", usage,
					    *usage ? " | " : "", item);
	}
	return pool_printf("%s%s", usage, last);
}

static void print_options(void)
{
	const char *usage = session_usage(), *item, *bar;
	int column = printf("  OPTION := ");

	for (item = usage; item; item = bar ? bar + strlen(" | ") : NULL) {
		int len;

		bar = strstr(item, " | ");
		len = bar ? bar - item : (int)strlen(item);
		if (item != usage) {
			if (column + (int)strlen(" | ") + len > HELP_COLUMNS)
				column = printf("\n%9s", "") - 1;
			column += printf(" | ");
		}
		column += printf("%.*s", len, item);
	}
	putchar('\n');
}

static void print_help(const char *object)
{
	puts("mirrorctl [-f] [-j] [-p] [-s] [-n NETNS] [-b FILE] OBJECT COMMAND [ARGUMENTS]");
	print_commands(object);
	if (!object || !strcmp(object, "session")) {
		puts("  SCOPE  := network | subnet LIST | eni LIST");
		print_options();
		puts("  ROW    := [proto P] [src CIDR] [dst CIDR] [sport N[-M]] [dport N[-M]]");
	}
	puts("A LIST has commas or newlines between its items. See mirrorctl(8).");
}

void command_help(void)
{
	print_help(NULL);
}

/*
 * The objects, or the verbs of @object, that begin with @start, as a sentence has
 * them; *n: how many.
 */
static const char *known(const char *object, const char *start, int *n)
{
	const char *list = "", *last = "";
	const struct command *cmd;

	*n = 0;
	for (cmd = commands; cmd->object; cmd++) {
		const char *word = object ? cmd->verb : cmd->object;

		if ((object && strcmp(cmd->object, object)) ||
		    !strcmp(word, last) || strncmp(word, start, strlen(start)))
			continue;
		list = pool_printf("%s%s%s", list, *list ? " " : "", word);
		last = word;
		++*n;
	}
	return list;
}

/*
 * The object, or the verb of @object, that @word is, or abbreviates; NULL, and an
 * error, if there is none, or several.
 */
static const char *resolve(const char *object, const char *word)
{
	const char *before = object ? pool_printf("%s ", object) : "";
	const char *kind = object ? "command" : "object";
	const struct command *cmd;
	const char *list;
	int n;

	if (!strcmp(word, "list") || !strcmp(word, "ls"))
		word = "show";
	for (cmd = commands; cmd->object; cmd++) {
		const char *name = object ? cmd->verb : cmd->object;

		if ((!object || !strcmp(cmd->object, object)) &&
		    !strcmp(name, word))
			return name;
	}
	list = known(object, word, &n);
	if (n == 1)
		return list;
	if (n && *word)
		bad_command("%s%s: ambiguous: %s", before, word, list);
	else
		bad_command("%s%s: no such %s; there are: %s", before, word,
			    kind, known(object, "", &n));
	return NULL;
}

/* @verb: NULL: the first command of the object. There has to be one. */
static const struct command *find(const char *object, const char *verb)
{
	const struct command *cmd = commands;

	while (strcmp(cmd->object, object) || (verb && strcmp(cmd->verb, verb)))
		cmd++;
	return cmd;
}

/*
 * For bash completion: print the options that "session add" or "set" takes, one
 * a line and with their values, as help shows them.
 */
static int print_completion(struct args *args)
{
	const char *verb = args_name(args, "complete");
	const struct session_option *option;

	if (!verb || args_end(args, "complete"))
		return BAD_COMMAND;
	for (option = session_options; option->attr; option++)
		if (option->word &&
		    (!option->verb || !strcmp(option->verb, verb)))
			puts(option_usage(option));
	return DONE;
}

int command_run(struct ctx *ctx, char **argv)
{
	struct args args = { argv };
	const char *object = args_take(&args);
	const struct command *cmd;
	const char *verb;
	int n;

	if (!object)
		return bad_command("a command is needed; see mirrorctl --help");
	if (!strcmp(object, "help")) {
		print_help(NULL);
		return DONE;
	}
	if (!strcmp(object, "complete"))
		return print_completion(&args);
	object = resolve(NULL, object);
	if (!object)
		return BAD_COMMAND;
	cmd = find(object, NULL);
	if (cmd->verb) {
		verb = args_take(&args);
		if (!verb)
			return bad_command("%s: a command is needed: %s",
					   object, known(object, "", &n));
		if (!strcmp(verb, "help")) {
			print_help(object);
			return DONE;
		}
		verb = resolve(object, verb);
		if (!verb)
			return BAD_COMMAND;
		cmd = find(object, verb);
	}
	return cmd->run(ctx, cmd, &args);
}

void command_version(const struct ctx *ctx)
{
	const char *loaded = module_version("");

	printf("mirrorctl %s\nnf_mirror %s\n", ctx->version,
	       loaded ? loaded : "not loaded");
	if (loaded && strcmp(loaded, ctx->version))
		warning("the module that is loaded is of another version: see UPGRADING in mirrorctl(8)");
}
