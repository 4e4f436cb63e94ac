// SPDX-License-Identifier: GPL-2.0
#include "model/json_values.h"
#include "model/names.h"
#include "util/pool.h"

/* Device names may be any bytes, JSON strings only UTF-8. */
json_t *json_text(const char *string)
{
	json_t *value = json_string(string);
	char *c, *ascii;

	if (value)
		return value;
	ascii = pool_strdup(string);
	for (c = ascii; *c; c++)
		if (*c & 0x80)
			*c = '?';
	return json_string(ascii);
}

json_t *json_texts(const struct text_list *list)
{
	json_t *array = json_array();
	const struct text *item;

	STAILQ_FOREACH(item, list, next)
		json_array_append_new(array, json_text(item->text));
	return array;
}

json_t *json_addresses(const struct address_list *list)
{
	json_t *array = json_array();
	const struct address *address;

	STAILQ_FOREACH(address, list, next)
		json_array_append_new(array,
				      json_text(address_text(&address->in6)));
	return array;
}

json_t *json_cidrs(const struct cidr_list *list)
{
	json_t *array = json_array();
	const struct cidr *cidr;

	STAILQ_FOREACH(cidr, list, next)
		json_array_append_new(array, json_text(cidr_text(cidr)));
	return array;
}

json_t *json_number(uint64_t value)
{
	return json_integer(value);
}

json_t *json_scope(const struct session *s)
{
	const char *type = word_of(scope_words, s->scope);

	switch (s->scope) {
	case NFM_SCOPE_SUBNET:
		return json_pack("{s:s, s:o}", "type", type, "cidrs",
				 json_cidrs(&s->scope_cidrs));
	case NFM_SCOPE_ENI:
		return json_pack("{s:s, s:o}", "type", type, "enis",
				 json_texts(&s->scope_enis));
	default:
		return json_pack("{s:s}", "type", type);
	}
}

/* Only the fields that the row names. */
static json_t *json_row(const struct row *row)
{
	uint32_t has = row->has;

	return json_pack(
		"{s:s*, s:s*, s:s*, s:s*, s:s*}", "proto",
		has & BIT(NFM_A_ROW_PROTO) ? proto_text(row->proto) : NULL,
		"src", has & BIT(NFM_A_ROW_SRC) ? cidr_text(&row->src) : NULL,
		"dst", has & BIT(NFM_A_ROW_DST) ? cidr_text(&row->dst) : NULL,
		"sport",
		has & BIT(NFM_A_ROW_SPORT) ? ports_text(&row->sport) : NULL,
		"dport",
		has & BIT(NFM_A_ROW_DPORT) ? ports_text(&row->dport) : NULL);
}

static json_t *json_tables(const struct table_list *tables)
{
	json_t *array = json_array(), *rows;
	const struct table *table;
	const struct row *row;

	STAILQ_FOREACH(table, tables, next) {
		rows = json_array();
		STAILQ_FOREACH(row, &table->rows, next)
			json_array_append_new(rows, json_row(row));
		json_array_append_new(array, rows);
	}
	return array;
}

json_t *json_tags(const struct tag_list *tags)
{
	json_t *object = json_object();
	const struct tag *tag;

	STAILQ_FOREACH(tag, tags, next)
		json_object_set_new(object, tag->key, json_text(tag->value));
	return object;
}

json_t *json_filter(const struct session *s)
{
	bool by_gateway = s->has & BIT(NFM_A_SESSION_NEXT_HOP);

	return json_pack("{s:o, s:o, s:s?}", "match",
			 json_tables(&s->filter.match), "except",
			 json_tables(&s->filter.except), "next_hop",
			 by_gateway ? address_text(&s->next_hop) : NULL);
}

json_t *json_flow(const struct flow *flow)
{
	json_t *object;

	if (!flow->proto)
		return NULL;
	object = json_pack("{s:s, s:s, s:s}", "proto", proto_text(flow->proto),
			   "src", address_text(&flow->src), "dst",
			   address_text(&flow->dst));
	if (flow->sport)
		json_object_set_new(object, "sport", json_number(flow->sport));
	if (flow->dport)
		json_object_set_new(object, "dport", json_number(flow->dport));
	return object;
}
