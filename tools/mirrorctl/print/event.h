/* SPDX-License-Identifier: GPL-2.0 */
/* Events, one line each. */
#ifndef _MIRRORCTL_PRINT_EVENT_H
#define _MIRRORCTL_PRINT_EVENT_H

#include <jansson.h>

#include "model/model.h"

void print_event(const struct event *event);

/* Returns a new reference. */
json_t *event_json(const struct event *event);

#endif /* _MIRRORCTL_PRINT_EVENT_H */
