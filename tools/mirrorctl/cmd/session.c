// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "cmd/check.h"
#include "cmd/cmd.h"
#include "model/options.h"
#include "netlink/codec.h"
#include "netlink/request.h"
#include "util/error.h"
#include "util/pool.h"

/* Also "session set". */
int cmd_session_add(struct ctx *ctx, const struct command *cmd,
		    struct args *args)
{
	struct session *s = session_new();
	struct msg msg;

	if (parse_session(cmd->verb, args, s))
		return BAD_COMMAND;
	request_init(ctx, cmd, &msg);
	put_session(&msg, s);
	if (request_send(ctx, cmd, &msg))
		return REFUSED;
	if (s->has & (BIT(NFM_A_SESSION_SCOPE) | BIT(NFM_A_SESSION_RECEIVER) |
		      BIT(NFM_A_SESSION_FILTER) | BIT(NFM_A_SESSION_SNAPLEN) |
		      BIT(NFM_A_SESSION_NEXT_HOP) | BIT(NFM_A_SESSION_FRAMES)))
		check_sessions(ctx, s->name);
	return DONE;
}

/* Also "session stop". */
int cmd_session_start(struct ctx *ctx, const struct command *cmd,
		      struct args *args)
{
	bool start = !strcmp(cmd->verb, "start");
	struct session_list sessions = STAILQ_HEAD_INITIALIZER(sessions);
	struct msg msg;

	request_init(ctx, cmd, &msg);
	do {
		struct session *s = session_new();

		s->name = args_name(args, pool_printf("session %s", cmd->verb));
		if (!s->name)
			return BAD_COMMAND;
		s->has = BIT(NFM_A_SESSION_ENABLED);
		s->enabled = start;
		put_session(&msg, s);
		STAILQ_INSERT_TAIL(&sessions, s, next);
	} while (args_peek(args));
	if (request_send(ctx, cmd, &msg))
		return REFUSED;
	if (start)
		check_blindness(ctx, &sessions);
	return DONE;
}
