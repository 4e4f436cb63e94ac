// SPDX-License-Identifier: GPL-2.0
#include "model/clash.h"
#include "model/names.h"
#include "model/options.h"
#include "netlink/codec.h"
#include "util/pool.h"

/* Set the position in the file of the attributes that follow. */
static struct msg *msg_at(struct msg *msg, struct srcpos pos)
{
	msg->at = pos;
	return msg;
}

static void put_cidr(struct msg *msg, uint16_t type, const struct cidr *cidr,
		     const char *option)
{
	const char *what = pool_printf("%s %s", option, cidr->word);
	struct nlattr *nest = msg_open(msg_at(msg, cidr->at), type, what);

	msg_put(msg, NFM_A_PREFIX_ADDR, address_size(&cidr->in6),
		address_bytes(&cidr->in6), what);
	msg_put_u32(msg, NFM_A_PREFIX_LEN, cidr->len, what);
	msg_close(msg, nest);
}

static void put_cidrs(struct msg *msg, uint16_t type,
		      const struct cidr_list *list, const char *option)
{
	const struct cidr *cidr;

	STAILQ_FOREACH(cidr, list, next)
		put_cidr(msg, type, cidr, option);
}

static void put_addresses(struct msg *msg, uint16_t type,
			  const struct address_list *list, const char *option)
{
	const struct address *address;

	STAILQ_FOREACH(address, list, next)
		msg_put(msg_at(msg, address->at), type,
			address_size(&address->in6),
			address_bytes(&address->in6),
			pool_printf("%s %s", option,
				    address_text(&address->in6)));
}

static void put_texts(struct msg *msg, uint16_t type,
		      const struct text_list *list, const char *option)
{
	const struct text *item;

	STAILQ_FOREACH(item, list, next)
		msg_put_text(msg_at(msg, item->at), type, item->text,
			     pool_printf("%s %s", option, item->text));
}

void put_name(struct msg *msg, uint16_t type, const char *name)
{
	static const uint16_t names[] = {
		[NFM_A_NETWORK] = NFM_A_NETWORK_NAME,
		[NFM_A_ENI] = NFM_A_ENI_NAME,
		[NFM_A_SESSION] = NFM_A_SESSION_NAME,
	};
	struct nlattr *nest = msg_object(msg, type, name);

	msg_put_text(msg, names[type], name, NULL);
	msg_close(msg, nest);
}

void put_network(struct msg *msg, const struct network *net)
{
	struct nlattr *nest =
		msg_object(msg_at(msg, net->at[0]), NFM_A_NETWORK, net->name);

	msg_put_text(msg_at(msg, net->at[NFM_A_NETWORK_NAME]),
		     NFM_A_NETWORK_NAME, net->name, NULL);
	put_cidrs(msg, NFM_A_NETWORK_CIDR, &net->cidrs, "cidr");
	if (net->has & BIT(NFM_A_NETWORK_MAX_SESSIONS))
		msg_put_u32(msg_at(msg, net->at[NFM_A_NETWORK_MAX_SESSIONS]),
			    NFM_A_NETWORK_MAX_SESSIONS, net->max_sessions,
			    pool_printf("max-sessions %u", net->max_sessions));
	if (net->has & BIT(NFM_A_NETWORK_SEED))
		msg_put(msg_at(msg, net->at[NFM_A_NETWORK_SEED]),
			NFM_A_NETWORK_SEED, sizeof(net->seed), &net->seed,
			"seed");
	msg_close(msg, nest);
}

void put_eni(struct msg *msg, const struct eni *eni)
{
	struct nlattr *nest =
		msg_object(msg_at(msg, eni->at[0]), NFM_A_ENI, eni->name);

	msg_put_text(msg_at(msg, eni->at[NFM_A_ENI_NAME]), NFM_A_ENI_NAME,
		     eni->name, NULL);
	msg_put_text(msg_at(msg, eni->at[NFM_A_ENI_NETWORK]), NFM_A_ENI_NETWORK,
		     eni->network, pool_printf("network %s", eni->network));
	put_addresses(msg, NFM_A_ENI_ADDRESS, &eni->guest_addresses, "address");
	if (eni->has & BIT(NFM_A_ENI_FACING))
		msg_put_u32(msg_at(msg, eni->at[NFM_A_ENI_FACING]),
			    NFM_A_ENI_FACING, eni->facing,
			    pool_printf("facing %s",
					word_of(facing_words, eni->facing)));
	if (eni->has & BIT(NFM_A_ENI_TAP))
		msg_put_u32(msg_at(msg, eni->at[NFM_A_ENI_TAP]), NFM_A_ENI_TAP,
			    eni->tap,
			    pool_printf("tap %s",
					word_of(tap_mode_words, eni->tap)));
	msg_close(msg, nest);
}

/* Return why no packet can match @row and those before it; NULL: one can. */
static const char *find_clash(const struct table *table, const struct row *row)
{
	const char *why = row_clash(row, row);
	const struct row *other;

	if (why)
		return pool_printf("%s can never hold (%s)", row->typed, why);
	STAILQ_FOREACH(other, &table->rows, next) {
		if (other == row)
			break;
		why = row_clash(other, row);
		if (why)
			return pool_printf(
				"%s and %s can never hold together (%s)",
				other->typed, row->typed, why);
	}
	return NULL;
}

static void put_ports(struct msg *msg, uint16_t type, const struct ports *ports,
		      const char *what)
{
	msg_put_u32(msg, type, (uint32_t)ports->first << 16 | ports->last,
		    what);
}

static void put_row(struct msg *msg, const struct table *table,
		    const struct row *row)
{
	struct nlattr *nest =
		msg_open(msg_at(msg, row->at), NFM_A_TABLE_ROW, row->typed);

	msg_clash(msg, find_clash(table, row));
	if (row->has & BIT(NFM_A_ROW_PROTO))
		msg_put_u32(msg, NFM_A_ROW_PROTO, row->proto, row->typed);
	if (row->has & BIT(NFM_A_ROW_SRC))
		put_cidr(msg, NFM_A_ROW_SRC, &row->src, "match src");
	if (row->has & BIT(NFM_A_ROW_DST))
		put_cidr(msg, NFM_A_ROW_DST, &row->dst, "match dst");
	if (row->has & BIT(NFM_A_ROW_SPORT))
		put_ports(msg, NFM_A_ROW_SPORT, &row->sport, row->typed);
	if (row->has & BIT(NFM_A_ROW_DPORT))
		put_ports(msg, NFM_A_ROW_DPORT, &row->dport, row->typed);
	msg_close(msg, nest);
}

static void put_tables(struct msg *msg, uint16_t type,
		       const struct table_list *tables, const char *what)
{
	const struct table *table;
	const struct row *row;

	STAILQ_FOREACH(table, tables, next) {
		const struct row *first = STAILQ_FIRST(&table->rows);
		struct nlattr *nest =
			msg_open(msg_at(msg, first->at), type, what);

		STAILQ_FOREACH(row, &table->rows, next)
			put_row(msg, table, row);
		msg_close(msg, nest);
	}
}

static void put_filter(struct msg *msg, const struct session *s)
{
	const struct filter *filter = &s->filter;
	struct nlattr *nest = msg_open(msg_at(msg, s->at[NFM_A_SESSION_FILTER]),
				       NFM_A_SESSION_FILTER, "match");

	put_tables(msg, NFM_A_FILTER_MATCH, &filter->match, "match");
	put_tables(msg, NFM_A_FILTER_EXCEPT, &filter->except, "except");
	msg_close(msg, nest);
	/* "match any" removes the whole filter, including the next hop. */
	if (STAILQ_EMPTY(&filter->match) && STAILQ_EMPTY(&filter->except) &&
	    !(s->has & BIT(NFM_A_SESSION_NEXT_HOP)))
		msg_put(msg_at(msg, s->at[NFM_A_SESSION_NEXT_HOP]),
			NFM_A_SESSION_NEXT_HOP, sizeof(in6addr_any),
			&in6addr_any, NULL);
}

static void put_tags(struct msg *msg, const struct session *s)
{
	const struct tag *tag;

	STAILQ_FOREACH(tag, &s->tags, next) {
		const char *what =
			pool_printf("tag %s=%s", tag->key, tag->value);
		struct nlattr *nest =
			msg_open(msg_at(msg, tag->at), NFM_A_SESSION_TAG, what);

		msg_put_text(msg, NFM_A_TAG_KEY, tag->key, what);
		msg_put_text(msg, NFM_A_TAG_VALUE, tag->value, what);
		msg_close(msg, nest);
	}
}

static void put_scope(struct msg *msg, const struct session *s)
{
	msg_put_u32(msg_at(msg, s->at[NFM_A_SESSION_SCOPE]),
		    NFM_A_SESSION_SCOPE, s->scope,
		    pool_printf("scope %s", word_of(scope_words, s->scope)));
	put_cidrs(msg, NFM_A_SESSION_SCOPE_CIDR, &s->scope_cidrs,
		  "scope subnet");
	put_texts(msg, NFM_A_SESSION_SCOPE_ENI, &s->scope_enis, "scope eni");
}

static void put_value(struct msg *msg, const struct session *s,
		      const struct session_option *option)
{
	const void *value = option_value(option, s);
	const char *what = option_typed(option, s);

	msg_at(msg, s->at[option->attr]);
	switch (option->type) {
	case OPTION_TEXT:
		msg_put_text(msg, option->attr, *(const char *const *)value,
			     what);
		break;
	case OPTION_RATE:
		msg_put(msg, option->attr, sizeof(uint64_t), value, what);
		msg_put_u32(msg, NFM_A_SESSION_RATE_UNIT, s->rate.unit, what);
		break;
	case OPTION_ADDRESS:
		msg_put(msg, option->attr, address_size(value),
			address_bytes(value), what);
		break;
	default:
		msg_put(msg, option->attr, sizeof(uint32_t), value, what);
	}
}

static void put_option(struct msg *msg, const struct session *s,
		       const struct session_option *option)
{
	switch (option->attr) {
	case NFM_A_SESSION_SCOPE:
		put_scope(msg, s);
		break;
	case NFM_A_SESSION_RECEIVER:
		put_addresses(msg, option->attr, &s->receivers, option->word);
		break;
	case NFM_A_SESSION_FILTER:
		put_filter(msg, s);
		break;
	case NFM_A_SESSION_TAG:
		put_tags(msg, s);
		break;
	case NFM_A_SESSION_UNTAG:
		put_texts(msg, option->attr, &s->untags, option->word);
		break;
	default:
		put_value(msg, s, option);
	}
}

void put_session(struct msg *msg, const struct session *s)
{
	struct nlattr *nest =
		msg_object(msg_at(msg, s->at[0]), NFM_A_SESSION, s->name);
	uint32_t has = s->has | BIT(NFM_A_SESSION_NAME);
	const struct session_option *option;

	for (option = session_options; option->attr; option++)
		if (has & BIT(option->attr))
			put_option(msg, s, option);
	msg_close(msg, nest);
}
