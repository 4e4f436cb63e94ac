// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "args/args.h"
#include "model/names.h"
#include "model/rate.h"
#include "model/values.h"
#include "util/error.h"
#include "util/pool.h"

static int parse_scope(struct words *words, struct session *s)
{
	const char *kind = words_value(words, "scope");
	const char *list;

	if (!kind || parse_choice("scope", kind, scope_words, &s->scope))
		return BAD_COMMAND;
	if (s->scope == NFM_SCOPE_NETWORK)
		return DONE;
	list = words_value(words, pool_printf("scope %s", kind));
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

static int parse_port(const char *word, struct session *s)
{
	uint32_t port;

	if (parse_number("port", word, 1, UINT16_MAX, &port))
		return BAD_COMMAND;
	s->port = port;
	return DONE;
}

static int parse_value(int attr, const char *option, const char *word,
		       struct session *s)
{
	switch (attr) {
	case NFM_A_SESSION_NETWORK:
		s->network = word;
		return DONE;
	case NFM_A_SESSION_DIRECTION:
		return parse_choice(option, word, direction_words,
				    &s->direction);
	case NFM_A_SESSION_BALANCE:
		return parse_choice(option, word, balance_words, &s->balance);
	case NFM_A_SESSION_RECEIVER:
		return parse_addresses(option, word, "receiver IP",
				       &s->receivers);
	case NFM_A_SESSION_NEXT_HOP:
		return parse_address(option, word, &s->next_hop);
	case NFM_A_SESSION_VNI:
		return parse_number(option, word, 0, NFM_VNI_MAX, &s->vni);
	case NFM_A_SESSION_PORT:
		return parse_port(word, s);
	case NFM_A_SESSION_SNAPLEN:
		return parse_snaplen(option, word, &s->snaplen);
	case NFM_A_SESSION_RATE:
		return parse_rate(option, word, s);
	case NFM_A_SESSION_BURST:
		return parse_burst(option, word, &s->burst);
	case NFM_A_SESSION_SAMPLE:
		return parse_number(option, word, 1, NFM_SAMPLE_MAX,
				    &s->sample);
	case NFM_A_SESSION_DSCP:
		return parse_dscp(option, word, &s->dscp);
	case NFM_A_SESSION_MTU:
		return parse_choice(option, word, mtu_words, &s->mtu);
	case NFM_A_SESSION_TAG:
		return parse_tag(word, s);
	default:
		return parse_untag(word, s);
	}
}

struct option {
	const char *word;
	uint16_t attr;
	const char *verb; /* only verb that takes it; NULL: both do */
	bool repeats;
};

static const struct option options[] = {
	{ "network", NFM_A_SESSION_NETWORK, "add", false },
	{ "scope", NFM_A_SESSION_SCOPE, NULL, false },
	{ "receiver", NFM_A_SESSION_RECEIVER, NULL, false },
	{ "direction", NFM_A_SESSION_DIRECTION, NULL, false },
	{ "balance", NFM_A_SESSION_BALANCE, NULL, false },
	{ "match", NFM_A_SESSION_FILTER, NULL, false },
	{ "or", NFM_A_SESSION_FILTER, NULL, false },
	{ "except", NFM_A_SESSION_FILTER, NULL, false },
	{ "next-hop", NFM_A_SESSION_NEXT_HOP, NULL, false },
	{ "vni", NFM_A_SESSION_VNI, NULL, false },
	{ "port", NFM_A_SESSION_PORT, NULL, false },
	{ "snaplen", NFM_A_SESSION_SNAPLEN, NULL, false },
	{ "snap-fix", NFM_A_SESSION_SNAP_FIX, NULL, false },
	{ "mtu", NFM_A_SESSION_MTU, NULL, false },
	{ "rate", NFM_A_SESSION_RATE, NULL, false },
	{ "burst", NFM_A_SESSION_BURST, NULL, false },
	{ "sample", NFM_A_SESSION_SAMPLE, NULL, false },
	{ "dscp", NFM_A_SESSION_DSCP, NULL, false },
	{ "tag", NFM_A_SESSION_TAG, NULL, true },
	{ "untag", NFM_A_SESSION_UNTAG, "set", true },
	{ "allow-outside", NFM_A_SESSION_ALLOW_OUTSIDE, NULL, false },
	{ "stopped", NFM_A_SESSION_ENABLED, NULL, false },
	{}
};

static const struct option *find_option(const char *word)
{
	const struct option *option;

	for (option = options; option->word; option++)
		if (!strcmp(option->word, word))
			return option;
	return NULL;
}

static int parse_option(const struct option *option, struct words *words,
			struct session *s)
{
	const char *word;

	switch (option->attr) {
	case NFM_A_SESSION_FILTER:
		return parse_filter(words, &s->filter);
	case NFM_A_SESSION_SCOPE:
		words_take(words);
		return parse_scope(words, s);
	case NFM_A_SESSION_ALLOW_OUTSIDE:
		words_take(words);
		s->allow_outside = true;
		return DONE;
	case NFM_A_SESSION_SNAP_FIX:
		words_take(words);
		s->snap_fix = true;
		return DONE;
	case NFM_A_SESSION_ENABLED:
		words_take(words);
		s->enabled = false;
		return DONE;
	default:
		words_take(words);
		word = words_value(words, option->word);
		if (!word)
			return BAD_COMMAND;
		return parse_value(option->attr, option->word, word, s);
	}
}

static int parse_options(const char *verb, struct words *words,
			 struct session *s)
{
	const char *word;

	while ((word = words_peek(words))) {
		const struct option *option = find_option(word);

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
		if (parse_option(option, words, s))
			return BAD_COMMAND;
		s->has |= BIT(option->attr);
	}
	return DONE;
}

/* Check that a new session has all mandatory options. */
static int check_complete(const struct session *s)
{
	if (!(s->has & BIT(NFM_A_SESSION_NETWORK)))
		return bad_command("session add %s: network NET is needed",
				   s->name);
	if (!(s->has & BIT(NFM_A_SESSION_SCOPE)))
		return bad_command("session add %s: scope SCOPE is needed",
				   s->name);
	if (!(s->has & BIT(NFM_A_SESSION_RECEIVER)))
		return bad_command(
			"session add %s: receiver LIST is needed; at least one receiver IP",
			s->name);
	return DONE;
}

int parse_session(const char *verb, struct words *words, struct session *s)
{
	s->name = words_name(words, pool_printf("session %s", verb));
	if (!s->name || parse_options(verb, words, s))
		return BAD_COMMAND;
	if (!strcmp(verb, "add"))
		return check_complete(s);
	if (!s->has)
		return bad_command("session set %s: nothing to change is named",
				   s->name);
	return DONE;
}
