/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_FILE_DIFF_H
#define _MIRRORCTL_FILE_DIFF_H

#include <jansson.h>

/*
 * What makes @from into @to, two trees of canonical(): a list of objects with
 *
 *   change  "add", "delete" or "change"
 *   object  "network", "eni" or "session"
 *   name
 *   key, from, to   of a change: the value before and after
 *
 * A new reference. A VNI that @to does not give is no difference.
 */
json_t *diff_trees(const json_t *from, const json_t *to);

#endif /* _MIRRORCTL_FILE_DIFF_H */
