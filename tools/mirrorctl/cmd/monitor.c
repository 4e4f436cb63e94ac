// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <linux/genetlink.h>

#include "cmd/cmd.h"
#include "netlink/codec.h"
#include "netlink/request.h"
#include "print/event.h"
#include "util/error.h"
#include "util/interrupt.h"
#include "util/pool.h"

struct monitor {
	bool json, stamps;
};

/* ISO 8601 with microseconds: UTC in JSON, local time in text. */
static const char *stamp(bool json)
{
	struct timespec now;
	char seconds[32], zone[8];
	struct tm tm;

	clock_gettime(CLOCK_REALTIME, &now);
	if (json)
		gmtime_r(&now.tv_sec, &tm);
	else
		localtime_r(&now.tv_sec, &tm);
	strftime(seconds, sizeof(seconds), "%Y-%m-%dT%H:%M:%S", &tm);
	strftime(zone, sizeof(zone), "%z", &tm);
	if (json)
		return pool_printf("%s.%06ldZ", seconds, now.tv_nsec / 1000);
	return pool_printf("%s.%06ld%.3s:%s", seconds, now.tv_nsec / 1000, zone,
			   zone + 3);
}

/* Consumes the reference to @event. */
static void print_line(const struct monitor *monitor, json_t *event)
{
	json_t *line = json_object();

	if (monitor->stamps)
		json_object_set_new(line, "time", json_string(stamp(true)));
	json_object_update(line, event);
	json_dumpf(line, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(line);
	json_decref(event);
}

static bool is_event(const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);

	return genl->cmd >= NFM_CMD_NETWORK_NTF &&
	       genl->cmd <= NFM_CMD_RECEIVER_NTF;
}

static int on_event(const struct nlmsghdr *nlh, void *data)
{
	const struct monitor *monitor = data;
	const void *mark = pool_mark();
	struct event event;

	if (!is_event(nlh))
		return MNL_CB_OK;
	if (!get_event(nlh, &event)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	if (monitor->json) {
		print_line(monitor, event_json(&event));
	} else {
		if (monitor->stamps)
			printf("%s ", stamp(false));
		print_event(&event);
	}
	pool_release(mark);
	/* main() reports why writing to standard output failed. */
	return fflush(stdout) ? MNL_CB_STOP : MNL_CB_OK;
}

static void tell_loss(const struct monitor *monitor)
{
	warning("events were lost; ask for 'mirrorctl show'");
	if (!monitor->json)
		return;
	print_line(monitor, json_pack("{s:s}", "event", "lost"));
	fflush(stdout);
}

int cmd_monitor(struct ctx *ctx, const struct command *cmd, struct args *args)
{
	struct monitor monitor = {
		.json = ctx->json,
		.stamps = args_take_if(args, "-t"),
	};
	struct nl events = {};
	struct refusal why;
	int err, stop;

	if (args_peek(args))
		return bad_command("%s: monitor takes no argument but -t",
				   args_peek(args));
	stop = interrupt_open();
	if (stop < 0)
		return refused("monitor: %s", strerror(errno));
	if (nl_subscribe(&events, &why))
		return request_report(ctx, cmd, NULL, NULL, &why);
	while ((err = nl_listen(&events, stop, on_event, &monitor, &why)) &&
	       why.error == ENOBUFS)
		tell_loss(&monitor);
	nl_close(&events);
	return err ? request_report(ctx, cmd, NULL, NULL, &why) : DONE;
}
