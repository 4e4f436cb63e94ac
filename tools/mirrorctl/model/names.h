/* SPDX-License-Identifier: GPL-2.0 */
/* Values to words; values.h and rate.h have the inverse. */
#ifndef _MIRRORCTL_MODEL_NAMES_H
#define _MIRRORCTL_MODEL_NAMES_H

#include "model/model.h"
#include "model/names_gen.h"

/* IP protocols, by number; NULL: no name. */
extern const char *const proto_words[UINT8_MAX + 1];

/* Differentiated services (RFC 2474, 2597, 3246, 5865, 8622); NULL: no name. */
extern const char *const dscp_words[NFM_DSCP_MAX + 1];

/* Returns "unknown" for values that only a newer kernel module has. */
const char *word_of(const char *const *words, unsigned int value);

const char *address_text(const struct in6_addr *in6);
const char *cidr_text(const struct cidr *cidr);
const char *cidrs_text(const struct cidr_list *cidrs);
const char *ports_text(const struct ports *ports);
const char *proto_text(uint32_t proto);
const char *dscp_text(uint32_t dscp);
const char *row_text(const struct row *row);
const char *flow_text(const struct flow *flow); /* in the syntax of a row */

#endif /* _MIRRORCTL_MODEL_NAMES_H */
