/* SPDX-License-Identifier: GPL-2.0 */
/* Map from names to pointers. */
#ifndef _MIRRORCTL_UTIL_MAP_H
#define _MIRRORCTL_UTIL_MAP_H

struct map {
	void *root; /* NULL: empty */
};

/*
 * Return the slot of @name in @map, which holds NULL until it is set. @name
 * must live as long as the map.
 */
void **map_at(struct map *map, const char *name);
void map_empty(struct map *map);

#endif /* _MIRRORCTL_UTIL_MAP_H */
