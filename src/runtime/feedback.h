/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_RUNTIME_FEEDBACK_H
#define _NFM_RUNTIME_FEEDBACK_H

#include <linux/in6.h>
#include <linux/jiffies.h>
#include <linux/rcupdate.h>
#include <linux/skbuff.h>
#include <net/ipv6.h>

/*
 * Copies that leave through what nobody can look into (a VPN program, a gateway of
 * somebody else's) may come back as packets of the flow that carries them, each of
 * which is copied again. Nothing tells such a flow from others, but that copies
 * cause its packets: xmit/feedback.c finds that out by experiment. Here is when it
 * is worth one, and what is known from earlier ones.
 */

/* A packet of the flow weighs that much, one of another flow -1. */
#define NFM_SUSPICION_WEIGHT 3
/* So many packets of one flow start an experiment: by an opaque device, */
#define NFM_SUSPICION_OPAQUE (4 * NFM_SUSPICION_WEIGHT)
/* and by any other, where hardly any flow carries copies. */
#define NFM_SUSPICION_OTHER (4096 * NFM_SUSPICION_WEIGHT)
/* The next one comes after so many times as many, */
#define NFM_SUSPICION_BACKOFF 16
/* and at least after so many. */
#define NFM_SUSPICION_MOST (1 << 30)
/*
 * Copies of copies grow by their outer headers, with at least 50 bytes for VXLAN and
 * 14 for what carries them.
 */
#define NFM_SUSPICION_STEP 64
/* So many steps are no coincidence; the first packet counts as one, too. */
#define NFM_SUSPICION_GROWTH 7

/**
 * struct nfm_suspicion - which flow may carry the copies that leave by a route
 * @flow: hash of the flow that makes more than a quarter of the copies, if there is
 *	  one
 * @left: @limit, less its weight: that much is left until it is suspect
 * @limit: so much weight makes it suspect
 * @least: what @limit begins with
 * @longest: a packet that is longer than this has grown by a step
 * @growths: how often one did
 * @opaque: the route leaves by a device that nobody can look behind
 *
 * Used by its own CPU with bottom halves off.
 */
struct nfm_suspicion {
	u32 flow;
	s32 left;
	s32 limit;
	u32 longest;
	s32 least;
	u8 growths;
	bool opaque;
};

/**
 * struct nfm_flow - one direction of a conversation
 * @saddr: source address; mapped if it is IPv4, like @daddr
 * @daddr: destination address
 * @sport: source port, in host order; 0 if the protocol has none
 * @dport: destination port, likewise
 * @proto: IP protocol
 */
struct nfm_flow {
	struct in6_addr saddr;
	struct in6_addr daddr;
	u16 sport;
	u16 dport;
	u8 proto;
};

/**
 * nfm_flow_is() - compares flows
 * @a: one
 * @b: the other
 *
 * Return: true if they are the same, in the same direction.
 */
static inline bool nfm_flow_is(const struct nfm_flow *a,
			       const struct nfm_flow *b)
{
	return a->proto == b->proto && a->sport == b->sport &&
	       a->dport == b->dport && ipv6_addr_equal(&a->saddr, &b->saddr) &&
	       ipv6_addr_equal(&a->daddr, &b->daddr);
}

/* So many flows of a receiver's are known at a time; the oldest is forgotten. */
#define NFM_CARRIERS 8

/**
 * struct nfm_carrier - a flow that carries copies
 * @flow: the flow; protocol 0: none
 * @hash: see nfm_key_hash()
 * @until: jiffies; then it is tried again, for routes and programs change
 */
struct nfm_carrier {
	struct nfm_flow flow;
	u32 hash;
	unsigned long until;
};

/**
 * struct nfm_carriers - flows that carry copies to a receiver
 * @rcu: for freeing it
 * @list: them, the latest first
 *
 * Immutable.
 */
struct nfm_carriers {
	struct rcu_head rcu;
	struct nfm_carrier list[NFM_CARRIERS];
};

void nfm_suspicion_init(struct nfm_suspicion *suspicion, bool opaque);
void nfm_suspicion_grow(struct nfm_suspicion *suspicion,
			const struct sk_buff *skb);
void nfm_suspicion_rest(struct nfm_suspicion *suspicion);

struct nfm_carriers *nfm_carriers_with(const struct nfm_carriers *carriers,
				       const struct nfm_flow *flow, u32 hash);
const struct nfm_flow *nfm_carriers_find(const struct nfm_carriers *carriers,
					 u32 hash);
void nfm_carriers_last(struct nfm_carriers __rcu *const *carriers,
		       struct nfm_flow *flow);

/**
 * nfm_carrier_is_known() - tells whether it is long ago that a flow was tried
 * @carrier: the flow, or none
 *
 * Return: false if it is.
 */
static inline bool nfm_carrier_is_known(const struct nfm_carrier *carrier)
{
	return carrier->flow.proto && time_before(jiffies, carrier->until);
}

/**
 * nfm_carriers_are_known() - tells the same of all
 * @carriers: flows
 */
static inline bool nfm_carriers_are_known(const struct nfm_carriers *carriers)
{
	return nfm_carrier_is_known(&carriers->list[0]);
}

/**
 * nfm_suspicion_falls_on() - tells whether a flow is suspect
 * @suspicion: of the route
 * @hash: of the flow
 */
static inline bool nfm_suspicion_falls_on(const struct nfm_suspicion *suspicion,
					  u32 hash)
{
	return suspicion->flow == hash && suspicion->left <= 0;
}

/**
 * nfm_suspicion_weight() - tells how often the flow was seen, more or less
 * @suspicion: of the route
 */
static inline u32 nfm_suspicion_weight(const struct nfm_suspicion *suspicion)
{
	return suspicion->limit - suspicion->left;
}

/**
 * nfm_suspicion_rises() - notes that a packet is copied
 * @suspicion: of the route that the copy leaves by
 * @skb: the packet
 * @hash: of its flow
 *
 * By the majority vote of Boyer and Moore, but that votes for the flow weigh more.
 *
 * Return: true if its flow is suspect.
 */
static inline bool nfm_suspicion_rises(struct nfm_suspicion *suspicion,
				       const struct sk_buff *skb, u32 hash)
{
	if (unlikely(suspicion->flow != hash)) {
		if (suspicion->left < suspicion->limit) {
			suspicion->left++;
			return false;
		}
		suspicion->flow = hash;
		suspicion->limit = suspicion->least;
		suspicion->left = suspicion->least;
		suspicion->longest = 0;
		suspicion->growths = 0;
	}
	suspicion->left -= NFM_SUSPICION_WEIGHT;
	if (unlikely(skb->len > suspicion->longest))
		nfm_suspicion_grow(suspicion, skb);
	return unlikely(suspicion->left <= 0);
}

#endif /* _NFM_RUNTIME_FEEDBACK_H */
