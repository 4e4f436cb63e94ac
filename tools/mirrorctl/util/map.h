/* SPDX-License-Identifier: GPL-2.0 */
/* Things by name. */
#ifndef _MIRRORCTL_UTIL_MAP_H
#define _MIRRORCTL_UTIL_MAP_H

struct map {
	void *root; /* NULL: empty */
};

/*
 * Where @map keeps the thing of this name: a place that holds NULL until
 * something is put there. @name lives as long as the map.
 */
void **map_at(struct map *map, const char *name);
void map_empty(struct map *map);

#endif /* _MIRRORCTL_UTIL_MAP_H */
