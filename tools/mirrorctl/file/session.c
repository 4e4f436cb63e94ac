// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "file/keys.h"
#include "model/names.h"
#include "model/rate.h"
#include "model/values.h"
#include "util/error.h"
#include "util/pool.h"

static int read_name(const char *key, const struct node *node, void *object)
{
	struct session *s = object;

	s->name = read_text(key, node);
	return s->name ? DONE : BAD_COMMAND;
}

static int read_network_name(const char *key, const struct node *node,
			     void *object)
{
	struct session *s = object;

	s->network = read_text(key, node);
	return s->network ? DONE : BAD_COMMAND;
}

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
	error_mark(node->at);
	return check_scope(s, has);
}

static int read_receivers(const char *key, const struct node *node,
			  void *object)
{
	struct session *s = object;

	return read_addresses(key, node, "receiver IP", &s->receivers);
}

static int read_direction(const char *key, const struct node *node,
			  void *object)
{
	struct session *s = object;

	return read_choice(key, node, direction_words, &s->direction);
}

static int read_balance(const char *key, const struct node *node, void *object)
{
	struct session *s = object;

	return read_choice(key, node, balance_words, &s->balance);
}

static int read_vni(const char *key, const struct node *node, void *object)
{
	struct session *s = object;

	return read_number(key, node, 0, NFM_VNI_MAX, &s->vni);
}

static int read_port(const char *key, const struct node *node, void *object)
{
	struct session *s = object;
	uint32_t port;

	if (read_number(key, node, 1, UINT16_MAX, &port))
		return BAD_COMMAND;
	s->port = port;
	return DONE;
}

static int read_snaplen(const char *key, const struct node *node, void *object)
{
	const char *text = read_text(key, node);
	struct session *s = object;

	return text ? parse_snaplen(key, text, &s->snaplen) : BAD_COMMAND;
}

static int read_snap_fix(const char *key, const struct node *node, void *object)
{
	struct session *s = object;

	return read_bool(key, node, &s->snap_fix);
}

static int read_mtu(const char *key, const struct node *node, void *object)
{
	struct session *s = object;

	return read_choice(key, node, mtu_words, &s->mtu);
}

static int read_rate(const char *key, const struct node *node, void *object)
{
	const char *text = read_text(key, node);

	return text ? parse_rate(key, text, object) : BAD_COMMAND;
}

static int read_burst(const char *key, const struct node *node, void *object)
{
	const char *text = read_text(key, node);
	struct session *s = object;

	return text ? parse_burst(key, text, &s->burst) : BAD_COMMAND;
}

static int read_sample(const char *key, const struct node *node, void *object)
{
	struct session *s = object;

	return read_number(key, node, 1, NFM_SAMPLE_MAX, &s->sample);
}

static int read_dscp(const char *key, const struct node *node, void *object)
{
	const char *text = read_text(key, node);
	struct session *s = object;

	return text ? parse_dscp(key, text, &s->dscp) : BAD_COMMAND;
}

static int read_enabled(const char *key, const struct node *node, void *object)
{
	struct session *s = object;

	return read_bool(key, node, &s->enabled);
}

static int read_allow_outside(const char *key, const struct node *node,
			      void *object)
{
	struct session *s = object;

	return read_bool(key, node, &s->allow_outside);
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
	error_mark(value->at);
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
		error_mark(node->items[i]->at);
		if (add_tag(node->items[i], node->items[i + 1], s))
			return BAD_COMMAND;
	}
	return DONE;
}

int read_session(const char *key, const struct node *node, void *object)
{
	static const struct key keys[] = {
		{ "name", read_name, NFM_A_SESSION_NAME, true },
		{ "network", read_network_name, NFM_A_SESSION_NETWORK, true },
		{ "scope", read_scope, NFM_A_SESSION_SCOPE, true },
		{ "receivers", read_receivers, NFM_A_SESSION_RECEIVER, true },
		{ "direction", read_direction, NFM_A_SESSION_DIRECTION, false },
		{ "balance", read_balance, NFM_A_SESSION_BALANCE, false },
		{ "filter", read_filter, NFM_A_SESSION_FILTER, false },
		{ "vni", read_vni, NFM_A_SESSION_VNI, false },
		{ "port", read_port, NFM_A_SESSION_PORT, false },
		{ "snaplen", read_snaplen, NFM_A_SESSION_SNAPLEN, false },
		{ "snap_fix", read_snap_fix, NFM_A_SESSION_SNAP_FIX, false },
		{ "mtu", read_mtu, NFM_A_SESSION_MTU, false },
		{ "rate", read_rate, NFM_A_SESSION_RATE, false },
		{ "burst", read_burst, NFM_A_SESSION_BURST, false },
		{ "sample", read_sample, NFM_A_SESSION_SAMPLE, false },
		{ "dscp", read_dscp, NFM_A_SESSION_DSCP, false },
		{ "enabled", read_enabled, NFM_A_SESSION_ENABLED, false },
		{ "allow_outside", read_allow_outside,
		  NFM_A_SESSION_ALLOW_OUTSIDE, false },
		{ "tags", read_tags, NFM_A_SESSION_TAG, false },
		{ .name = "enis" },
		{ .name = "stats" },
		{}
	};
	struct session_list *list = object;
	struct session *s = session_new();

	(void)key;
	s->port = NFM_PORT_DEFAULT;
	s->enabled = true;
	STAILQ_INSERT_TAIL(list, s, next);
	return read_map(node, "session", keys, s, &s->has, s->at);
}
