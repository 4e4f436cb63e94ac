// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "file/yaml_read.h"
#include "util/pool.h"

struct input {
	char *text;
	size_t len;
};

static void read_stream(FILE *in, struct input *input)
{
	size_t size = 64 << 10, got;
	char *larger;

	input->text = pool_alloc(size);
	while ((got = fread(input->text + input->len, 1, size - input->len,
			    in))) {
		input->len += got;
		if (input->len < size)
			continue;
		larger = pool_alloc(2 * size);
		memcpy(larger, input->text, size);
		input->text = larger;
		size *= 2;
	}
}

static int read_input(const char *file, struct input *input)
{
	FILE *in = !strcmp(file, "-") ? stdin : fopen(file, "re");
	int status = DONE;

	if (!in)
		return bad_command("%s: %s", file, strerror(errno));
	read_stream(in, input);
	if (ferror(in))
		status = bad_command("%s: %s", file, strerror(errno));
	if (in != stdin)
		fclose(in);
	return status;
}

/* libyaml counts from 0. */
static struct srcpos pos_of(const yaml_mark_t *mark)
{
	return (struct srcpos){ mark->line + 1, mark->column + 1 };
}

/* Position of the byte at @offset of the input. */
static struct srcpos pos_at(const struct input *input, size_t offset)
{
	struct srcpos pos = { 1, 1 };
	size_t i;

	for (i = 0; i < offset && i < input->len; i++) {
		if (input->text[i] == '\n')
			pos = (struct srcpos){ pos.line + 1, 1 };
		else if ((input->text[i] & 0xc0) != 0x80) /* new character */
			pos.column++;
	}
	return pos;
}

static int syntax_error(const yaml_parser_t *parser, const struct input *input)
{
	const char *context = parser->context;

	if (parser->error == YAML_READER_ERROR)
		error_pos(pos_at(input, parser->problem_offset));
	else
		error_pos(pos_of(&parser->problem_mark));
	return bad_command(
		"%s%s%s", context ? context : "", context ? ": " : "",
		parser->problem ? parser->problem : "this is no YAML");
}

static bool says_null(const yaml_node_t *from)
{
	static const char *const words[] = { "", "~", "null", "Null", "NULL" };
	const char *text = (const char *)from->data.scalar.value;
	size_t i;

	if (from->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return false;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strcmp(text, words[i]))
			return true;
	return false;
}

static int copy_scalar(const yaml_node_t *from, struct node *node)
{
	const char *text = (const char *)from->data.scalar.value;

	if (strlen(text) != from->data.scalar.length) {
		error_pos(node->at);
		return bad_command("a NUL character is in the text");
	}
	node->kind = NODE_SCALAR;
	node->text = pool_strdup(text);
	node->null = says_null(from);
	return DONE;
}

/* libyaml numbers nodes from 1. */
static void copy_list(const yaml_node_t *from, struct node *nodes,
		      struct node *node)
{
	const yaml_node_item_t *item = from->data.sequence.items.start;

	node->kind = NODE_LIST;
	node->count = from->data.sequence.items.top - item;
	node->items = pool_alloc(node->count * sizeof(*node->items));
	for (size_t i = 0; i < node->count; i++)
		node->items[i] = &nodes[item[i] - 1];
}

static void copy_map(const yaml_node_t *from, struct node *nodes,
		     struct node *node)
{
	const yaml_node_pair_t *pair = from->data.mapping.pairs.start;
	size_t pairs = from->data.mapping.pairs.top - pair;

	node->kind = NODE_MAP;
	node->count = 2 * pairs;
	node->items = pool_alloc(node->count * sizeof(*node->items));
	for (size_t i = 0; i < pairs; i++) {
		node->items[2 * i] = &nodes[pair[i].key - 1];
		node->items[2 * i + 1] = &nodes[pair[i].value - 1];
	}
}

/* The first node is the root. */
static int copy_document(const yaml_document_t *document, struct node **root)
{
	const yaml_node_t *from = document->nodes.start;
	size_t count = document->nodes.top - from;
	struct node *nodes = pool_zalloc(count * sizeof(*nodes));

	*root = count ? nodes : NULL;
	for (size_t i = 0; i < count; i++) {
		nodes[i].at = pos_of(&from[i].start_mark);
		if (from[i].type == YAML_SEQUENCE_NODE)
			copy_list(&from[i], nodes, &nodes[i]);
		else if (from[i].type == YAML_MAPPING_NODE)
			copy_map(&from[i], nodes, &nodes[i]);
		else if (copy_scalar(&from[i], &nodes[i]))
			return BAD_COMMAND;
	}
	return DONE;
}

static int parse_document(yaml_parser_t *parser, const struct input *input,
			  struct node **root)
{
	yaml_document_t document;
	int status;

	if (!yaml_parser_load(parser, &document))
		return syntax_error(parser, input);
	status = copy_document(&document, root);
	yaml_document_delete(&document);
	return status;
}

/* A file has at most one document. */
static int parse(yaml_parser_t *parser, const struct input *input,
		 struct node **root)
{
	struct node *second;

	if (parse_document(parser, input, root))
		return BAD_COMMAND;
	if (!*root)
		return DONE;
	if (parse_document(parser, input, &second))
		return BAD_COMMAND;
	if (!second)
		return DONE;
	error_pos(second->at);
	return bad_command("a second document: there can be one only");
}

int yaml_read(const char *file, struct node **root)
{
	struct input input = {};
	yaml_parser_t parser;
	int status;

	*root = NULL;
	if (read_input(file, &input))
		return BAD_COMMAND;
	if (!yaml_parser_initialize(&parser))
		return refused("%s", strerror(ENOMEM));
	yaml_parser_set_input_string(&parser, (const unsigned char *)input.text,
				     input.len);
	status = parse(&parser, &input, root);
	yaml_parser_delete(&parser);
	return status;
}
