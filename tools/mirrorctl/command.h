/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_COMMAND_H
#define _MIRRORCTL_COMMAND_H

#include "netlink/ctx.h"

/* Run the command in @argv, which ends with NULL. */
int command_run(struct ctx *ctx, char **argv);

/* Run the commands of @file, one per line, until one fails. */
int batch_run(struct ctx *ctx, const char *file);

void command_help(void);

/* Print the versions of mirrorctl and of the module; warn if they differ. */
void command_version(const struct ctx *ctx);

#endif /* _MIRRORCTL_COMMAND_H */
