// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "util/error.h"
#include "util/pool.h"

#define NETNS_DIR "/run/netns"

struct main_options {
	const char *netns;
	const char *batch;
	bool help, version;
};

/* @name: a name as in ip-netns(8), or a path. */
static int enter_netns(const char *name)
{
	const char *path = name;
	int fd, ret;

	if (!strchr(name, '/'))
		path = pool_printf(NETNS_DIR "/%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return refused("netns %s: %s", name, strerror(errno));
	ret = setns(fd, CLONE_NEWNET);
	if (ret)
		refused("netns %s: %s", name, strerror(errno));
	close(fd);
	return ret ? REFUSED : DONE;
}

static int bad_option(int c, char **argv)
{
	const char *word = argv[optind - 1];

	if (optopt)
		word = pool_printf("-%c", optopt);
	if (c == ':')
		return bad_command("%s: a value is needed", word);
	return bad_command("%s: no such option; see mirrorctl --help", word);
}

static int parse_options(int argc, char **argv, struct ctx *ctx,
			 struct main_options *options)
{
	static const struct option longopts[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{}
	};
	int c;

	/* Options end where the command begins. */
	while ((c = getopt_long(argc, argv, "+:fjpsn:b:hV", longopts, NULL)) !=
	       -1) {
		switch (c) {
		case 'f':
			ctx->exist = true;
			break;
		case 'j':
			ctx->json = true;
			break;
		case 'p':
			ctx->pretty = true;
			break;
		case 's':
			ctx->stats = true;
			break;
		case 'n':
			options->netns = optarg;
			break;
		case 'b':
			options->batch = optarg;
			break;
		case 'h':
			options->help = true;
			break;
		case 'V':
			options->version = true;
			break;
		default:
			return bad_option(c, argv);
		}
	}
	return DONE;
}

static int run(int argc, char **argv, struct ctx *ctx)
{
	struct main_options options = {};

	if (parse_options(argc, argv, ctx, &options))
		return BAD_COMMAND;
	if (options.help) {
		command_help();
		return DONE;
	}
	if (options.version) {
		command_version(ctx);
		return DONE;
	}
	if (options.batch && argv[optind])
		return bad_command("%s: no command goes with -b", argv[optind]);
	if (options.netns && enter_netns(options.netns))
		return REFUSED;
	if (options.batch)
		return batch_run(ctx, options.batch);
	return command_run(ctx, argv + optind);
}

int main(int argc, char **argv)
{
	struct ctx ctx = { .version = VERSION };
	int status = run(argc, argv, &ctx);

	if (fflush(stdout) || ferror(stdout))
		status = refused("standard output: %s", strerror(errno));
	nl_close(&ctx.nl);
	pool_empty();
	return status;
}
