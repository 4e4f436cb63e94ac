// SPDX-License-Identifier: GPL-2.0
/* What holds for each option of a session. */
#include <string.h>
#include <linux/genetlink.h>
#include <linux/nf_mirror.h>

#include "file/canonical.h"
#include "model/options.h"
#include "netlink/codec.h"
#include "run.h"

#define FOR_EACH_OPTION(option) \
	for (option = session_options; option->attr; option++)

/* A value of @option other than the default, as it is typed. */
static const char *sample(const struct session_option *option)
{
	switch (option->type) {
	case OPTION_FLAG:
		return option->def ? "false" : "true";
	case OPTION_CHOICE:
		return option->names[option->def ? 0 : 1];
	case OPTION_NUMBER:
	case OPTION_LIMIT:
		return pool_printf("%u", option->max);
	case OPTION_TEXT:
		return "some text";
	case OPTION_ADDRESS:
		return "2001:db8::7";
	case OPTION_DSCP:
		return "af11";
	case OPTION_RATE:
		return "10Mbps";
	default:
		return "7";
	}
}

static int parse(const struct session_option *option, const char *word,
		 struct session *s)
{
	return option_parse(option, option->word ?: option->key, word, s);
}

static struct session *samples(void)
{
	struct session *s = session_new();
	const struct session_option *option;

	FOR_EACH_OPTION(option)
	{
		if (option->type == OPTION_COMPOUND)
			continue;
		assert_int_equal(parse(option, sample(option), s), DONE);
		s->has |= BIT(option->attr);
	}
	return s;
}

/* Each word, key and attribute has one row. */
static void unique(void **state)
{
	const struct session_option *a, *b;

	(void)state;
	FOR_EACH_OPTION(a)
	{
		assert_ptr_equal(session_option(a->attr), a);
		for (b = a + 1; b->attr; b++) {
			assert_int_not_equal(a->attr, b->attr);
			assert_true(!a->word || !b->word ||
				    strcmp(a->word, b->word));
			assert_true(!a->key || !b->key ||
				    strcmp(a->key, b->key));
		}
	}
}

/* They are known as such, and are not saved. */
static void defaults(void **state)
{
	json_t *object = json_object();
	json_t *tree = json_pack("{s:[o]}", "sessions", object);
	const struct session *changed = samples();
	const struct session_option *option;
	struct session *s = session_new();

	(void)state;
	s->name = s->network = "x";
	options_json(object, s);
	canonical_shorten(tree);
	FOR_EACH_OPTION(option)
	{
		if (option->key && option->type != OPTION_COMPOUND)
			assert_int_equal(!!json_object_get(object, option->key),
					 option->required);
		if (!option_is_number(option) && option->type != OPTION_RATE)
			continue;
		assert_true(option_is_default(option, s));
		assert_false(option_is_default(option, changed));
	}
	json_decref(tree);
}

static void ranges(void **state)
{
	const struct session_option *option;
	struct session *s = session_new();

	(void)state;
	FOR_EACH_OPTION(option)
	{
		if (option->type != OPTION_NUMBER &&
		    option->type != OPTION_LIMIT)
			continue;
		assert_int_equal(
			parse(option, pool_printf("%u", option->min), s), DONE);
		assert_int_equal(
			parse(option, pool_printf("%u", option->max), s), DONE);
	}
}

/* What is shown can be typed, and what is sent is received. */
static void back(void **state)
{
	const struct session_option *option;
	struct session *s = samples(), *typed = session_new(), *sent;
	const struct nlattr *attr;
	struct msg msg;

	(void)state;
	s->has |= BIT(NFM_A_SESSION_NAME);
	msg_init(&msg, NFM_CMD_SESSION_ADD);
	put_session(&msg, s);
	attr = mnl_nlmsg_get_payload_offset(msg.nlh, GENL_HDRLEN);
	sent = get_session(attr);
	assert_non_null(sent);
	FOR_EACH_OPTION(option)
	{
		const char *text;

		if (option->type == OPTION_COMPOUND || !option->word)
			continue;
		text = option_typed(option, s);
		assert_string_equal(option_typed(option, sent), text);
		if (option->type == OPTION_FLAG) {
			assert_string_equal(text, option->word);
			option_set_flag(option, typed);
		} else {
			assert_int_equal(parse(option, strchr(text, ' ') + 1,
					       typed),
					 DONE);
		}
		assert_string_equal(option_typed(option, typed), text);
	}
	assert_int_equal(sent->has & s->has, s->has);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(unique),
		TEST(defaults),
		TEST(ranges),
		TEST(back),
	};

	return RUN_TESTS(tests);
}
