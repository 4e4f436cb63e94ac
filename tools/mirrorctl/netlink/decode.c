// SPDX-License-Identifier: GPL-2.0
/*
 * Each nest has a table, by attribute type, of where to store the values. Types
 * without an entry are from a newer module and are ignored; values of known
 * types must be as nf_mirror.h defines them.
 */
#include <stddef.h>
#include <string.h>
#include <linux/genetlink.h>

#include "model/options.h"
#include "netlink/codec.h"
#include "util/pool.h"

struct field {
	uint16_t at; /* offset of the member in the object */
	uint16_t size; /* of the value; 0: variable, @type checks it */
	enum mnl_attr_data_type type;
	bool (*get)(const struct nlattr *attr, void *member);
};

#define MEMBER(object, member) .at = offsetof(struct object, member)

/* Copy the value as it is. */
#define COPY(object, member)                                            \
	{                                                               \
		MEMBER(object, member),                                 \
			.size = sizeof(((struct object *)NULL)->member) \
	}
#define FIXED(object, member, len, func)                             \
	{                                                            \
		MEMBER(object, member), .size = (len), .get = (func) \
	}
#define TEXT(object, member, func)                                   \
	{                                                            \
		MEMBER(object, member), .type = MNL_TYPE_NUL_STRING, \
					.get = (func)                \
	}
/* 4 or 16 bytes. */
#define ADDRESS(object, member, func)                                          \
	{                                                                      \
		MEMBER(object, member), .type = MNL_TYPE_BINARY, .get = (func) \
	}
#define NEST(object, member, func)                                             \
	{                                                                      \
		MEMBER(object, member), .type = MNL_TYPE_NESTED, .get = (func) \
	}
/* No value: presence is all that counts. */
#define FLAG(func)                                   \
	{                                            \
		.type = MNL_TYPE_FLAG, .get = (func) \
	}

static bool get_field(const struct nlattr *attr, const struct field *field,
		      void *object)
{
	void *member = (char *)object + field->at;
	uint16_t len = mnl_attr_get_payload_len(attr);

	if (field->size ? len != field->size :
			  mnl_attr_validate(attr, field->type))
		return false;
	if (field->get)
		return field->get(attr, member);
	memcpy(member, mnl_attr_get_payload(attr), len);
	return true;
}

/* @has: output, attributes seen; may be NULL. */
static bool get_known(const struct nlattr *attr, const struct field *fields,
		      size_t count, void *object, uint32_t *has)
{
	unsigned int type = mnl_attr_get_type(attr);

	if (type >= count || (!fields[type].size && !fields[type].get))
		return true;
	if (!get_field(attr, &fields[type], object))
		return false;
	if (has)
		*has |= BIT(type);
	return true;
}

static bool get_fields(const struct nlattr *nest, const struct field *fields,
		       size_t count, void *object, uint32_t *has)
{
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest)
		if (!get_known(attr, fields, count, object, has))
			return false;
	return true;
}

static bool get_flag(const struct nlattr *attr, void *member)
{
	(void)attr;
	(void)member;
	return true;
}

static bool get_text(const struct nlattr *attr, void *member)
{
	*(const char **)member = pool_strdup(mnl_attr_get_str(attr));
	return true;
}

static bool add_text(const struct nlattr *attr, void *member)
{
	text_add(member, pool_strdup(mnl_attr_get_str(attr)));
	return true;
}

static bool get_address(const struct nlattr *attr, void *member)
{
	return address_set(member, mnl_attr_get_payload(attr),
			   mnl_attr_get_payload_len(attr));
}

static bool add_address(const struct nlattr *attr, void *member)
{
	struct in6_addr in6;

	if (!get_address(attr, &in6))
		return false;
	address_add(member, &in6);
	return true;
}

static bool get_cidr(const struct nlattr *nest, void *member)
{
	static const struct field fields[] = {
		[NFM_A_PREFIX_ADDR] = ADDRESS(cidr, in6, get_address),
		[NFM_A_PREFIX_LEN] = COPY(cidr, len),
	};
	struct cidr *cidr = member;

	return get_fields(nest, fields, MNL_ARRAY_SIZE(fields), cidr, NULL) &&
	       cidr->len <= 8 * address_size(&cidr->in6);
}

static bool add_cidr(const struct nlattr *nest, void *member)
{
	struct cidr *cidr = pool_zalloc(sizeof(*cidr));
	struct cidr_list *list = member;

	STAILQ_INSERT_TAIL(list, cidr, next);
	return get_cidr(nest, cidr);
}

static bool get_ports(const struct nlattr *attr, void *member)
{
	uint32_t both = mnl_attr_get_u32(attr);
	struct ports *ports = member;

	ports->first = both >> 16;
	ports->last = both & UINT16_MAX;
	return true;
}

static bool add_row(const struct nlattr *nest, void *member)
{
	static const struct field fields[] = {
		[NFM_A_ROW_PROTO] = COPY(row, proto),
		[NFM_A_ROW_SRC] = NEST(row, src, get_cidr),
		[NFM_A_ROW_DST] = NEST(row, dst, get_cidr),
		[NFM_A_ROW_SPORT] = FIXED(row, sport, 4, get_ports),
		[NFM_A_ROW_DPORT] = FIXED(row, dport, 4, get_ports),
	};
	struct row *row = pool_zalloc(sizeof(*row));
	struct row_list *list = member;

	STAILQ_INSERT_TAIL(list, row, next);
	return get_fields(nest, fields, MNL_ARRAY_SIZE(fields), row, &row->has);
}

static bool add_table(const struct nlattr *nest, void *member)
{
	static const struct field fields[] = {
		[NFM_A_TABLE_ROW] = NEST(table, rows, add_row),
	};
	struct table_list *list = member;
	struct table *table = table_new();

	STAILQ_INSERT_TAIL(list, table, next);
	return get_fields(nest, fields, MNL_ARRAY_SIZE(fields), table, NULL);
}

static bool get_filter(const struct nlattr *nest, void *member)
{
	static const struct field fields[] = {
		[NFM_A_FILTER_MATCH] = NEST(filter, match, add_table),
		[NFM_A_FILTER_EXCEPT] = NEST(filter, except, add_table),
	};

	return get_fields(nest, fields, MNL_ARRAY_SIZE(fields), member, NULL);
}

static bool add_tag(const struct nlattr *nest, void *member)
{
	static const struct field fields[] = {
		[NFM_A_TAG_KEY] = TEXT(tag, key, get_text),
		[NFM_A_TAG_VALUE] = TEXT(tag, value, get_text),
	};
	struct tag *tag = pool_zalloc(sizeof(*tag));
	struct tag_list *list = member;

	STAILQ_INSERT_TAIL(list, tag, next);
	return get_fields(nest, fields, MNL_ARRAY_SIZE(fields), tag, NULL) &&
	       tag->key && tag->value;
}

static bool add_tap(const struct nlattr *nest, void *member)
{
	static const struct field fields[] = {
		[NFM_A_TAP_ENI] = TEXT(tap, eni, get_text),
		[NFM_A_TAP_STATE] = COPY(tap, state),
		[NFM_A_TAP_DEVICE] = TEXT(tap, device, get_text),
	};
	struct tap *tap = pool_zalloc(sizeof(*tap));
	struct tap_list *list = member;

	STAILQ_INSERT_TAIL(list, tap, next);
	return get_fields(nest, fields, MNL_ARRAY_SIZE(fields), tap, NULL) &&
	       tap->eni;
}

/* Attribute types are the indices of the counters plus 1. */
static bool get_counts(const struct nlattr *nest, uint64_t *counts,
		       unsigned int n)
{
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest) {
		unsigned int type = mnl_attr_get_type(attr);

		if (!type || type > n)
			continue;
		if (mnl_attr_get_payload_len(attr) != sizeof(*counts))
			return false;
		counts[type - 1] = mnl_attr_get_u64(attr);
	}
	return true;
}

static bool get_drops(const struct nlattr *nest, void *member)
{
	return get_counts(nest, member, __NFM_DROP_MAX);
}

static bool get_modified(const struct nlattr *nest, void *member)
{
	return get_counts(nest, member, __NFM_MODIFIED_MAX);
}

static bool get_flow(const struct nlattr *nest, void *member)
{
	static const struct field fields[] = {
		[NFM_A_FLOW_PROTO] = COPY(flow, proto),
		[NFM_A_FLOW_SADDR] = ADDRESS(flow, src, get_address),
		[NFM_A_FLOW_DADDR] = ADDRESS(flow, dst, get_address),
		[NFM_A_FLOW_SPORT] = COPY(flow, sport),
		[NFM_A_FLOW_DPORT] = COPY(flow, dport),
	};

	return get_fields(nest, fields, MNL_ARRAY_SIZE(fields), member, NULL);
}

static bool add_receiver(const struct nlattr *nest, void *member)
{
	static const struct field fields[] = {
		[NFM_A_STATS_SENT_PACKETS] =
			COPY(receiver, counters.sent_packets),
		[NFM_A_STATS_SENT_BYTES] = COPY(receiver, counters.sent_bytes),
		[NFM_A_STATS_DROPPED_PACKETS] =
			COPY(receiver, counters.dropped_packets),
		[NFM_A_STATS_DROPS] = NEST(receiver, counters.drops, get_drops),
		[NFM_A_STATS_ADDRESS] = ADDRESS(receiver, in6, get_address),
		[NFM_A_STATS_STATE] = COPY(receiver, state),
		[NFM_A_STATS_MTU_SHORT] = COPY(receiver, mtu_short),
		[NFM_A_STATS_FEEDBACK] = NEST(receiver, feedback, get_flow),
	};
	struct receiver *receiver = pool_zalloc(sizeof(*receiver));
	struct receiver_list *list = member;

	STAILQ_INSERT_TAIL(list, receiver, next);
	return get_fields(nest, fields, MNL_ARRAY_SIZE(fields), receiver, NULL);
}

static bool get_stats(const struct nlattr *nest, void *member)
{
	static const struct field fields[] = {
		[NFM_A_STATS_MATCHED_PACKETS] =
			COPY(stats, counters.matched_packets),
		[NFM_A_STATS_MATCHED_BYTES] =
			COPY(stats, counters.matched_bytes),
		[NFM_A_STATS_SENT_PACKETS] = COPY(stats, counters.sent_packets),
		[NFM_A_STATS_SENT_BYTES] = COPY(stats, counters.sent_bytes),
		[NFM_A_STATS_DROPPED_PACKETS] =
			COPY(stats, counters.dropped_packets),
		[NFM_A_STATS_DROPS] = NEST(stats, counters.drops, get_drops),
		[NFM_A_STATS_RECEIVER] = NEST(stats, receivers, add_receiver),
		[NFM_A_STATS_MODIFIED] = NEST(stats, modified, get_modified),
	};

	return get_fields(nest, fields, MNL_ARRAY_SIZE(fields), member, NULL);
}

struct network *get_network(const struct nlattr *nest)
{
	static const struct field fields[] = {
		[NFM_A_NETWORK_NAME] = TEXT(network, name, get_text),
		[NFM_A_NETWORK_CIDR] = NEST(network, cidrs, add_cidr),
		[NFM_A_NETWORK_MAX_SESSIONS] = COPY(network, max_sessions),
		[NFM_A_NETWORK_SESSIONS] = COPY(network, sessions),
		[NFM_A_NETWORK_SEED] = COPY(network, seed),
	};
	struct network *net = network_new();

	if (!get_fields(nest, fields, MNL_ARRAY_SIZE(fields), net, &net->has))
		return NULL;
	return net->name ? net : NULL;
}

static bool add_blind(const struct nlattr *attr, void *member)
{
	uint32_t *blind = member, reason = mnl_attr_get_u32(attr);

	if (reason < __NFM_BLIND_MAX)
		*blind |= BIT(reason);
	return true;
}

struct eni *get_eni(const struct nlattr *nest)
{
	static const struct field fields[] = {
		[NFM_A_ENI_NAME] = TEXT(eni, name, get_text),
		[NFM_A_ENI_NETWORK] = TEXT(eni, network, get_text),
		[NFM_A_ENI_ADDRESS] = ADDRESS(eni, addresses, add_address),
		[NFM_A_ENI_FACING] = COPY(eni, facing),
		[NFM_A_ENI_TAP] = COPY(eni, tap),
		[NFM_A_ENI_ATTACHED_FACING] = COPY(eni, attached_facing),
		[NFM_A_ENI_ATTACHED_TAP] = COPY(eni, attached_tap),
		[NFM_A_ENI_BLIND] =
			FIXED(eni, blind, sizeof(uint32_t), add_blind),
		[NFM_A_ENI_IFINDEX] = COPY(eni, ifindex),
		[NFM_A_ENI_MAC] = COPY(eni, mac),
		[NFM_A_ENI_ATTACHED] = FLAG(get_flag),
		[NFM_A_ENI_VIA] = NEST(eni, via, get_cidr),
		[NFM_A_ENI_OWNS_RECEIVER] = FLAG(get_flag),
		[NFM_A_ENI_SESSION] = TEXT(eni, sessions, add_text),
		[NFM_A_ENI_GUEST_ADDRESS] =
			ADDRESS(eni, guest_addresses, add_address),
		[NFM_A_ENI_MTU] = COPY(eni, mtu),
		[NFM_A_ENI_ATTACHED_AS] = TEXT(eni, attached_as, get_text),
	};
	struct eni *eni = eni_new();

	if (!get_fields(nest, fields, MNL_ARRAY_SIZE(fields), eni, &eni->has))
		return NULL;
	return eni->name ? eni : NULL;
}

static bool get_session_attr(const struct nlattr *attr, struct session *s)
{
	static const struct field types[] = {
		[OPTION_TEXT] = { .type = MNL_TYPE_NUL_STRING,
				  .get = get_text },
		[OPTION_RATE] = { .size = sizeof(uint64_t) },
		[OPTION_ADDRESS] = { .type = MNL_TYPE_BINARY,
				     .get = get_address },
	};
	static const struct field fields[] = {
		[NFM_A_SESSION_SCOPE] = COPY(session, scope),
		[NFM_A_SESSION_SCOPE_CIDR] =
			NEST(session, scope_cidrs, add_cidr),
		[NFM_A_SESSION_SCOPE_ENI] = TEXT(session, scope_enis, add_text),
		[NFM_A_SESSION_RECEIVER] =
			ADDRESS(session, receivers, add_address),
		[NFM_A_SESSION_FILTER] = NEST(session, filter, get_filter),
		[NFM_A_SESSION_TAG] = NEST(session, tags, add_tag),
		[NFM_A_SESSION_TAP] = NEST(session, taps, add_tap),
		[NFM_A_SESSION_STATS] = NEST(session, stats, get_stats),
		[NFM_A_SESSION_RATE_UNIT] = COPY(session, rate.unit),
	};
	const struct session_option *option =
		session_option(mnl_attr_get_type(attr));
	struct field field = { .size = sizeof(uint32_t) };

	if (!option || option->type == OPTION_COMPOUND)
		return get_known(attr, fields, MNL_ARRAY_SIZE(fields), s,
				 &s->has);
	if (!option_is_number(option))
		field = types[option->type];
	field.at = option->offset;
	s->has |= BIT(option->attr);
	return get_field(attr, &field, s);
}

/* Decode a session, or the part of it in an event: at least its name. */
static struct session *get_part(const struct nlattr *nest)
{
	struct session *s = session_new();
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest)
		if (!get_session_attr(attr, s))
			return NULL;
	return s->name ? s : NULL;
}

struct session *get_session(const struct nlattr *nest)
{
	struct session *s = get_part(nest);

	return s && s->network ? s : NULL;
}

static bool set_network(const struct nlattr *nest, void *member)
{
	return (*(struct network **)member = get_network(nest));
}

static bool set_eni(const struct nlattr *nest, void *member)
{
	return (*(struct eni **)member = get_eni(nest));
}

static bool set_session(const struct nlattr *nest, void *member)
{
	return (*(struct session **)member = get_part(nest));
}

static bool get_cause(const struct nlattr *nest, void *member)
{
	static const struct field fields[] = {
		[NFM_A_CAUSE_KIND] = COPY(cause, kind),
		[NFM_A_CAUSE_PID] = COPY(cause, pid),
		[NFM_A_CAUSE_COMM] = TEXT(cause, comm, get_text),
		[NFM_A_CAUSE_ADDRESS] = ADDRESS(cause, address, get_address),
		[NFM_A_CAUSE_OLD_NAME] = TEXT(cause, old_name, get_text),
	};
	const uint32_t needed[__NFM_CAUSE_MAX] = {
		[NFM_CAUSE_COMMAND] = BIT(NFM_A_CAUSE_COMM),
		[NFM_CAUSE_RENAME] = BIT(NFM_A_CAUSE_OLD_NAME),
		[NFM_CAUSE_ADDRESS] = BIT(NFM_A_CAUSE_ADDRESS),
	};
	struct cause *cause = member;
	uint32_t has = 0;

	if (!get_fields(nest, fields, MNL_ARRAY_SIZE(fields), cause, &has))
		return false;
	return cause->kind >= __NFM_CAUSE_MAX ||
	       (has & needed[cause->kind]) == needed[cause->kind];
}

/* Return true if the event carries the object that it is about. */
static bool is_whole(const struct event *event)
{
	const struct session *s = event->session;

	switch (event->command) {
	case NFM_CMD_NETWORK_NTF:
		return event->network;
	case NFM_CMD_ENI_NTF:
		return event->eni;
	case NFM_CMD_SESSION_NTF:
		return s && (s->network || event->change == NFM_CHANGE_REMOVED);
	default:
		return s && !STAILQ_EMPTY(&s->stats.receivers);
	}
}

bool get_event(const struct nlmsghdr *nlh, struct event *event)
{
	static const struct field fields[] = {
		[NFM_A_GENERATION] = COPY(event, generation),
		[NFM_A_NETWORK] = NEST(event, network, set_network),
		[NFM_A_ENI] = NEST(event, eni, set_eni),
		[NFM_A_SESSION] = NEST(event, session, set_session),
		[NFM_A_CHANGE] = COPY(event, change),
		[NFM_A_CAUSE] = NEST(event, cause, get_cause),
	};
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr;

	memset(event, 0, sizeof(*event));
	event->command = genl->cmd;
	mnl_attr_for_each(attr, nlh, sizeof(*genl))
		if (!get_known(attr, fields, MNL_ARRAY_SIZE(fields), event,
			       NULL))
			return false;
	return is_whole(event);
}
