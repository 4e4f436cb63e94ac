// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "runtime/feedback.h"

/* Then the flow is tried again, which costs some 30 packets if it still loops. */
#define NFM_CARRIER_TIME (600 * HZ)

/**
 * nfm_suspicion_init() - start watching a route
 * @suspicion: output, the state of the route
 * @opaque: the route leaves by a device whose far side cannot be inspected
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
 * nfm_suspicion_grow() - record that the packets of a flow have grown
 * @suspicion: state of the route; watches the flow of @skb
 * @skb: packet longer than the previous ones of its flow
 *
 * GSO packets are not counted as evidence: TCP chooses their length.
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
 * nfm_suspicion_rest() - record that a suspect flow is on trial
 * @suspicion: state of the route that its copies leave by
 *
 * If the flow turns out to be innocent, NFM_SUSPICION_BACKOFF times the weight
 * is needed for the next trial.
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
 * nfm_carriers_with() - add a flow to a list of carriers
 * @carriers: known carriers; NULL if there are none
 * @flow: the flow
 * @hash: hash of @flow
 *
 * Context: any.
 * Return: a new list, or NULL if out of memory.
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
 * nfm_carriers_find() - look up a carrier by hash
 * @carriers: known carriers
 * @hash: hash of a packet's flow
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
 * nfm_carriers_last() - get the flow that was found last
 * @carriers: list of a receiver
 * @flow: output, the flow; its protocol is 0 if there is none
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
