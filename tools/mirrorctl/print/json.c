// SPDX-License-Identifier: GPL-2.0
/* Keys are a stable interface: see mirrorctl(8). */
#include <stdio.h>

#include "model/json_values.h"
#include "model/names.h"
#include "model/options.h"
#include "print/output.h"
#include "print/stats.h"
#include "util/pool.h"

json_t *network_json(const struct network *net)
{
	return json_pack("{s:o, s:o, s:o, s:s?, s:o}", "name",
			 json_text(net->name), "cidrs", json_cidrs(&net->cidrs),
			 "max_sessions", json_number(net->max_sessions), "seed",
			 net->seed ? "set" : NULL, "sessions",
			 json_number(net->sessions));
}

static json_t *mac_json(const uint8_t *mac)
{
	return json_string(pool_printf("%02x:%02x:%02x:%02x:%02x:%02x", mac[0],
				       mac[1], mac[2], mac[3], mac[4], mac[5]));
}

static json_t *blind_json(uint32_t blind)
{
	json_t *array = json_array();
	unsigned int reason;

	for (reason = 0; blind_words[reason]; reason++)
		if (blind & BIT(reason))
			json_array_append_new(array,
					      json_string(blind_words[reason]));
	return array;
}

json_t *eni_json(const struct eni *eni)
{
	uint32_t has = eni->has;

	return json_pack(
		"{s:o, s:o?, s:o?, s:o?, s:o?, s:o?, s:b, s:o?, s:s, s:s?, s:s, s:s?, s:o, s:o, s:o, s:b, s:o}",
		"name", json_text(eni->name), "ifindex",
		has & BIT(NFM_A_ENI_IFINDEX) ? json_number(eni->ifindex) : NULL,
		"mac", has & BIT(NFM_A_ENI_MAC) ? mac_json(eni->mac) : NULL,
		"mtu", has & BIT(NFM_A_ENI_MTU) ? json_number(eni->mtu) : NULL,
		"network", eni->network ? json_text(eni->network) : NULL, "via",
		has & BIT(NFM_A_ENI_VIA) ? json_text(cidr_text(&eni->via)) :
					   NULL,
		"attached", !!(has & BIT(NFM_A_ENI_ATTACHED)), "attached_as",
		has & BIT(NFM_A_ENI_ATTACHED) ?
			json_text(eni->attached_as ?: eni->name) :
			NULL,
		"facing", word_of(facing_words, eni->facing), "attached_facing",
		has & BIT(NFM_A_ENI_ATTACHED_FACING) ?
			word_of(facing_words, eni->attached_facing) :
			NULL,
		"tap", word_of(tap_mode_words, eni->tap), "attached_tap",
		has & BIT(NFM_A_ENI_ATTACHED_TAP) ?
			word_of(tap_mode_words, eni->attached_tap) :
			NULL,
		"blind", blind_json(eni->blind), "addresses",
		json_addresses(&eni->addresses), "guest_addresses",
		json_addresses(&eni->guest_addresses), "owns_receiver",
		!!(has & BIT(NFM_A_ENI_OWNS_RECEIVER)), "sessions",
		json_texts(&eni->sessions));
}

/* NULL: no device. */
static const char *tap_device(const struct tap *tap)
{
	if (tap->state == NFM_TAP_ABSENT)
		return NULL;
	return tap->device ?: tap->eni;
}

static json_t *taps_json(const struct tap_list *taps)
{
	json_t *array = json_array();
	const struct tap *tap;

	STAILQ_FOREACH(tap, taps, next) {
		const char *device = tap_device(tap);

		json_array_append_new(
			array,
			json_pack("{s:o, s:s, s:o?}", "name",
				  json_text(tap->eni), "state",
				  word_of(tap_words, tap->state), "device",
				  device ? json_text(device) : NULL));
	}
	return array;
}

static json_t *counts_json(const uint64_t *counts, const char *const *words)
{
	json_t *object = json_object();
	int i;

	for (i = 0; words[i]; i++)
		if (counts[i])
			json_object_set_new(object, words[i],
					    json_number(counts[i]));
	return object;
}

static json_t *receiver_json(const struct receiver *receiver)
{
	const struct counters *counters = &receiver->counters;

	return json_pack("{s:s, s:s, s:o, s:o*, s:o, s:o, s:o, s:o}", "ip",
			 address_text(&receiver->in6), "state",
			 word_of(receiver_words, receiver->state), "mtu_short",
			 json_number(receiver->mtu_short), "feedback",
			 json_flow(&receiver->feedback), "sent_packets",
			 json_number(counters->sent_packets), "sent_bytes",
			 json_number(counters->sent_bytes), "dropped_packets",
			 json_number(counters->dropped_packets), "drops",
			 counts_json(counters->drops, drop_words));
}

static json_t *stats_json(const struct stats *stats)
{
	const struct counters *counters = &stats->counters;
	const struct receiver *receiver;
	json_t *receivers = json_array();

	STAILQ_FOREACH(receiver, &stats->receivers, next)
		json_array_append_new(receivers, receiver_json(receiver));
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
			 "matched_packets",
			 json_number(counters->matched_packets),
			 "matched_bytes", json_number(counters->matched_bytes),
			 "sent_packets", json_number(counters->sent_packets),
			 "sent_bytes", json_number(counters->sent_bytes),
			 "dropped_packets",
			 json_number(counters->dropped_packets), "drops",
			 counts_json(counters->drops, drop_words), "modified",
			 counts_json(stats->modified, modified_words),
			 "receivers", receivers);
}

json_t *session_json(const struct session *s, bool stats)
{
	/* These come first, in this order. */
	json_t *object = json_pack("{s:n, s:n, s:n, s:n, s:n, s:n}", "name",
				   "network", "scope", "direction", "filter",
				   "receivers");

	options_json(object, s);
	if (s->scope == NFM_SCOPE_ENI)
		json_object_set_new(object, "enis", taps_json(&s->taps));
	if (stats)
		json_object_set_new(object, "stats", stats_json(&s->stats));
	return object;
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
	if (stats && (!genl || genl == NFM_CMD_SESSION_GET))
		json_object_set_new(root, "classifier_bytes",
				    json_number(snap->classifier_bytes));
	json_decref(networks);
	json_decref(enis);
	json_decref(sessions);
	return root;
}

void print_tree(const json_t *tree, bool pretty, FILE *out)
{
	json_dumpf(tree, out, pretty ? JSON_INDENT(2) : JSON_COMPACT);
	putc('\n', out);
}

/* Consumes the reference to @root. */
static void print_root(json_t *root, bool pretty)
{
	print_tree(root, pretty, stdout);
	json_decref(root);
}

void print_json(const struct snapshot *snap, uint8_t genl, bool stats,
		bool pretty)
{
	print_root(snapshot_json(snap, genl, stats), pretty);
}

void print_stats_json(const struct snapshot *snap, bool pretty)
{
	json_t *sessions = json_array();
	const struct session *s;

	STAILQ_FOREACH(s, &snap->sessions, next)
		json_array_append_new(sessions,
				      json_pack("{s:o, s:o}", "name",
						json_text(s->name), "stats",
						stats_json(&s->stats)));
	print_root(json_pack("{s:o}", "sessions", sessions), pretty);
}
