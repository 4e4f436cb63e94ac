/* SPDX-License-Identifier: GPL-2.0 */
/* A YAML file, or JSON as a subset, as a tree in the pool. */
#ifndef _MIRRORCTL_FILE_YAML_READ_H
#define _MIRRORCTL_FILE_YAML_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "util/error.h"

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

/* Aliases share a node; a node may even contain itself. */
struct node {
	enum node_kind kind;
	struct srcpos at;
	const char *text; /* of a scalar */
	bool null; /* plain scalar that is empty or says null */
	size_t count; /* of @items */
	struct node **items; /* of a map: key, value, key, ... */
};

/*
 * Read @file ("-": standard input), which was passed to error_in(). Returns
 * DONE, or prints what is wrong and where. *@root is NULL for an empty file.
 */
int yaml_read(const char *file, struct node **root);

#endif /* _MIRRORCTL_FILE_YAML_READ_H */
