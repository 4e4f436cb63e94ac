/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_CMD_CHECK_SCOPE_H
#define _MIRRORCTL_CMD_CHECK_SCOPE_H

#include <stddef.h>

#include "model/model.h"
#include "util/map.h"

/* The ENIs that a session may tap. */
struct scope {
	const struct eni **enis;
	size_t count;
};

/* Several sessions may cause the same warning: each text once in @said. */
void warn_once(struct map *said, const char *text);

/* Warn about packets of @scope that session @s does not see, or sees twice. */
void check_scope(struct map *said, const struct session *s,
		 const struct scope *scope);

#endif /* _MIRRORCTL_CMD_CHECK_SCOPE_H */
