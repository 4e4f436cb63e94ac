/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A configuration as a canonical tree, to be compared or saved: equivalent
 * configurations have equal trees. Objects are sorted by name and sets by
 * value. Keys are those of a configuration file, in its order; those that only
 * "show" prints are left out.
 */
#ifndef _MIRRORCTL_FILE_CANONICAL_H
#define _MIRRORCTL_FILE_CANONICAL_H

#include <jansson.h>

#include "model/snapshot.h"

/* Returns a new reference. All keys are present; a VNI not given is null. */
json_t *canonical(const struct snapshot *snap);

/* Remove values that equal the defaults. */
void canonical_shorten(json_t *tree);

#endif /* _MIRRORCTL_FILE_CANONICAL_H */
