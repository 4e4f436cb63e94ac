/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Words to values; words.h has the way back.
 *
 * Whatever returns an int prints its own error line and then returns
 * BAD_COMMAND; DONE is 0. @option is the word that the value belongs to.
 */
#ifndef _MIRRORCTL_PARSE_H
#define _MIRRORCTL_PARSE_H

#include "model.h"

#define SEED_DIGITS 16

struct words {
	char **next; /* those that are left; NULL ends them */
};

const char *words_peek(const struct words *words);
const char *words_take(struct words *words);
bool words_take_if(struct words *words, const char *word);

/* The next word; these print the error if there is none. */
const char *words_name(struct words *words, const char *command);
const char *words_value(struct words *words, const char *option);

/* Nothing may be left for @command, or the error is printed. */
int words_end(const struct words *words, const char *command);

int parse_number(const char *option, const char *word, uint32_t min,
		 uint32_t max, uint32_t *number);
int parse_choice(const char *option, const char *word,
		 const char *const *choices, uint8_t *choice);
int parse_address(const char *option, const char *word, struct in6_addr *in6);
int parse_cidr(const char *option, const char *word, struct cidr *cidr);
int parse_ports(const char *option, const char *word, struct ports *ports);
int parse_proto(const char *word, uint8_t *proto);
int parse_dscp(const char *option, const char *word, uint8_t *dscp);
int parse_seed(const char *option, const char *word, uint64_t *seed);
int parse_snaplen(const char *option, const char *word, uint32_t *len);

/* Lists: items between commas and newlines; blanks around them do not count. */
int parse_addresses(const char *option, const char *word, const char *needed,
		    struct address_list *list);
int parse_cidrs(const char *option, const char *word, struct cidr_list *list);
int parse_texts(const char *option, const char *word, struct text_list *list);

/* From the first "match" or "except" to the last row of the last table. */
int parse_filter(struct words *words, struct filter *filter);

/* The options of the commands; @verb is "add" or "set". */
int parse_network(const char *verb, struct words *words, struct network *net);
int parse_eni(struct words *words, struct eni *eni);
int parse_session(const char *verb, struct words *words, struct session *s);

#endif /* _MIRRORCTL_PARSE_H */
