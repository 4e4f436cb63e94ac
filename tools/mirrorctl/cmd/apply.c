// SPDX-License-Identifier: GPL-2.0
#include "cmd/check.h"
#include "cmd/cmd.h"
#include "file/read.h"
#include "netlink/transaction.h"
#include "util/error.h"

int cmd_apply(struct ctx *ctx, const struct command *cmd, struct args *args)
{
	bool check = args_take_if(args, "--check");
	const char *file = args_value(args, "apply");
	struct snapshot config;
	int status;

	if (!file || args_end(args, "apply"))
		return BAD_COMMAND;
	error_in(file);
	status = file_read(file, &config);
	error_pos((struct srcpos){});
	if (!status)
		status = replace_all(ctx, cmd, &config, check);
	error_in(NULL);
	if (!status && !check)
		check_sessions(ctx, NULL);
	return status;
}

int cmd_flush(struct ctx *ctx, const struct command *cmd, struct args *args)
{
	struct snapshot nothing;

	if (args_end(args, "flush"))
		return BAD_COMMAND;
	snapshot_init(&nothing);
	return replace_all(ctx, cmd, &nothing, false);
}
