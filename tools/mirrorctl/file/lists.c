// SPDX-License-Identifier: GPL-2.0
/*
 * Lists of values: YAML lists, or text as on the command line, whose position
 * is then that of all items.
 */
#include "file/keys.h"
#include "model/values.h"
#include "util/error.h"
#include "util/pool.h"

static int add_cidr(const char *key, const struct node *node, void *list)
{
	struct cidr *cidr = pool_zalloc(sizeof(*cidr));
	struct cidr_list *cidrs = list;

	STAILQ_INSERT_TAIL(cidrs, cidr, next);
	return read_cidr(key, node, cidr);
}

static int add_address(const char *key, const struct node *node, void *list)
{
	struct in6_addr in6;

	if (read_address(key, node, &in6))
		return BAD_COMMAND;
	address_add(list, &in6)->at = node->at;
	return DONE;
}

static int add_text(const char *key, const struct node *node, void *list)
{
	const char *text = read_text(key, node);

	if (!text)
		return BAD_COMMAND;
	text_add(list, text)->at = node->at;
	return DONE;
}

/* Text to parse as on the command line, "" for []; NULL: read each item. */
static const char *as_word(const struct node *node)
{
	if (node->kind == NODE_SCALAR)
		return node->text;
	return node->kind == NODE_LIST && !node->count ? "" : NULL;
}

int read_cidrs(const char *key, const struct node *node, struct cidr_list *list)
{
	const char *word = as_word(node);
	struct cidr *cidr;

	if (!word)
		return read_list(key, node, add_cidr, list);
	if (parse_cidrs(key, word, list))
		return BAD_COMMAND;
	STAILQ_FOREACH(cidr, list, next)
		cidr->at = node->at;
	return DONE;
}

int read_addresses(const char *key, const struct node *node, const char *needed,
		   struct address_list *list)
{
	const char *word = as_word(node);
	struct address *address;

	if (!word)
		return read_list(key, node, add_address, list);
	if (parse_addresses(key, word, needed, list))
		return BAD_COMMAND;
	STAILQ_FOREACH(address, list, next)
		address->at = node->at;
	return DONE;
}

int read_texts(const char *key, const struct node *node, struct text_list *list)
{
	const char *word = as_word(node);
	struct text *text;

	if (!word)
		return read_list(key, node, add_text, list);
	if (parse_texts(key, word, list))
		return BAD_COMMAND;
	STAILQ_FOREACH(text, list, next)
		text->at = node->at;
	return DONE;
}
