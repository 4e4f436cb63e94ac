/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_OUTPUT_H
#define _MIRRORCTL_OUTPUT_H

#include <jansson.h>
#include <stdio.h>

#include "request.h"

/* @genl: the NFM_CMD_*_GET whose list is printed; 0: all three. */
void print_json(const struct snapshot *snap, uint8_t genl, bool stats,
		bool pretty);

/* As a line of JSON, or indented. */
void print_tree(const json_t *tree, bool pretty, FILE *out);

void print_text(const struct snapshot *snap, bool stats);

#endif /* _MIRRORCTL_OUTPUT_H */
