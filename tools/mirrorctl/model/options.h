/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Options of a session. Their table says how the command line, files, netlink
 * and output have an option that is a single value; those that are lists or
 * structures have functions for that.
 */
#ifndef _MIRRORCTL_MODEL_OPTIONS_H
#define _MIRRORCTL_MODEL_OPTIONS_H

#include <jansson.h>

#include "model/model.h"

/* How an option is written; all but four are a uint32_t, and u32 on the wire. */
enum option_type {
	OPTION_COMPOUND, /* a list or a structure, with functions of its own */
	OPTION_TEXT, /* const char * */
	OPTION_FLAG, /* a word alone: the opposite of the default */
	OPTION_NUMBER, /* @min to @max */
	OPTION_LIMIT, /* the same, or 0: none */
	OPTION_COUNT, /* with k, M or G */
	OPTION_CHOICE, /* one of @names */
	OPTION_DSCP,
	OPTION_RATE, /* struct rate_limit, u64 and an attribute for the unit */
	OPTION_ADDRESS, /* struct in6_addr */
};

struct session_option {
	uint16_t attr; /* NFM_A_SESSION_* */
	enum option_type type;
	uint16_t offset; /* of the member of struct session; 0: compound */
	const char *word; /* on the command line; NULL: not there */
	const char *key; /* in files and JSON; NULL: not there */
	const char *arg; /* its value in help; NULL: one of @names, or none */
	const char *const *names; /* by value, ended by NULL */
	uint32_t min, max;
	uint32_t def; /* value if the option is not given */
	const char *verb; /* only verb that takes it; NULL: both do */
	bool required; /* by "session add" and in files */
	bool repeats; /* may be given more than once */
	bool shown; /* "show" prints the default, too */
	bool apart; /* "show" does not print it among the options */
	bool chosen; /* by the kernel, if it is not given */
	bool last; /* help has these last, in reverse order */
};

/* In the order of files, and ended by {}. */
extern const struct session_option session_options[];

/* Return a session whose options have their defaults. */
struct session *session_new(void);

/* Return NULL if there is none. */
const struct session_option *session_option(uint16_t attr);

const void *option_value(const struct session_option *option,
			 const struct session *s);

/* The member is a uint32_t. */
bool option_is_number(const struct session_option *option);

/* Set the value that the word of a flag stands for. */
void option_set_flag(const struct session_option *option, struct session *s);
bool option_is_default(const struct session_option *option,
		       const struct session *s);

/* Parse the value @word of @name, which is the word or the key of the option. */
int option_parse(const struct session_option *option, const char *name,
		 const char *word, struct session *s);

/* Return "port 4789", "snap-fix"; NULL: no words stand for it. */
const char *option_typed(const struct session_option *option,
			 const struct session *s);

/* Return "port N", "direction all|in|out", "snap-fix". */
const char *option_usage(const struct session_option *option);

/* Set the key of each option in @object; keep the place of keys it has. */
void options_json(json_t *object, const struct session *s);
json_t *option_json(const struct session_option *option,
		    const struct session *s);

#endif /* _MIRRORCTL_MODEL_OPTIONS_H */
