/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_COMMAND_H
#define _MIRRORCTL_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "nl.h"
#include "parse.h"

/* What holds for all commands of this run. */
struct ctx {
	bool json, pretty, stats;
	bool exist; /* what is so already is no error */
	const char *version; /* of this program */
	struct nl nl;
};

struct command {
	const char *object;
	const char *verb; /* NULL: the object is the whole command */
	const char *usage;
	int (*run)(struct ctx *ctx, const struct command *cmd,
		   struct words *words);
	uint8_t genl; /* enum nfm_cmd that does it */
};

int network_add(struct ctx *ctx, const struct command *cmd,
		struct words *words);
int eni_attach(struct ctx *ctx, const struct command *cmd, struct words *words);
int session_add(struct ctx *ctx, const struct command *cmd,
		struct words *words);
int session_start(struct ctx *ctx, const struct command *cmd,
		  struct words *words);
int delete_named(struct ctx *ctx, const struct command *cmd,
		 struct words *words);
int show_named(struct ctx *ctx, const struct command *cmd, struct words *words);
int monitor(struct ctx *ctx, const struct command *cmd, struct words *words);
int stats(struct ctx *ctx, const struct command *cmd, struct words *words);
int show_all(struct ctx *ctx, const struct command *cmd, struct words *words);
int save(struct ctx *ctx, const struct command *cmd, struct words *words);
int apply(struct ctx *ctx, const struct command *cmd, struct words *words);
int diff(struct ctx *ctx, const struct command *cmd, struct words *words);
int flush(struct ctx *ctx, const struct command *cmd, struct words *words);

/* Runs the command that @argv says; NULL ends it. */
int command_run(struct ctx *ctx, char **argv);

/* Runs the commands of @file, one a line, up to the first that fails. */
int batch_run(struct ctx *ctx, const char *file);

void command_help(void);

/* Of this program and of the module; warns where they differ. */
void command_version(const struct ctx *ctx);

#endif /* _MIRRORCTL_COMMAND_H */
