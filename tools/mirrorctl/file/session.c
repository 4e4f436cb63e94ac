// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "file/keys.h"
#include "model/names.h"
#include "model/options.h"
#include "util/error.h"
#include "util/pool.h"

static int read_scope_type(const char *key, const struct node *node,
			   void *object)
{
	struct session *s = object;

	return read_choice(key, node, scope_words, &s->scope);
}

static int read_scope_cidrs(const char *key, const struct node *node,
			    void *object)
{
	struct session *s = object;

	return read_cidrs(key, node, &s->scope_cidrs);
}

static int read_scope_enis(const char *key, const struct node *node,
			   void *object)
{
	struct session *s = object;

	return read_texts(key, node, &s->scope_enis);
}

static int check_scope(const struct session *s, uint32_t has)
{
	static const uint32_t wanted[] = {
		[NFM_SCOPE_NETWORK] = 0,
		[NFM_SCOPE_SUBNET] = BIT(NFM_A_SESSION_SCOPE_CIDR),
		[NFM_SCOPE_ENI] = BIT(NFM_A_SESSION_SCOPE_ENI),
	};
	static const char *const forms[] = {
		[NFM_SCOPE_NETWORK] = "{type: network}",
		[NFM_SCOPE_SUBNET] = "{type: subnet, cidrs: LIST}",
		[NFM_SCOPE_ENI] = "{type: eni, enis: LIST}",
	};

	if ((has & ~BIT(NFM_A_SESSION_SCOPE)) == wanted[s->scope])
		return DONE;
	return bad_command("scope: %s is needed", forms[s->scope]);
}

static int read_scope(const char *key, const struct node *node, void *object)
{
	static const struct key keys[] = {
		{ "type", read_scope_type, NFM_A_SESSION_SCOPE, true },
		{ "cidrs", read_scope_cidrs, NFM_A_SESSION_SCOPE_CIDR, false },
		{ "enis", read_scope_enis, NFM_A_SESSION_SCOPE_ENI, false },
		{}
	};
	struct session *s = object;
	uint32_t has = 0;

	if (node->kind == NODE_SCALAR) {
		if (read_scope_type(key, node, s))
			return BAD_COMMAND;
	} else if (read_map(node, key, keys, s, &has, NULL)) {
		return BAD_COMMAND;
	}
	error_pos(node->at);
	return check_scope(s, has);
}

static bool names_tag(const struct session *s, const char *key)
{
	const struct tag *tag;

	STAILQ_FOREACH(tag, &s->tags, next)
		if (!strcmp(tag->key, key))
			return true;
	return false;
}

static int add_tag(const struct node *key, const struct node *value,
		   struct session *s)
{
	const char *name = read_text("tags", key), *text;

	if (!name)
		return BAD_COMMAND;
	if (names_tag(s, name))
		return bad_command("tags: %s: given twice", name);
	error_pos(value->at);
	text = read_text(name, value);
	if (!text)
		return BAD_COMMAND;
	tag_add(&s->tags, name, text)->at = key->at;
	return DONE;
}

static int read_tags(const char *key, const struct node *node, void *object)
{
	struct session *s = object;

	if (node->kind != NODE_MAP)
		return bad_command("%s: a mapping is needed", key);
	if (node->count / 2 > NFM_TAGS_MAX)
		return bad_command("%s: at most %u", key, NFM_TAGS_MAX);
	for (size_t i = 0; i < node->count; i += 2) {
		error_pos(node->items[i]->at);
		if (add_tag(node->items[i], node->items[i + 1], s))
			return BAD_COMMAND;
	}
	return DONE;
}

static int read_option(const char *key, const struct node *node, void *object)
{
	const struct session_option *option = session_options;
	struct session *s = object;
	const char *text;

	while (!option->key || strcmp(option->key, key))
		option++;
	switch (option->attr) {
	case NFM_A_SESSION_SCOPE:
		return read_scope(key, node, s);
	case NFM_A_SESSION_RECEIVER:
		return read_addresses(key, node, "receiver IP", &s->receivers);
	case NFM_A_SESSION_FILTER:
		return read_filter(key, node, s);
	case NFM_A_SESSION_TAG:
		return read_tags(key, node, s);
	default:
		text = read_text(key, node);
		return text ? option_parse(option, key, text, s) : BAD_COMMAND;
	}
}

/* Those of options, and those that only "show" prints. */
static const struct key *session_keys(void)
{
	static struct key keys[__NFM_A_SESSION_MAX + 3];
	const struct session_option *option;
	struct key *key = keys;

	if (keys->name)
		return keys;
	for (option = session_options; option->attr; option++)
		if (option->key)
			*key++ = (struct key){
				.name = option->key,
				.read = read_option,
				.attr = option->attr,
				.needed = option->required,
			};
	*key++ = (struct key){ .name = "enis" };
	*key++ = (struct key){ .name = "stats" };
	return keys;
}

int read_session(const char *key, const struct node *node, void *object)
{
	struct session_list *list = object;
	struct session *s = session_new();

	(void)key;
	STAILQ_INSERT_TAIL(list, s, next);
	return read_map(node, "session", session_keys(), s, &s->has, s->at);
}
