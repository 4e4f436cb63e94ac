/* SPDX-License-Identifier: GPL-2.0 */
/* Values of the model as JSON; each function returns a new reference. */
#ifndef _MIRRORCTL_MODEL_JSON_VALUES_H
#define _MIRRORCTL_MODEL_JSON_VALUES_H

#include <jansson.h>

#include "model/model.h"

json_t *json_text(const char *string);
json_t *json_number(uint64_t value);
json_t *json_texts(const struct text_list *list);
json_t *json_addresses(const struct address_list *list);
json_t *json_cidrs(const struct cidr_list *list);
json_t *json_scope(const struct session *s);
json_t *json_filter(const struct session *s);
json_t *json_tags(const struct tag_list *tags);
json_t *json_flow(const struct flow *flow); /* NULL: no flow */

#endif /* _MIRRORCTL_MODEL_JSON_VALUES_H */
