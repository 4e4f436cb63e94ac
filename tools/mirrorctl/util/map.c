// SPDX-License-Identifier: GPL-2.0
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/map.h"
#include "util/pool.h"

struct thing {
	const char *name;
	void *place;
};

static int compare(const void *a, const void *b)
{
	const struct thing *one = a, *other = b;

	return strcmp(one->name, other->name);
}

void **map_at(struct map *map, const char *name)
{
	struct thing key = { .name = name }, *thing;
	struct thing **found = tfind(&key, &map->root, compare);

	if (found)
		return &(*found)->place;
	thing = pool_zalloc(sizeof(*thing));
	thing->name = name;
	if (!tsearch(thing, &map->root, compare)) {
		fputs("mirrorctl: out of memory\n", stderr);
		exit(2);
	}
	return &thing->place;
}

static void forget(void *thing)
{
	(void)thing; /* allocated from the pool */
}

void map_empty(struct map *map)
{
	tdestroy(map->root, forget);
	map->root = NULL;
}
