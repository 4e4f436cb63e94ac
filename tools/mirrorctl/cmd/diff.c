// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/cmd.h"
#include "file/canonical.h"
#include "file/diff.h"
#include "file/read.h"
#include "netlink/request.h"
#include "print/output.h"
#include "util/error.h"
#include "util/pool.h"

static const char *as_json(const json_t *value)
{
	char *json = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	const char *text = pool_strdup(json);

	free(json);
	return text;
}

/* "10.0.0.20,10.0.0.21"; NULL: empty, or not a list of strings. */
static const char *joined(const json_t *list)
{
	const char *text = "";
	json_t *item;
	size_t i;

	json_array_foreach(list, i, item) {
		if (!json_is_string(item))
			return NULL;
		text = pool_printf("%s%s%s", text, i ? "," : "",
				   json_string_value(item));
	}
	return json_array_size(list) ? text : NULL;
}

static const char *value_text(const json_t *value)
{
	const char *text = json_string_value(value);

	if (!text)
		text = joined(value);
	return printable(text ? text : as_json(value));
}

static void print_change(const json_t *change)
{
	const char *kind, *object, *name, *key = NULL;
	json_t *from = NULL, *to = NULL;

	json_unpack((json_t *)change, "{s:s, s:s, s:s, s?s, s?o, s?o}",
		    "change", &kind, "object", &object, "name", &name, "key",
		    &key, "from", &from, "to", &to);
	name = printable(*name ? name : "''");
	if (key)
		printf("~ %s %s: %s %s -> %s\n", object, name, key,
		       value_text(from), value_text(to));
	else
		printf("%c %s %s\n", !strcmp(kind, "add") ? '+' : '-', object,
		       name);
}

static void print_changes(const struct ctx *ctx, const json_t *changes)
{
	json_t *root, *change;
	size_t i;

	if (ctx->json) {
		root = json_pack("{s:O}", "changes", changes);
		print_tree(root, ctx->pretty, stdout);
		json_decref(root);
		return;
	}
	json_array_foreach(changes, i, change)
		print_change(change);
}

static int compare(const struct ctx *ctx, const struct snapshot *snap,
		   const struct snapshot *config)
{
	json_t *from = canonical(snap), *to = canonical(config);
	json_t *changes = diff_trees(from, to);
	int status = json_array_size(changes) ? DIFFERENT : DONE;

	print_changes(ctx, changes);
	json_decref(changes);
	json_decref(from);
	json_decref(to);
	return status;
}

int cmd_diff(struct ctx *ctx, const struct command *cmd, struct args *args)
{
	const char *file = args_value(args, "diff");
	struct snapshot snap, config;
	struct refusal why;
	int status;

	if (!file || args_end(args, "diff"))
		return BAD_COMMAND;
	error_in(file);
	status = file_read(file, &config);
	error_in(NULL);
	if (status)
		return status;
	if (nl_fetch_all(ctx, &snap, &why))
		return request_report(ctx, cmd, NULL, NULL, &why);
	return compare(ctx, &snap, &config);
}
