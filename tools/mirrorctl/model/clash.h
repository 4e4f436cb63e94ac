/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_MODEL_CLASH_H
#define _MIRRORCTL_MODEL_CLASH_H

#include "model/model.h"

/* Why no packet can satisfy both rows, which may be one; NULL: some can. */
const char *row_clash(const struct row *a, const struct row *b);

#endif /* _MIRRORCTL_MODEL_CLASH_H */
