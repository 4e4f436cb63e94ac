/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A configuration as a tree that is the same for all ways to say the same: what
 * is compared and saved. Objects are sorted by name and sets by value; keys are
 * those of a configuration file, in its order; nothing is in it that only
 * "show" tells.
 */
#ifndef _MIRRORCTL_FILE_CANONICAL_H
#define _MIRRORCTL_FILE_CANONICAL_H

#include <jansson.h>

#include "model/snapshot.h"

/* A new reference. Each object has all keys; a VNI not given is null. */
json_t *canonical(const struct snapshot *snap);

/* Takes out what holds anyway when it is missing. */
void canonical_shorten(json_t *tree);

#endif /* _MIRRORCTL_FILE_CANONICAL_H */
