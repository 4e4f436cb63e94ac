// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "args/args.h"
#include "model/names.h"
#include "model/options.h"
#include "model/values.h"
#include "util/error.h"
#include "util/pool.h"

static int parse_scope(struct args *args, struct session *s)
{
	const char *kind = args_value(args, "scope");
	const char *list;

	if (!kind || parse_choice("scope", kind, scope_words, &s->scope))
		return BAD_COMMAND;
	if (s->scope == NFM_SCOPE_NETWORK)
		return DONE;
	list = args_value(args, pool_printf("scope %s", kind));
	if (!list)
		return BAD_COMMAND;
	if (s->scope == NFM_SCOPE_SUBNET)
		return parse_cidrs("scope subnet", list, &s->scope_cidrs);
	return parse_texts("scope eni", list, &s->scope_enis);
}

/* A request may set or unset each tag only once. */
static bool names_tag(const struct session *s, const char *key)
{
	const struct text *untag;
	const struct tag *tag;

	STAILQ_FOREACH(tag, &s->tags, next)
		if (!strcmp(tag->key, key))
			return true;
	STAILQ_FOREACH(untag, &s->untags, next)
		if (!strcmp(untag->text, key))
			return true;
	return false;
}

static int parse_tag(const char *word, struct session *s)
{
	const char *equals = strchr(word, '=');
	const char *key;

	if (!equals || equals == word)
		return bad_command("tag %s: KEY=VALUE is needed", word);
	key = pool_strndup(word, equals - word);
	if (names_tag(s, key))
		return bad_command("tag %s: %s is given twice", word, key);
	tag_add(&s->tags, key, equals + 1);
	return DONE;
}

static int parse_untag(const char *key, struct session *s)
{
	if (names_tag(s, key))
		return bad_command("untag %s: %s is given twice", key, key);
	text_add(&s->untags, key);
	return DONE;
}

/* "or" and "except" may begin a filter, too. */
static const struct session_option *find_option(const char *word)
{
	const struct session_option *option;

	if (!strcmp(word, "or") || !strcmp(word, "except"))
		word = "match";
	for (option = session_options; option->attr; option++)
		if (option->word && !strcmp(option->word, word))
			return option;
	return NULL;
}

static int parse_option(const struct session_option *option, struct args *args,
			struct session *s)
{
	const char *word;

	if (option->attr == NFM_A_SESSION_FILTER)
		return parse_filter(args, &s->filter);
	args_take(args);
	if (option->attr == NFM_A_SESSION_SCOPE)
		return parse_scope(args, s);
	if (option->type == OPTION_FLAG) {
		option_set_flag(option, s);
		return DONE;
	}
	word = args_value(args, option->word);
	if (!word)
		return BAD_COMMAND;
	switch (option->attr) {
	case NFM_A_SESSION_RECEIVER:
		return parse_addresses(option->word, word, "receiver IP",
				       &s->receivers);
	case NFM_A_SESSION_TAG:
		return parse_tag(word, s);
	case NFM_A_SESSION_UNTAG:
		return parse_untag(word, s);
	default:
		return option_parse(option, option->word, word, s);
	}
}

static int parse_options(const char *verb, struct args *args, struct session *s)
{
	const char *word;

	while ((word = args_peek(args))) {
		const struct session_option *option = find_option(word);

		if (!option)
			return bad_command("%s: no option of session %s", word,
					   verb);
		if (option->verb && strcmp(option->verb, verb))
			return bad_command("%s: only session %s takes it", word,
					   option->verb);
		if (s->has & BIT(option->attr) && !option->repeats)
			return bad_command(
				"%s: %s", word,
				option->attr == NFM_A_SESSION_FILTER ?
					"a filter is given in one piece" :
					"given twice");
		if (parse_option(option, args, s))
			return BAD_COMMAND;
		s->has |= BIT(option->attr);
	}
	return DONE;
}

/* Check that a new session has all required options. */
static int check_complete(const struct session *s)
{
	const struct session_option *option;

	for (option = session_options; option->attr; option++) {
		if (!option->required || !option->word ||
		    s->has & BIT(option->attr))
			continue;
		return bad_command("session add %s: %s is needed%s", s->name,
				   option_usage(option),
				   option->attr == NFM_A_SESSION_RECEIVER ?
					   "; at least one receiver IP" :
					   "");
	}
	return DONE;
}

int parse_session(const char *verb, struct args *args, struct session *s)
{
	s->name = args_name(args, pool_printf("session %s", verb));
	if (!s->name || parse_options(verb, args, s))
		return BAD_COMMAND;
	if (!strcmp(verb, "add"))
		return check_complete(s);
	if (!s->has)
		return bad_command("session set %s: nothing to change is named",
				   s->name);
	return DONE;
}
