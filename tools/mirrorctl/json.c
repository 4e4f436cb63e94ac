// SPDX-License-Identifier: GPL-2.0
/* The keys are a contract: see mirrorctl(8). */
#include <jansson.h>
#include <stdio.h>

#include "output.h"
#include "pool.h"
#include "words.h"

/* Device names may be any bytes, JSON only UTF-8. */
static json_t *text(const char *string)
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

static json_t *texts(const struct text_list *list)
{
	json_t *array = json_array();
	const struct text *item;

	STAILQ_FOREACH(item, list, next)
		json_array_append_new(array, text(item->text));
	return array;
}

static json_t *addresses(const struct address_list *list)
{
	json_t *array = json_array();
	const struct address *address;

	STAILQ_FOREACH(address, list, next)
		json_array_append_new(array, text(address_text(&address->in6)));
	return array;
}

static json_t *cidrs(const struct cidr_list *list)
{
	json_t *array = json_array();
	const struct cidr *cidr;

	STAILQ_FOREACH(cidr, list, next)
		json_array_append_new(array, text(cidr_text(cidr)));
	return array;
}

static json_t *number(uint64_t value)
{
	return json_integer(value);
}

static json_t *network_json(const struct network *net)
{
	return json_pack("{s:o, s:o, s:o, s:o}", "name", text(net->name),
			 "cidrs", cidrs(&net->cidrs), "max_sessions",
			 number(net->max_sessions), "sessions",
			 number(net->sessions));
}

static json_t *mac_json(const uint8_t *mac)
{
	return json_string(pool_printf("%02x:%02x:%02x:%02x:%02x:%02x", mac[0],
				       mac[1], mac[2], mac[3], mac[4], mac[5]));
}

static json_t *eni_json(const struct eni *eni)
{
	uint32_t has = eni->has;

	return json_pack(
		"{s:o, s:o?, s:o?, s:o?, s:o?, s:b, s:s, s:o, s:b, s:o}",
		"name", text(eni->name), "ifindex",
		has & BIT(NFM_A_ENI_IFINDEX) ? number(eni->ifindex) : NULL,
		"mac", has & BIT(NFM_A_ENI_MAC) ? mac_json(eni->mac) : NULL,
		"network", eni->network ? text(eni->network) : NULL, "via",
		has & BIT(NFM_A_ENI_VIA) ? text(cidr_text(&eni->via)) : NULL,
		"attached", !!(has & BIT(NFM_A_ENI_ATTACHED)), "facing",
		word_of(facing_words, eni->facing), "addresses",
		addresses(&eni->addresses), "owns_receiver",
		!!(has & BIT(NFM_A_ENI_OWNS_RECEIVER)), "sessions",
		texts(&eni->sessions));
}

static json_t *scope_json(const struct session *s)
{
	const char *type = word_of(scope_words, s->scope);

	switch (s->scope) {
	case NFM_SCOPE_SUBNET:
		return json_pack("{s:s, s:o}", "type", type, "cidrs",
				 cidrs(&s->scope_cidrs));
	case NFM_SCOPE_ENI:
		return json_pack("{s:s, s:o}", "type", type, "enis",
				 texts(&s->scope_enis));
	default:
		return json_pack("{s:s}", "type", type);
	}
}

/* Only what the row names. */
static json_t *row_json(const struct row *row)
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

static json_t *tables_json(const struct table_list *tables)
{
	json_t *array = json_array(), *rows;
	const struct table *table;
	const struct row *row;

	STAILQ_FOREACH(table, tables, next) {
		rows = json_array();
		STAILQ_FOREACH(row, &table->rows, next)
			json_array_append_new(rows, row_json(row));
		json_array_append_new(array, rows);
	}
	return array;
}

static json_t *tags_json(const struct tag_list *tags)
{
	json_t *object = json_object();
	const struct tag *tag;

	STAILQ_FOREACH(tag, tags, next)
		json_object_set_new(object, tag->key, text(tag->value));
	return object;
}

static json_t *taps_json(const struct tap_list *taps)
{
	json_t *array = json_array();
	const struct tap *tap;

	STAILQ_FOREACH(tap, taps, next)
		json_array_append_new(
			array,
			json_pack("{s:o, s:s}", "name", text(tap->eni), "state",
				  word_of(tap_words, tap->state)));
	return array;
}

static json_t *drops_json(const uint64_t *drops)
{
	json_t *object = json_object();
	int i;

	for (i = 0; i < __NFM_DROP_MAX; i++)
		if (drops[i])
			json_object_set_new(object, drop_words[i],
					    number(drops[i]));
	return object;
}

static json_t *receiver_json(const struct receiver *receiver)
{
	const struct counters *counters = &receiver->counters;

	return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "ip",
			 address_text(&receiver->in6), "state",
			 word_of(receiver_words, receiver->state),
			 "sent_packets", number(counters->sent_packets),
			 "sent_bytes", number(counters->sent_bytes),
			 "dropped_packets", number(counters->dropped_packets),
			 "drops", drops_json(counters->drops));
}

static json_t *stats_json(const struct stats *stats)
{
	const struct counters *counters = &stats->counters;
	const struct receiver *receiver;
	json_t *receivers = json_array();

	STAILQ_FOREACH(receiver, &stats->receivers, next)
		json_array_append_new(receivers, receiver_json(receiver));
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
			 "matched_packets", number(counters->matched_packets),
			 "matched_bytes", number(counters->matched_bytes),
			 "sent_packets", number(counters->sent_packets),
			 "sent_bytes", number(counters->sent_bytes),
			 "dropped_packets", number(counters->dropped_packets),
			 "drops", drops_json(counters->drops), "receivers",
			 receivers);
}

static json_t *filter_json(const struct session *s)
{
	bool by_gateway = s->has & BIT(NFM_A_SESSION_NEXT_HOP);

	return json_pack("{s:o, s:o, s:s?}", "match",
			 tables_json(&s->filter.match), "except",
			 tables_json(&s->filter.except), "next_hop",
			 by_gateway ? address_text(&s->next_hop) : NULL);
}

static json_t *session_json(const struct session *s, bool stats)
{
	return json_pack(
		"{s:o, s:o, s:o, s:s, s:o, s:o, s:s, s:o, s:o, s:b, s:b, s:o, s:o*, s:o*}",
		"name", text(s->name), "network", text(s->network), "scope",
		scope_json(s), "direction",
		word_of(direction_words, s->direction), "filter",
		filter_json(s), "receivers", addresses(&s->receivers),
		"balance", word_of(balance_words, s->balance), "vni",
		number(s->vni), "port", number(s->port), "enabled", s->enabled,
		"allow_outside", s->allow_outside, "tags", tags_json(&s->tags),
		"enis", s->scope == NFM_SCOPE_ENI ? taps_json(&s->taps) : NULL,
		"stats", stats ? stats_json(&s->stats) : NULL);
}

static json_t *snapshot_json(const struct snapshot *snap, uint8_t genl,
			     bool stats)
{
	json_t *root = json_object(), *networks = json_array();
	json_t *enis = json_array(), *sessions = json_array();
	const struct network *net;
	const struct eni *eni;
	const struct session *s;

	STAILQ_FOREACH(net, &snap->networks, next)
		json_array_append_new(networks, network_json(net));
	STAILQ_FOREACH(eni, &snap->enis, next)
		json_array_append_new(enis, eni_json(eni));
	STAILQ_FOREACH(s, &snap->sessions, next)
		json_array_append_new(sessions, session_json(s, stats));
	if (!genl || genl == NFM_CMD_NETWORK_GET)
		json_object_set(root, "networks", networks);
	if (!genl || genl == NFM_CMD_ENI_GET)
		json_object_set(root, "enis", enis);
	if (!genl || genl == NFM_CMD_SESSION_GET)
		json_object_set(root, "sessions", sessions);
	json_decref(networks);
	json_decref(enis);
	json_decref(sessions);
	return root;
}

void print_json(const struct snapshot *snap, uint8_t genl, bool stats,
		bool pretty)
{
	json_t *root = snapshot_json(snap, genl, stats);

	json_dumpf(root, stdout, pretty ? JSON_INDENT(2) : JSON_COMPACT);
	putchar('\n');
	json_decref(root);
}
