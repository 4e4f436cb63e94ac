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

struct args {
	char **next; /* first word left; NULL ends the array */
};

const char *args_peek(const struct args *args);
const char *args_take(struct args *args);
bool args_take_if(struct args *args, const char *word);

/* Take the next word, or print an error and return NULL. */
const char *args_name(struct args *args, const char *command);
const char *args_value(struct args *args, const char *option);

/* Print an error if words are left for @command. */
int args_end(const struct args *args, const char *command);

/* Parse all tables, from the first "match" or "except" on. */
int parse_filter(struct args *args, struct filter *filter);

/* Parse the name and the options of a command; @verb is "add" or "set". */
int parse_network(const char *verb, struct args *args, struct network *net);
int parse_eni(struct args *args, struct eni *eni);
int parse_session(const char *verb, struct args *args, struct session *s);

#endif /* _MIRRORCTL_ARGS_ARGS_H */
