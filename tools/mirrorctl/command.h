/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_COMMAND_H
#define _MIRRORCTL_COMMAND_H

#include "netlink/ctx.h"

/* Runs the command that @argv says; NULL ends it. */
int command_run(struct ctx *ctx, char **argv);

/* Runs the commands of @file, one a line, up to the first that fails. */
int batch_run(struct ctx *ctx, const char *file);

void command_help(void);

/* Of this program and of the module; warns where they differ. */
void command_version(const struct ctx *ctx);

#endif /* _MIRRORCTL_COMMAND_H */
