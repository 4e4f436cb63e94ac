/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Text to values; names.h has the inverse.
 *
 * Functions that return an int print an error line and return BAD_COMMAND on
 * failure, and return DONE (0) otherwise. @option is the word that the value
 * belongs to.
 */
#ifndef _MIRRORCTL_MODEL_VALUES_H
#define _MIRRORCTL_MODEL_VALUES_H

#include "model/model.h"

#define SEED_DIGITS 16

int parse_number(const char *option, const char *word, uint32_t min,
		 uint32_t max, uint32_t *number);
int parse_choice(const char *option, const char *word,
		 const char *const *choices, uint32_t *choice);
int parse_address(const char *option, const char *word, struct in6_addr *in6);
int parse_cidr(const char *option, const char *word, struct cidr *cidr);
int parse_ports(const char *option, const char *word, struct ports *ports);
int parse_proto(const char *word, uint32_t *proto);
int parse_dscp(const char *option, const char *word, uint32_t *dscp);
int parse_seed(const char *option, const char *word, uint64_t *seed);

/* Lists: items between commas and newlines; blanks around them are ignored. */
int parse_addresses(const char *option, const char *word, const char *needed,
		    struct address_list *list);
int parse_cidrs(const char *option, const char *word, struct cidr_list *list);
int parse_texts(const char *option, const char *word, struct text_list *list);

#endif /* _MIRRORCTL_MODEL_VALUES_H */
