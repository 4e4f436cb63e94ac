/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_FILE_DIFF_H
#define _MIRRORCTL_FILE_DIFF_H

#include <jansson.h>

/*
 * Compare two trees of canonical(). Returns a new reference to the list of
 * changes from @from to @to, objects with
 *
 *   change  "add", "delete" or "change"
 *   object  "network", "eni" or "session"
 *   name
 *   key, from, to   only for "change": the value before and after
 *
 * A VNI that @to does not give is not a difference.
 */
json_t *diff_trees(const json_t *from, const json_t *to);

#endif /* _MIRRORCTL_FILE_DIFF_H */
