// SPDX-License-Identifier: GPL-2.0
#include "cmd/cmd.h"
#include "netlink/codec.h"
#include "netlink/request.h"
#include "util/error.h"

/* Also "network set". */
int cmd_network_add(struct ctx *ctx, const struct command *cmd,
		    struct args *args)
{
	struct network *net = network_new();
	struct msg msg;

	if (parse_network(cmd->verb, args, net))
		return BAD_COMMAND;
	request_init(ctx, cmd, &msg);
	put_network(&msg, net);
	return request_send(ctx, cmd, &msg);
}
