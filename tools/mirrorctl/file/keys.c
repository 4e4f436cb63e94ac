// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "file/keys.h"
#include "model/values.h"
#include "util/error.h"
#include "util/pool.h"

/*
 * Aliases let a small file expand to very many nodes. No configuration that the
 * kernel accepts has more nodes than this.
 */
#define NODES_MAX (NFM_SESSIONS_MAX * 1024)

static size_t nodes;

void read_begin(void)
{
	nodes = 0;
}

static int enter(const struct node *node)
{
	error_pos(node->at);
	nodes += node->count;
	if (nodes > NODES_MAX)
		return bad_command("this is more than fits into the kernel");
	return DONE;
}

static const struct key *find_key(const struct key *keys, const char *name)
{
	for (; keys->name; keys++)
		if (!strcmp(keys->name, name))
			return keys;
	return NULL;
}

/* Return the key that @node names; NULL: an error was printed. */
static const struct key *take_key(const struct node *node, const char *what,
				  const struct key *keys, uint32_t *seen)
{
	const struct key *key;

	error_pos(node->at);
	if (node->kind != NODE_SCALAR) {
		bad_command("%s: a key is one word", what);
		return NULL;
	}
	key = find_key(keys, node->text);
	if (!key) {
		bad_command("%s: no key of %s", node->text, what);
		return NULL;
	}
	if (*seen & BIT(key - keys)) {
		bad_command("%s: given twice", node->text);
		return NULL;
	}
	*seen |= BIT(key - keys);
	return key;
}

static int check_needed(const struct node *map, const char *what,
			const struct key *keys, uint32_t has)
{
	for (; keys->name; keys++) {
		if (!keys->needed || has & BIT(keys->attr))
			continue;
		error_pos(map->at);
		return bad_command("%s: %s: this key is needed", what,
				   keys->name);
	}
	return DONE;
}

int read_map(const struct node *map, const char *what, const struct key *keys,
	     void *object, uint32_t *has, struct srcpos *at)
{
	uint32_t seen = 0;

	if (enter(map))
		return BAD_COMMAND;
	if (map->kind != NODE_MAP)
		return bad_command("%s: a mapping is needed", what);
	if (at)
		at[0] = map->at;
	for (size_t i = 0; i < map->count; i += 2) {
		const struct node *value = map->items[i + 1];
		const struct key *key =
			take_key(map->items[i], what, keys, &seen);

		if (!key)
			return BAD_COMMAND;
		if (!key->read || value->null)
			continue;
		error_pos(value->at);
		if (key->read(key->name, value, object))
			return BAD_COMMAND;
		*has |= BIT(key->attr);
		if (at)
			at[key->attr] = value->at;
	}
	return check_needed(map, what, keys, *has);
}

int read_list(const char *key, const struct node *node, read_node read,
	      void *object)
{
	if (enter(node))
		return BAD_COMMAND;
	if (node->kind != NODE_LIST)
		return bad_command("%s: a list is needed", key);
	for (size_t i = 0; i < node->count; i++) {
		error_pos(node->items[i]->at);
		if (read(key, node->items[i], object))
			return BAD_COMMAND;
	}
	return DONE;
}

const char *read_text(const char *key, const struct node *node)
{
	if (node->kind == NODE_SCALAR && !node->null)
		return node->text;
	bad_command("%s: a single value is needed", key);
	return NULL;
}

int read_number(const char *key, const struct node *node, uint32_t min,
		uint32_t max, uint32_t *number)
{
	const char *text = read_text(key, node);

	return text ? parse_number(key, text, min, max, number) : BAD_COMMAND;
}

int read_choice(const char *key, const struct node *node,
		const char *const *choices, uint32_t *choice)
{
	const char *text = read_text(key, node);

	return text ? parse_choice(key, text, choices, choice) : BAD_COMMAND;
}

int read_bool(const char *key, const struct node *node, bool *value)
{
	static const char *const choices[] = { "false", "true", NULL };
	uint32_t choice;

	if (read_choice(key, node, choices, &choice))
		return BAD_COMMAND;
	*value = choice;
	return DONE;
}

int read_address(const char *key, const struct node *node, struct in6_addr *in6)
{
	const char *text = read_text(key, node);

	return text ? parse_address(key, text, in6) : BAD_COMMAND;
}

int read_cidr(const char *key, const struct node *node, struct cidr *cidr)
{
	const char *text = read_text(key, node);

	cidr->at = node->at;
	return text ? parse_cidr(key, text, cidr) : BAD_COMMAND;
}
