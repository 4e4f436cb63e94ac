/* SPDX-License-Identifier: GPL-2.0 */
/* A configuration file: nf_mirror.yaml(5). */
#ifndef _MIRRORCTL_FILE_READ_H
#define _MIRRORCTL_FILE_READ_H

#include "model/snapshot.h"

/*
 * Reads @file ("-": standard input), which error_in() has named, into @config,
 * with defaults for what it does not name: DONE, or prints what is wrong and
 * where.
 */
int file_read(const char *file, struct snapshot *config);

#endif /* _MIRRORCTL_FILE_READ_H */
