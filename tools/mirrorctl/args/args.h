/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The words of a command line.
 *
 * Whatever returns an int prints its own error line and then returns
 * BAD_COMMAND; DONE is 0.
 */
#ifndef _MIRRORCTL_ARGS_ARGS_H
#define _MIRRORCTL_ARGS_ARGS_H

#include "model/model.h"

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

/* From the first "match" or "except" to the last row of the last table. */
int parse_filter(struct words *words, struct filter *filter);

/* The options of the commands; @verb is "add" or "set". */
int parse_network(const char *verb, struct words *words, struct network *net);
int parse_eni(struct words *words, struct eni *eni);
int parse_session(const char *verb, struct words *words, struct session *s);

#endif /* _MIRRORCTL_ARGS_ARGS_H */
