// SPDX-License-Identifier: GPL-2.0
#include "file/keys.h"
#include "model/names.h"
#include "model/values.h"
#include "util/error.h"
#include "util/pool.h"

static int read_proto(const char *key, const struct node *node, void *object)
{
	const char *text = read_text(key, node);
	struct row *row = object;

	return text ? parse_proto(text, &row->proto) : BAD_COMMAND;
}

static int read_src(const char *key, const struct node *node, void *object)
{
	struct row *row = object;

	return read_cidr(key, node, &row->src);
}

static int read_dst(const char *key, const struct node *node, void *object)
{
	struct row *row = object;

	return read_cidr(key, node, &row->dst);
}

static int read_sport(const char *key, const struct node *node, void *object)
{
	const char *text = read_text(key, node);
	struct row *row = object;

	return text ? parse_ports(key, text, &row->sport) : BAD_COMMAND;
}

static int read_dport(const char *key, const struct node *node, void *object)
{
	const char *text = read_text(key, node);
	struct row *row = object;

	return text ? parse_ports(key, text, &row->dport) : BAD_COMMAND;
}

static int read_row(const char *key, const struct node *node, void *object)
{
	static const struct key keys[] = {
		{ "proto", read_proto, NFM_A_ROW_PROTO, false },
		{ "src", read_src, NFM_A_ROW_SRC, false },
		{ "dst", read_dst, NFM_A_ROW_DST, false },
		{ "sport", read_sport, NFM_A_ROW_SPORT, false },
		{ "dport", read_dport, NFM_A_ROW_DPORT, false },
		{}
	};
	struct row *row = pool_zalloc(sizeof(*row));
	struct table *table = object;

	(void)key;
	row->at = node->at;
	STAILQ_INSERT_TAIL(&table->rows, row, next);
	if (read_map(node, "row", keys, row, &row->has, NULL))
		return BAD_COMMAND;
	row->typed = row_text(row);
	if (row->has)
		return DONE;
	error_pos(row->at);
	return bad_command("row: proto, src, dst, sport or dport is needed");
}

static int read_table(const char *key, const struct node *node, void *object)
{
	struct table_list *tables = object;
	struct table *table = table_new();

	STAILQ_INSERT_TAIL(tables, table, next);
	if (node->kind != NODE_LIST || !node->count)
		return bad_command(
			"%s: this is a list of tables, each a list of rows",
			key);
	return read_list(key, node, read_row, table);
}

static int read_match(const char *key, const struct node *node, void *object)
{
	struct session *s = object;

	return read_list(key, node, read_table, &s->filter.match);
}

static int read_except(const char *key, const struct node *node, void *object)
{
	struct session *s = object;

	return read_list(key, node, read_table, &s->filter.except);
}

/* 0.0.0.0 and :: mean no next hop. */
static int read_next_hop(const char *key, const struct node *node, void *object)
{
	static const struct in_addr any;
	struct session *s = object;
	struct in6_addr any_v4;

	if (read_address(key, node, &s->next_hop))
		return BAD_COMMAND;
	address_set(&any_v4, &any, sizeof(any));
	if (IN6_ARE_ADDR_EQUAL(&s->next_hop, &any_v4) ||
	    IN6_IS_ADDR_UNSPECIFIED(&s->next_hop))
		return DONE;
	s->has |= BIT(NFM_A_SESSION_NEXT_HOP);
	s->at[NFM_A_SESSION_NEXT_HOP] = node->at;
	return DONE;
}

int read_filter(const char *key, const struct node *node, void *object)
{
	static const struct key keys[] = {
		{ "match", read_match, NFM_A_FILTER_MATCH, false },
		{ "except", read_except, NFM_A_FILTER_EXCEPT, false },
		{ .name = "next_hop", .read = read_next_hop },
		{}
	};
	uint32_t has = 0;

	return read_map(node, key, keys, object, &has, NULL);
}
