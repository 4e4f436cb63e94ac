// SPDX-License-Identifier: GPL-2.0
#include "cmd/cmd.h"
#include "netlink/codec.h"
#include "netlink/request.h"
#include "util/error.h"
#include "util/pool.h"

/* Delete the named networks, attachments or sessions, all or nothing. */
int cmd_delete_named(struct ctx *ctx, const struct command *cmd,
		     struct args *args)
{
	static const uint16_t types[] = {
		[NFM_CMD_NETWORK_DEL] = NFM_A_NETWORK,
		[NFM_CMD_ENI_DETACH] = NFM_A_ENI,
		[NFM_CMD_SESSION_DEL] = NFM_A_SESSION,
	};
	const char *name;
	struct msg msg;

	request_init(ctx, cmd, &msg);
	do {
		name = args_name(args,
				 pool_printf("%s %s", cmd->object, cmd->verb));
		if (!name)
			return BAD_COMMAND;
		put_name(&msg, types[cmd->genl], name);
	} while (args_peek(args));
	return request_send(ctx, cmd, &msg);
}
