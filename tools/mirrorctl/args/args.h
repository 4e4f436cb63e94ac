/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Words of a command line.
 *
 * Functions that return an int print an error line and return BAD_COMMAND on
 * failure, and return DONE (0) otherwise.
 */
#ifndef _MIRRORCTL_ARGS_ARGS_H
#define _MIRRORCTL_ARGS_ARGS_H

#include "model/model.h"

struct words {
	char **next; /* first word left; NULL ends the array */
};

const char *words_peek(const struct words *words);
const char *words_take(struct words *words);
bool words_take_if(struct words *words, const char *word);

/* Take the next word, or print an error and return NULL. */
const char *words_name(struct words *words, const char *command);
const char *words_value(struct words *words, const char *option);

/* Print an error if words are left for @command. */
int words_end(const struct words *words, const char *command);

/* Parse all tables, from the first "match" or "except" on. */
int parse_filter(struct words *words, struct filter *filter);

/* Parse the name and the options of a command; @verb is "add" or "set". */
int parse_network(const char *verb, struct words *words, struct network *net);
int parse_eni(struct words *words, struct eni *eni);
int parse_session(const char *verb, struct words *words, struct session *s);

#endif /* _MIRRORCTL_ARGS_ARGS_H */
