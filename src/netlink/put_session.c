// SPDX-License-Identifier: GPL-2.0
#include "eni/scope.h"
#include "netlink/attr.h"
#include "netlink/put.h"

static int nfm_put_scope(struct sk_buff *msg, const struct nfm_session *session)
{
	const char *name;
	unsigned int i;

	for (i = 0; i < session->n_cidrs; i++)
		if (nfm_put_prefix(msg, NFM_A_SESSION_SCOPE_CIDR,
				   &session->cidrs[i]))
			return -EMSGSIZE;
	nfm_session_for_each_eni(name, session)
		if (nla_put_string(msg, NFM_A_SESSION_SCOPE_ENI, name))
			return -EMSGSIZE;
	return 0;
}

static int nfm_put_values(struct sk_buff *msg,
			  const struct nfm_session *session)
{
	const struct nfm_session_params *params = &session->params;

	if (nla_put_string(msg, NFM_A_SESSION_NAME, session->object.name) ||
	    nla_put_string(msg, NFM_A_SESSION_NETWORK, session->network))
		return -EMSGSIZE;
	if (!ipv6_addr_any(&params->next_hop) &&
	    nfm_put_addr(msg, NFM_A_SESSION_NEXT_HOP, &params->next_hop))
		return -EMSGSIZE;
	return nfm_put_params(msg, params);
}

static int nfm_put_lists(struct sk_buff *msg, const struct nfm_session *session)
{
	struct nlattr *nest;
	unsigned int i;

	for (i = 0; i < session->n_receivers; i++)
		if (nfm_put_addr(msg, NFM_A_SESSION_RECEIVER,
				 &session->receivers[i]->addr))
			return -EMSGSIZE;
	for (i = 0; i < session->n_tags; i++) {
		nest = nla_nest_start(msg, NFM_A_SESSION_TAG);
		if (!nest ||
		    nla_put_string(msg, NFM_A_TAG_KEY, session->tags[i].key) ||
		    nla_put_string(msg, NFM_A_TAG_VALUE,
				   session->tags[i].value))
			return -EMSGSIZE;
		nla_nest_end(msg, nest);
	}
	return 0;
}

static int nfm_put_taps(struct sk_buff *msg,
			const struct nfm_inventory *inventory, unsigned int s)
{
	const struct nfm_session *session =
		nfm_config_session(inventory->config, s);
	const struct nfm_eni **named = &inventory->named[inventory->scopes[s]];
	const char *name;

	nfm_session_for_each_eni(name, session) {
		struct nlattr *nest = nla_nest_start(msg, NFM_A_SESSION_TAP);
		const struct nfm_eni *eni = *named++;

		if (!nest || nla_put_string(msg, NFM_A_TAP_ENI, name) ||
		    nla_put_u32(msg, NFM_A_TAP_STATE,
				nfm_tap_state(inventory, s, eni)) ||
		    (eni && strcmp(eni->name, name) &&
		     nla_put_string(msg, NFM_A_TAP_DEVICE, eni->name)))
			return -EMSGSIZE;
		nla_nest_end(msg, nest);
	}
	return 0;
}

static int nfm_put_u64(struct sk_buff *msg, int type, u64 value)
{
	return nla_put_u64_64bit(msg, type, value, NFM_A_STATS_PAD);
}

/* Types in a nest of drops or modified are enum values plus 1, so type 0 can pad. */
static int nfm_put_counts(struct sk_buff *msg, int type, const u64 *counts,
			  int n)
{
	struct nlattr *nest = nla_nest_start(msg, type);
	int i;

	if (!nest)
		return -EMSGSIZE;
	for (i = 0; i < n; i++)
		if (counts[i] && nla_put_u64_64bit(msg, i + 1, counts[i], 0))
			return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int nfm_put_totals(struct sk_buff *msg, const struct nfm_totals *totals)
{
	if (nfm_put_u64(msg, NFM_A_STATS_SENT_PACKETS, totals->sent_packets) ||
	    nfm_put_u64(msg, NFM_A_STATS_SENT_BYTES, totals->sent_bytes) ||
	    nfm_put_u64(msg, NFM_A_STATS_DROPPED_PACKETS,
			totals->dropped_packets))
		return -EMSGSIZE;
	return nfm_put_counts(msg, NFM_A_STATS_DROPS, totals->drops,
			      __NFM_DROP_MAX);
}

static int nfm_put_flow(struct sk_buff *msg, int type,
			const struct nfm_flow *flow)
{
	struct nlattr *nest = nla_nest_start(msg, type);

	if (!nest || nla_put_u32(msg, NFM_A_FLOW_PROTO, flow->proto) ||
	    nfm_put_addr(msg, NFM_A_FLOW_SADDR, &flow->saddr) ||
	    nfm_put_addr(msg, NFM_A_FLOW_DADDR, &flow->daddr) ||
	    (flow->sport && nla_put_u32(msg, NFM_A_FLOW_SPORT, flow->sport)) ||
	    (flow->dport && nla_put_u32(msg, NFM_A_FLOW_DPORT, flow->dport)))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

/**
 * nfm_put_receiver_health() - write a receiver's address and health
 * @msg: the message
 * @receiver: the receiver
 * @health: its health
 *
 * Return: 0, or -EMSGSIZE if there is no room.
 */
int nfm_put_receiver_health(struct sk_buff *msg,
			    const struct nfm_receiver *receiver,
			    const struct nfm_health *health)
{
	if (nfm_put_addr(msg, NFM_A_STATS_ADDRESS, &receiver->addr) ||
	    nla_put_u32(msg, NFM_A_STATS_STATE, health->state))
		return -EMSGSIZE;
	if (health->mtu_short &&
	    nla_put_u32(msg, NFM_A_STATS_MTU_SHORT, health->mtu_short))
		return -EMSGSIZE;
	if (!health->feedback.proto)
		return 0;
	return nfm_put_flow(msg, NFM_A_STATS_FEEDBACK, &health->feedback);
}

/* @mtu: length of the longest packet that the session may send */
static int nfm_put_receiver(struct sk_buff *msg, struct net *net,
			    struct nfm_receiver *receiver, u16 port,
			    unsigned int mtu)
{
	struct nlattr *nest = nla_nest_start(msg, NFM_A_STATS_RECEIVER);
	struct nfm_health health;
	struct nfm_totals totals;

	nfm_receiver_health(receiver, net, port, mtu, &health);
	nfm_stats_sum(receiver->stats, &totals);
	if (!nest || nfm_put_receiver_health(msg, receiver, &health) ||
	    nfm_put_totals(msg, &totals))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int nfm_put_stats(struct sk_buff *msg, struct net *net,
			 const struct nfm_session *session, unsigned int mtu)
{
	struct nlattr *nest = nla_nest_start(msg, NFM_A_SESSION_STATS);
	struct nfm_totals totals;
	unsigned int i;

	nfm_stats_sum(session->counters->stats, &totals);
	if (!nest ||
	    nfm_put_u64(msg, NFM_A_STATS_MATCHED_PACKETS,
			totals.matched_packets) ||
	    nfm_put_u64(msg, NFM_A_STATS_MATCHED_BYTES, totals.matched_bytes) ||
	    nfm_put_totals(msg, &totals) ||
	    nfm_put_counts(msg, NFM_A_STATS_MODIFIED, totals.modified,
			   __NFM_MODIFIED_MAX))
		return -EMSGSIZE;
	for (i = 0; i < session->n_receivers; i++)
		if (nfm_put_receiver(msg, net, session->receivers[i],
				     session->params.port, mtu))
			return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

/**
 * nfm_put_session() - write a session
 * @msg: the message
 * @net: the namespace; NULL omits the statistics
 * @inventory: its devices and configuration
 * @i: index of the session in the configuration
 *
 * Return: 0, or -EMSGSIZE if there is no room.
 */
int nfm_put_session(struct sk_buff *msg, struct net *net,
		    const struct nfm_inventory *inventory, unsigned int i)
{
	const struct nfm_session *session =
		nfm_config_session(inventory->config, i);
	struct nlattr *nest = nla_nest_start(msg, NFM_A_SESSION);

	if (!nest || nfm_put_values(msg, session) ||
	    nfm_put_scope(msg, session) || nfm_put_lists(msg, session) ||
	    nfm_put_filter(msg, NFM_A_SESSION_FILTER, session->filter) ||
	    nfm_put_taps(msg, inventory, i) ||
	    (net && nfm_put_stats(msg, net, session, inventory->mtus[i])))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}
