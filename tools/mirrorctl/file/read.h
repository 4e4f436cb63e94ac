/* SPDX-License-Identifier: GPL-2.0 */
/* Configuration files: see nf_mirror.yaml(5). */
#ifndef _MIRRORCTL_FILE_READ_H
#define _MIRRORCTL_FILE_READ_H

#include "model/snapshot.h"

/*
 * Read @file ("-": standard input), which was passed to error_in(), into
 * @config, with defaults for missing values. Returns DONE, or prints what is
 * wrong and where.
 */
int file_read(const char *file, struct snapshot *config);

#endif /* _MIRRORCTL_FILE_READ_H */
