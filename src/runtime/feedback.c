// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "runtime/feedback.h"

/* Then a flow is tried again: that costs some thirty packets if it still loops. */
#define NFM_CARRIER_TIME (600 * HZ)

/**
 * nfm_suspicion_init() - begins to watch a route
 * @suspicion: what is known of its copies
 * @opaque: it leaves by a device that nobody can look behind
 */
void nfm_suspicion_init(struct nfm_suspicion *suspicion, bool opaque)
{
	s32 least = opaque ? NFM_SUSPICION_OPAQUE : NFM_SUSPICION_OTHER;

	*suspicion = (struct nfm_suspicion){
		.left = least,
		.limit = least,
		.least = least,
		.opaque = opaque,
	};
}

/**
 * nfm_suspicion_grow() - notes that a packet is longer than those of its flow before
 * @suspicion: of the route; the flow is the one that it watches
 * @skb: the packet
 *
 * GSO packets say nothing: TCP makes them as long as it likes.
 */
void nfm_suspicion_grow(struct nfm_suspicion *suspicion,
			const struct sk_buff *skb)
{
	suspicion->longest = skb->len + NFM_SUSPICION_STEP - 1;
	if (skb_is_gso(skb))
		return;
	if (++suspicion->growths == NFM_SUSPICION_GROWTH)
		suspicion->left = min(suspicion->left, 0);
}

/**
 * nfm_suspicion_rest() - notes that a suspect flow is on trial
 * @suspicion: of the route that its copies leave by
 *
 * If it is innocent, the next trial comes after many times as many packets.
 */
void nfm_suspicion_rest(struct nfm_suspicion *suspicion)
{
	u32 reached =
		max_t(u32, nfm_suspicion_weight(suspicion), suspicion->limit);

	if (reached < NFM_SUSPICION_MOST / NFM_SUSPICION_BACKOFF) {
		suspicion->limit = reached * NFM_SUSPICION_BACKOFF;
		suspicion->left = suspicion->limit - reached;
	} else {
		suspicion->left = suspicion->limit;
	}
}

/**
 * nfm_carriers_with() - adds a flow
 * @carriers: those that are known; NULL: none
 * @flow: the flow
 * @hash: its hash
 *
 * Context: any.
 * Return: a new list, or NULL if memory is short.
 */
struct nfm_carriers *nfm_carriers_with(const struct nfm_carriers *carriers,
				       const struct nfm_flow *flow, u32 hash)
{
	struct nfm_carriers *with =
		kzalloc(sizeof(*with), GFP_ATOMIC | __GFP_NOWARN);
	unsigned int i, n = 1;

	if (!with)
		return NULL;
	with->list[0] = (struct nfm_carrier){
		.flow = *flow,
		.hash = hash,
		.until = jiffies + NFM_CARRIER_TIME,
	};
	for (i = 0; carriers && i < NFM_CARRIERS && n < NFM_CARRIERS; i++) {
		const struct nfm_carrier *carrier = &carriers->list[i];

		if (nfm_carrier_is_known(carrier) && carrier->hash != hash)
			with->list[n++] = *carrier;
	}
	return with;
}

/**
 * nfm_carriers_find() - finds the flow that a packet is of
 * @carriers: flows
 * @hash: of the packet's flow
 *
 * Return: the flow, or NULL.
 */
const struct nfm_flow *nfm_carriers_find(const struct nfm_carriers *carriers,
					 u32 hash)
{
	unsigned int i;

	for (i = 0; i < NFM_CARRIERS; i++)
		if (carriers->list[i].hash == hash &&
		    nfm_carrier_is_known(&carriers->list[i]))
			return &carriers->list[i].flow;
	return NULL;
}

/**
 * nfm_carriers_last() - tells which flow was found last
 * @carriers: a receiver's
 * @flow: becomes it; of protocol 0 if there is none
 */
void nfm_carriers_last(struct nfm_carriers __rcu *const *carriers,
		       struct nfm_flow *flow)
{
	const struct nfm_carriers *known;

	*flow = (struct nfm_flow){};
	rcu_read_lock();
	known = rcu_dereference(*carriers);
	if (known && nfm_carrier_is_known(&known->list[0]))
		*flow = known->list[0].flow;
	rcu_read_unlock();
}
