// SPDX-License-Identifier: GPL-2.0
#include <stddef.h>
#include <string.h>

#include "model/json_values.h"
#include "model/names.h"
#include "model/options.h"
#include "model/rate.h"
#include "model/values.h"
#include "util/error.h"
#include "util/pool.h"

#define MEMBER(member) offsetof(struct session, member)

const struct session_option session_options[] = {
	{ NFM_A_SESSION_NAME, OPTION_TEXT, MEMBER(name), NULL, "name",
	  .required = true, .apart = true },
	{ NFM_A_SESSION_NETWORK, OPTION_TEXT, MEMBER(network), "network",
	  "network", .arg = "NET", .verb = "add", .required = true,
	  .apart = true },
	{ NFM_A_SESSION_SCOPE, OPTION_COMPOUND, 0, "scope", "scope",
	  .arg = "SCOPE", .required = true },
	{ NFM_A_SESSION_RECEIVER, OPTION_COMPOUND, 0, "receiver", "receivers",
	  .arg = "LIST", .required = true },
	{ NFM_A_SESSION_DIRECTION, OPTION_CHOICE, MEMBER(direction),
	  "direction", "direction", .names = direction_words,
	  .def = NFM_DIRECTION_ALL, .shown = true },
	{ NFM_A_SESSION_BALANCE, OPTION_CHOICE, MEMBER(balance), "balance",
	  "balance", .arg = "random|eni|flow", .names = balance_words,
	  .def = NFM_BALANCE_FLOW, .shown = true },
	{ NFM_A_SESSION_FILTER, OPTION_COMPOUND, 0, "match", "filter",
	  .arg = "any | match ROW [match ROW]... [or match ROW...]... [except match ROW...]..." },
	{ NFM_A_SESSION_NEXT_HOP, OPTION_ADDRESS, MEMBER(next_hop), "next-hop",
	  NULL, .arg = "IP", .apart = true },
	{ NFM_A_SESSION_VNI, OPTION_NUMBER, MEMBER(vni), "vni", "vni",
	  .arg = "N", .max = NFM_VNI_MAX, .shown = true, .chosen = true },
	{ NFM_A_SESSION_PORT, OPTION_NUMBER, MEMBER(port), "port", "port",
	  .arg = "N", .min = 1, .max = UINT16_MAX, .def = NFM_PORT_DEFAULT,
	  .shown = true },
	{ NFM_A_SESSION_SNAPLEN, OPTION_LIMIT, MEMBER(snaplen), "snaplen",
	  "snaplen", .arg = "N", .min = NFM_SNAPLEN_MIN,
	  .max = NFM_SNAPLEN_MAX },
	{ NFM_A_SESSION_SNAP_FIX, OPTION_FLAG, MEMBER(snap_fix), "snap-fix",
	  "snap_fix", .def = false },
	{ NFM_A_SESSION_MTU, OPTION_CHOICE, MEMBER(mtu), "mtu", "mtu",
	  .names = mtu_words, .def = NFM_MTU_RESEGMENT },
	{ NFM_A_SESSION_RATE, OPTION_RATE, MEMBER(rate), "rate", "rate",
	  .arg = "N[k|M|G][pps|bps]" },
	{ NFM_A_SESSION_BURST, OPTION_COUNT, MEMBER(burst), "burst", "burst",
	  .arg = "N" },
	{ NFM_A_SESSION_SAMPLE, OPTION_NUMBER, MEMBER(sample), "sample",
	  "sample", .arg = "N", .min = 1, .max = NFM_SAMPLE_MAX, .def = 1 },
	{ NFM_A_SESSION_DSCP, OPTION_DSCP, MEMBER(dscp), "dscp", "dscp",
	  .arg = "N|NAME" },
	{ NFM_A_SESSION_FRAMES, OPTION_CHOICE, MEMBER(frames), "frames",
	  "frames", .names = frames_words, .def = NFM_FRAMES_IP },
	{ NFM_A_SESSION_ONCE, OPTION_FLAG, MEMBER(once), "once", "once",
	  .def = false },
	{ NFM_A_SESSION_ENABLED, OPTION_FLAG, MEMBER(enabled), "stopped",
	  "enabled", .def = true, .apart = true, .last = true },
	{ NFM_A_SESSION_ALLOW_OUTSIDE, OPTION_FLAG, MEMBER(allow_outside),
	  "allow-outside", "allow_outside", .last = true },
	{ NFM_A_SESSION_TAG, OPTION_COMPOUND, 0, "tag", "tags",
	  .arg = "KEY=VALUE", .repeats = true },
	{ NFM_A_SESSION_UNTAG, OPTION_COMPOUND, 0, "untag", NULL, .arg = "KEY",
	  .verb = "set", .repeats = true },
	{}
};

const struct session_option *session_option(uint16_t attr)
{
	const struct session_option *option;

	for (option = session_options; option->attr; option++)
		if (option->attr == attr)
			return option;
	return NULL;
}

const void *option_value(const struct session_option *option,
			 const struct session *s)
{
	return (const char *)s + option->offset;
}

static void *member(const struct session_option *option, struct session *s)
{
	return (char *)s + option->offset;
}

/* The value of an option that is a number, on the wire too. */
static uint32_t number(const struct session_option *option,
		       const struct session *s)
{
	return *(const uint32_t *)option_value(option, s);
}

bool option_is_number(const struct session_option *option)
{
	switch (option->type) {
	case OPTION_FLAG:
	case OPTION_NUMBER:
	case OPTION_LIMIT:
	case OPTION_COUNT:
	case OPTION_CHOICE:
	case OPTION_DSCP:
		return true;
	default:
		return false;
	}
}

struct session *session_new(void)
{
	struct session *s = pool_zalloc(sizeof(*s));
	const struct session_option *option;

	STAILQ_INIT(&s->scope_cidrs);
	STAILQ_INIT(&s->scope_enis);
	STAILQ_INIT(&s->receivers);
	STAILQ_INIT(&s->filter.match);
	STAILQ_INIT(&s->filter.except);
	STAILQ_INIT(&s->tags);
	STAILQ_INIT(&s->untags);
	STAILQ_INIT(&s->taps);
	STAILQ_INIT(&s->stats.receivers);
	for (option = session_options; option->attr; option++)
		if (option_is_number(option))
			*(uint32_t *)member(option, s) = option->def;
	return s;
}

bool option_is_default(const struct session_option *option,
		       const struct session *s)
{
	if (option->type == OPTION_RATE)
		return !s->rate.amount;
	return number(option, s) == option->def;
}

void option_set_flag(const struct session_option *option, struct session *s)
{
	*(uint32_t *)member(option, s) = !option->def;
}

int option_parse(const struct session_option *option, const char *name,
		 const char *word, struct session *s)
{
	static const char *const bools[] = { "false", "true", NULL };
	void *value = member(option, s);

	switch (option->type) {
	case OPTION_TEXT:
		*(const char **)value = word;
		return DONE;
	case OPTION_FLAG:
		return parse_choice(name, word, bools, value);
	case OPTION_LIMIT:
		if (!strcmp(word, "0")) {
			*(uint32_t *)value = 0;
			return DONE;
		}
		return parse_number(name, word, option->min, option->max,
				    value);
	case OPTION_NUMBER:
		return parse_number(name, word, option->min, option->max,
				    value);
	case OPTION_COUNT:
		return parse_count(name, word, value);
	case OPTION_CHOICE:
		return parse_choice(name, word, option->names, value);
	case OPTION_DSCP:
		return parse_dscp(name, word, value);
	case OPTION_RATE:
		return parse_rate(name, word, value);
	default:
		return parse_address(name, word, value);
	}
}

static const char *value_text(const struct session_option *option,
			      const struct session *s)
{
	switch (option->type) {
	case OPTION_TEXT:
		return *(const char *const *)option_value(option, s);
	case OPTION_CHOICE:
		return word_of(option->names, number(option, s));
	case OPTION_DSCP:
		return dscp_text(number(option, s));
	case OPTION_RATE:
		return rate_text(&s->rate) ?: "0";
	case OPTION_ADDRESS:
		return address_text(option_value(option, s));
	default:
		return pool_printf("%u", number(option, s));
	}
}

const char *option_typed(const struct session_option *option,
			 const struct session *s)
{
	/* Nothing is the opposite of "stopped". */
	if (option->type == OPTION_FLAG)
		return option->def && number(option, s) ? NULL : option->word;
	if (!option->word)
		return NULL;
	return pool_printf("%s %s", option->word, value_text(option, s));
}

const char *option_usage(const struct session_option *option)
{
	const char *text = pool_printf("%s%s%s", option->word,
				       option->arg ? " " : "",
				       option->arg ?: "");
	const char *const *name;

	if (option->arg || !option->names)
		return text;
	for (name = option->names; *name; name++)
		text = pool_printf("%s%s%s", text,
				   name == option->names ? " " : "|", *name);
	return text;
}

json_t *option_json(const struct session_option *option,
		    const struct session *s)
{
	switch (option->attr) {
	case NFM_A_SESSION_SCOPE:
		return json_scope(s);
	case NFM_A_SESSION_RECEIVER:
		return json_addresses(&s->receivers);
	case NFM_A_SESSION_FILTER:
		return json_filter(s);
	case NFM_A_SESSION_TAG:
		return json_tags(&s->tags);
	}
	if (option->chosen && !(s->has & BIT(option->attr)))
		return json_null();
	switch (option->type) {
	case OPTION_FLAG:
		return json_boolean(number(option, s));
	case OPTION_RATE:
		return s->rate.amount ? json_string(rate_text(&s->rate)) :
					json_null();
	case OPTION_TEXT:
	case OPTION_CHOICE:
		return json_text(value_text(option, s));
	default:
		return json_number(number(option, s));
	}
}

void options_json(json_t *object, const struct session *s)
{
	const struct session_option *option;

	for (option = session_options; option->attr; option++)
		if (option->key)
			json_object_set_new(object, option->key,
					    option_json(option, s));
}
