/* SPDX-License-Identifier: GPL-2.0 */
/* A YAML file, so a JSON one too, as a tree in the pool. */
#ifndef _MIRRORCTL_FILE_YAML_READ_H
#define _MIRRORCTL_FILE_YAML_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "util/error.h"

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

/* Where the file has aliases, several nodes share one; it may hold itself. */
struct node {
	enum node_kind kind;
	struct mark at;
	const char *text; /* of a scalar */
	bool null; /* a scalar that says so, or nothing */
	size_t count; /* of @items */
	struct node **items; /* of a map: a key, its value, a key, ... */
};

/*
 * Reads @file ("-": standard input), which error_in() has named: DONE, or
 * prints what is wrong and where. *@root is NULL for an empty file.
 */
int yaml_read(const char *file, struct node **root);

#endif /* _MIRRORCTL_FILE_YAML_READ_H */
