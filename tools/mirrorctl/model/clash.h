/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_MODEL_CLASH_H
#define _MIRRORCTL_MODEL_CLASH_H

#include "model/model.h"

/* Return why no packet can match both rows, or NULL; both may be the same. */
const char *row_clash(const struct row *a, const struct row *b);

#endif /* _MIRRORCTL_MODEL_CLASH_H */
