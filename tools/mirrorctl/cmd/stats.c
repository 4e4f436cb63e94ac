// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cmd/cmd.h"
#include "model/values.h"
#include "netlink/blind.h"
#include "netlink/request.h"
#include "print/output.h"
#include "print/stats.h"
#include "util/error.h"
#include "util/interrupt.h"
#include "util/pool.h"

#define SECONDS_MAX 86400

struct stats_options {
	struct text_list names; /* empty: all */
	uint32_t seconds; /* between refreshes; 0: print once */
	bool prometheus;
};

/* Matched counters of a session at the last refresh. */
struct before {
	char name[NFM_NAME_BYTES_MAX + 1];
	uint64_t packets, bytes;
};

static struct {
	struct before sessions[NFM_SESSIONS_MAX];
	size_t count;
	double when; /* in seconds */
	double since; /* seconds elapsed since @when */
} last;

static double clock_seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct before *)a)->name,
		      ((const struct before *)b)->name);
}

static void remember(const struct snapshot *snap, double when)
{
	const struct session *s;

	last.count = 0;
	last.when = when;
	STAILQ_FOREACH(s, &snap->sessions, next) {
		struct before *before = &last.sessions[last.count];

		if (last.count == NFM_SESSIONS_MAX)
			break;
		snprintf(before->name, sizeof(before->name), "%s", s->name);
		before->packets = s->stats.counters.matched_packets;
		before->bytes = s->stats.counters.matched_bytes;
		last.count++;
	}
	/* Sort for bsearch(): named sessions are in command-line order. */
	qsort(last.sessions, last.count, sizeof(*last.sessions), compare);
}

/* Rate since the last refresh; false: the session has no earlier counters. */
static bool rate_of(const struct session *s, struct rate *rate)
{
	const struct counters *now = &s->stats.counters;
	const struct before *before;
	struct before key;

	snprintf(key.name, sizeof(key.name), "%s", s->name);
	before = bsearch(&key, last.sessions, last.count,
			 sizeof(*last.sessions), compare);
	/* Counters restart if a session is deleted and added again. */
	if (!before || now->matched_packets < before->packets)
		return false;
	rate->packets = (now->matched_packets - before->packets) / last.since;
	rate->bits = (now->matched_bytes - before->bytes) * 8 / last.since;
	return true;
}

static int parse_options(struct args *args, struct stats_options *options)
{
	const char *word;

	while ((word = args_take(args))) {
		if (!strcmp(word, "--prometheus")) {
			options->prometheus = true;
		} else if (strcmp(word, "-w")) {
			text_add(&options->names, word);
		} else {
			options->seconds = 1;
			word = args_peek(args);
			if (word && isdigit(*word) &&
			    parse_number("-w", args_take(args), 1, SECONDS_MAX,
					 &options->seconds))
				return BAD_COMMAND;
		}
	}
	return DONE;
}

static int check_options(const struct ctx *ctx,
			 const struct stats_options *options)
{
	if (options->prometheus && options->seconds)
		return bad_command("--prometheus does not go with -w");
	if (options->prometheus && ctx->json)
		return bad_command("--prometheus does not go with -j");
	return DONE;
}

static int get_stats(struct ctx *ctx, const struct command *cmd,
		     const struct stats_options *options, struct snapshot *snap)
{
	const struct text *name = STAILQ_FIRST(&options->names);
	struct refusal why;

	snapshot_init(snap);
	if (options->prometheus &&
	    (nl_fetch(ctx, NFM_CMD_NETWORK_GET, NULL, snap, &why) ||
	     nl_fetch(ctx, NFM_CMD_ENI_GET, NULL, snap, &why)))
		return request_report(ctx, cmd, NULL, NULL, &why);
	blind_find(&snap->enis);
	do {
		if (nl_fetch(ctx, cmd->genl, name ? name->text : NULL, snap,
			     &why))
			return request_report(
				ctx, cmd, name ? name->text : NULL, NULL, &why);
	} while (name && (name = STAILQ_NEXT(name, next)));
	return DONE;
}

static void print(const struct ctx *ctx, const struct stats_options *options,
		  const struct snapshot *snap)
{
	if (options->prometheus)
		print_prometheus(snap, ctx->version);
	else if (ctx->json)
		print_stats_json(snap, ctx->pretty);
	else
		print_stats_table(snap, options->seconds ? rate_of : NULL);
}

static int refresh(struct ctx *ctx, const struct command *cmd,
		   const struct stats_options *options)
{
	/* Cursor to the top left, clear to the end of the screen. */
	static const char clear[] = "\033[H\033[J";
	double when = clock_seconds();
	struct snapshot snap;

	if (get_stats(ctx, cmd, options, &snap))
		return REFUSED;
	last.since = when - last.when;
	if (!ctx->json)
		fputs(clear, stdout);
	print(ctx, options, &snap);
	remember(&snap, when);
	return DONE;
}

static int watch(struct ctx *ctx, const struct command *cmd,
		 const struct stats_options *options)
{
	int status, stop = interrupt_open();
	const void *mark;

	if (stop < 0)
		return refused("stats: %s", strerror(errno));
	last.count = 0;
	do {
		mark = pool_mark();
		status = refresh(ctx, cmd, options);
		pool_release(mark);
	} while (status == DONE && !fflush(stdout) &&
		 !interrupt_within(stop, options->seconds));
	return status;
}

int cmd_stats(struct ctx *ctx, const struct command *cmd, struct args *args)
{
	struct stats_options options = {
		.names = STAILQ_HEAD_INITIALIZER(options.names),
	};
	struct snapshot snap;

	if (parse_options(args, &options) || check_options(ctx, &options))
		return BAD_COMMAND;
	if (options.seconds)
		return watch(ctx, cmd, &options);
	if (get_stats(ctx, cmd, &options, &snap))
		return REFUSED;
	print(ctx, &options, &snap);
	return DONE;
}
