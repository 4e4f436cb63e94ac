/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_RUNTIME_FEEDBACK_H
#define _NFM_RUNTIME_FEEDBACK_H

#include <linux/in6.h>
#include <linux/jiffies.h>
#include <linux/rcupdate.h>
#include <linux/skbuff.h>
#include <net/ipv6.h>

/*
 * Copies that leave through a device or gateway which cannot be inspected (a VPN
 * program, a third party's gateway) may come back as packets of the flow that
 * carries them, and each of those is copied again. Such a flow differs from others
 * only in that copies cause its packets; xmit/feedback.c finds that out by
 * experiment. This file decides when an experiment is worthwhile and keeps the
 * results of earlier ones.
 */

/* Weight of a packet of the watched flow; a packet of another flow weighs -1. */
#define NFM_SUSPICION_WEIGHT 3
/* Weight that starts an experiment on an opaque device, */
#define NFM_SUSPICION_OPAQUE (4 * NFM_SUSPICION_WEIGHT)
/* and on any other device, where hardly any flow carries copies. */
#define NFM_SUSPICION_OTHER (4096 * NFM_SUSPICION_WEIGHT)
/* Factor by which that weight grows after each experiment. */
#define NFM_SUSPICION_BACKOFF 16
/*
 * Maximum weight beyond that one. More copies than this are hardly in flight, and a
 * flow that ends must not hide another one for long.
 */
#define NFM_SUSPICION_EXCESS (4096 * NFM_SUSPICION_WEIGHT)
/* Upper bound of the weight that starts an experiment. */
#define NFM_SUSPICION_MOST (1 << 30)
/*
 * Copies of copies grow by their outer headers: at least 50 bytes for VXLAN, and
 * 14 for the tunnel that carries them.
 */
#define NFM_SUSPICION_STEP 64
/* Number of such steps that is no coincidence; the first packet counts as one. */
#define NFM_SUSPICION_GROWTH 7

/**
 * struct nfm_suspicion - flow that may carry the copies leaving by a route
 * @flow: hash of the flow that causes more than a quarter of the copies, if there
 *	  is one
 * @left: @limit minus the weight of @flow, which is suspect from 0 down; at least
 *	  -NFM_SUSPICION_EXCESS
 * @limit: weight that makes @flow suspect
 * @longest: a packet longer than this has grown by a step
 * @least: initial value of @limit
 * @growths: number of times that packets have grown by a step
 * @opaque: the route leaves by a device whose far side cannot be inspected
 *
 * Per-CPU; used by its own CPU with BHs disabled.
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
 * @saddr: source address; IPv4 ones are mapped, as in @daddr
 * @daddr: destination address
 * @sport: source port in host byte order; 0 if the protocol has no ports
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
 * nfm_flow_is() - compare two flows
 * @a: a flow
 * @b: the other flow
 *
 * Return: true if they are the same flow in the same direction.
 */
static inline bool nfm_flow_is(const struct nfm_flow *a,
			       const struct nfm_flow *b)
{
	return a->proto == b->proto && a->sport == b->sport &&
	       a->dport == b->dport && ipv6_addr_equal(&a->saddr, &b->saddr) &&
	       ipv6_addr_equal(&a->daddr, &b->daddr);
}

/* Maximum number of carriers known per receiver; the oldest is forgotten. */
#define NFM_CARRIERS 8

/**
 * struct nfm_carrier - a flow that carries copies
 * @flow: the flow; protocol 0: none
 * @hash: see nfm_key_hash()
 * @until: expiry in jiffies; the flow is then tried again, since routes and
 *	   programs change
 */
struct nfm_carrier {
	struct nfm_flow flow;
	u32 hash;
	unsigned long until;
};

/**
 * struct nfm_carriers - flows that carry copies to a receiver
 * @rcu: for kfree_rcu()
 * @list: the flows, newest first
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
 * nfm_carrier_is_known() - check whether a carrier is still valid
 * @carrier: list entry, possibly empty
 *
 * Return: false if the entry is empty or has expired.
 */
static inline bool nfm_carrier_is_known(const struct nfm_carrier *carrier)
{
	return carrier->flow.proto && time_before(jiffies, carrier->until);
}

/**
 * nfm_carriers_are_known() - check whether any carrier of a list is still valid
 * @carriers: list from nfm_carriers_with(), which gives all carriers the same time:
 *	      the first entry, the newest, expires last
 *
 * Return: false if all have expired.
 */
static inline bool nfm_carriers_are_known(const struct nfm_carriers *carriers)
{
	return nfm_carrier_is_known(&carriers->list[0]);
}

/**
 * nfm_suspicion_falls_on() - check whether a flow is suspect
 * @suspicion: state of the route
 * @hash: hash of the flow
 *
 * Return: true if it is suspect.
 */
static inline bool nfm_suspicion_falls_on(const struct nfm_suspicion *suspicion,
					  u32 hash)
{
	return suspicion->flow == hash && suspicion->left <= 0;
}

/**
 * nfm_suspicion_weight() - get the weight of the watched flow
 * @suspicion: state of the route
 *
 * Return: the weight, roughly NFM_SUSPICION_WEIGHT for each of its packets.
 */
static inline u32 nfm_suspicion_weight(const struct nfm_suspicion *suspicion)
{
	return suspicion->limit - suspicion->left;
}

/**
 * nfm_suspicion_rises() - account for a packet that is copied
 * @suspicion: state of the route that the copy leaves by
 * @skb: the packet
 * @hash: hash of its flow
 *
 * Boyer-Moore majority vote, in which votes for the flow weigh more.
 *
 * Return: true if the packet's flow is suspect.
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
	if (likely(suspicion->left > 0))
		return false;
	suspicion->left = max(suspicion->left, -NFM_SUSPICION_EXCESS);
	return true;
}

#endif /* _NFM_RUNTIME_FEEDBACK_H */
