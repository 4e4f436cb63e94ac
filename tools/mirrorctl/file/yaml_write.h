/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_FILE_YAML_WRITE_H
#define _MIRRORCTL_FILE_YAML_WRITE_H

#include <jansson.h>
#include <stdio.h>

/*
 * Print @tree as YAML. Text that could be read as a number, boolean or null is
 * quoted.
 */
void yaml_write(const json_t *tree, FILE *out);

#endif /* _MIRRORCTL_FILE_YAML_WRITE_H */
