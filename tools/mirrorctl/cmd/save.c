// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/cmd.h"
#include "file/canonical.h"
#include "file/yaml_write.h"
#include "netlink/request.h"
#include "print/output.h"
#include "util/error.h"
#include "util/pool.h"

static void print(const struct ctx *ctx, const json_t *tree, FILE *out)
{
	if (ctx->json)
		print_tree(tree, ctx->pretty, out);
	else
		yaml_write(tree, out);
}

/* Sync to disk, so that a crash leaves either the old or the new file. */
static int finish(FILE *out)
{
	int err = fflush(out) || ferror(out) || fsync(fileno(out));

	return fclose(out) || err;
}

static bool has_secret(const json_t *tree)
{
	const json_t *network;
	size_t i;

	json_array_foreach(json_object_get(tree, "networks"), i, network)
		if (json_object_get(network, "seed"))
			return true;
	return false;
}

/*
 * Create a file next to the target, from the template @path. Its mode is that
 * of any new file; with a @secret, only the owner has access.
 */
static FILE *open_beside(char *path, bool secret)
{
	int fd = mkostemp(path, O_CLOEXEC);
	mode_t mask = umask(0);
	FILE *out;

	umask(mask);
	if (fd < 0)
		return NULL;
	if (secret)
		mask |= 077;
	out = fchmod(fd, 0666 & ~mask) ? NULL : fdopen(fd, "w");
	if (!out)
		close(fd);
	return out;
}

static int replace_file(const struct ctx *ctx, const json_t *tree,
			const char *file)
{
	char *beside = pool_printf("%s.XXXXXX", file);
	FILE *out = open_beside(beside, has_secret(tree));

	if (!out)
		return -1;
	print(ctx, tree, out);
	if (!finish(out) && !rename(beside, file))
		return 0;
	unlink(beside);
	return -1;
}

/* Devices and pipes are written to, not replaced. */
static int write_into(const struct ctx *ctx, const json_t *tree,
		      const char *file)
{
	FILE *out = fopen(file, "we");

	if (!out)
		return -1;
	print(ctx, tree, out);
	return fclose(out);
}

static int save_to(const struct ctx *ctx, const json_t *tree, const char *file)
{
	char *real = realpath(file, NULL);
	const char *target = real ? pool_strdup(real) : file;
	struct stat st;
	int err;

	free(real);
	if (!stat(target, &st) && !S_ISREG(st.st_mode))
		err = write_into(ctx, tree, target);
	else
		err = replace_file(ctx, tree, target);
	return err ? refused("save %s: %s", file, strerror(errno)) : DONE;
}

int cmd_save(struct ctx *ctx, const struct command *cmd, struct args *args)
{
	const char *file = args_take(args);
	struct snapshot snap;
	struct refusal why;
	int status = DONE;
	json_t *tree;

	if (args_end(args, "save"))
		return BAD_COMMAND;
	if (nl_fetch_all(ctx, &snap, &why))
		return request_report(ctx, cmd, NULL, NULL, &why);
	tree = canonical(&snap);
	canonical_shorten(tree);
	if (file && strcmp(file, "-"))
		status = save_to(ctx, tree, file);
	else
		print(ctx, tree, stdout);
	json_decref(tree);
	return status;
}
