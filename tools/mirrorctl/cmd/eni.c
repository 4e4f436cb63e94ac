// SPDX-License-Identifier: GPL-2.0
#include "cmd/check.h"
#include "cmd/cmd.h"
#include "netlink/codec.h"
#include "netlink/request.h"
#include "util/error.h"

int cmd_eni_attach(struct ctx *ctx, const struct command *cmd,
		   struct args *args)
{
	struct eni *eni = eni_new();
	struct msg msg;

	if (parse_eni(args, eni))
		return BAD_COMMAND;
	request_init(ctx, cmd, &msg);
	put_eni(&msg, eni);
	if (request_send(ctx, cmd, &msg))
		return REFUSED;
	check_eni(ctx, eni->name);
	return DONE;
}
