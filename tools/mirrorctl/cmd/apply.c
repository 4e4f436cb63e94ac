// SPDX-License-Identifier: GPL-2.0
#include "cmd/check.h"
#include "cmd/cmd.h"
#include "file/read.h"
#include "netlink/transaction.h"
#include "util/error.h"

int apply(struct ctx *ctx, const struct command *cmd, struct words *words)
{
	bool check = words_take_if(words, "--check");
	const char *file = words_value(words, "apply");
	struct snapshot config;
	int status;

	if (!file || words_end(words, "apply"))
		return BAD_COMMAND;
	error_in(file);
	status = file_read(file, &config);
	error_mark((struct mark){});
	if (!status)
		status = replace_all(ctx, cmd, &config, check);
	error_in(NULL);
	if (!status && !check)
		check_sessions(ctx, NULL);
	return status;
}

int flush(struct ctx *ctx, const struct command *cmd, struct words *words)
{
	struct snapshot nothing;

	if (words_end(words, "flush"))
		return BAD_COMMAND;
	snapshot_init(&nothing);
	return replace_all(ctx, cmd, &nothing, false);
}
