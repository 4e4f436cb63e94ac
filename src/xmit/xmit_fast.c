// SPDX-License-Identifier: GPL-2.0
#include <linux/random.h>

#include "compat/compiler.h"
#include "lib/vxlan.h"
#include "plan/balance.h"
#include "xmit/feedback.h"
#include "xmit/output.h"
#include "xmit/sender.h"
#include "xmit/skb_pool.h"
#include "xmit/xmit_fast.h"
#include "xmit/xmit_slow.h"

/**
 * struct nfm_way - from a packet to a receiver
 * @packet: what is copied
 * @mirror: who wants it
 * @receiver: who gets it
 * @route: the way there, as this CPU knows it
 * @frame_len: length of the frame that the copy carries, in bytes
 * @neigh: who takes it next
 *
 * Handed on by value: what is in line has it in registers.
 */
struct nfm_way {
	const struct nfm_packet *packet;
	const struct nfm_mirror *mirror;
	struct nfm_receiver *receiver;
	struct nfm_route *route;
	unsigned int frame_len;
	struct neighbour *neigh;
};

static struct nfm_receiver *nfm_pick_receiver(const struct nfm_mirror *mirror,
					      const struct nfm_packet *packet)
{
	unsigned int n = mirror->n_receivers;
	u32 hash = packet->hash;

	if (likely(n == 1))
		return mirror->receivers[0];
	if (mirror->balance == NFM_BALANCE_RANDOM)
		return mirror->receivers[reciprocal_scale(get_random_u32(), n)];
	if (mirror->balance == NFM_BALANCE_ENI)
		hash = packet->tap->hash;
	return mirror->receivers[mirror->slots[nfm_balance_slot(hash)]];
}

static __always_inline struct nfm_tunnel nfm_way_tunnel(struct nfm_way way)
{
	return (struct nfm_tunnel){
		.saddr = &way.route->saddr,
		.daddr = &way.receiver->addr,
		.vni = way.mirror->vni,
		.mark = nfm_mark(way.mirror->mark, way.packet->tap->mark),
		.tos = way.mirror->tos,
		.sport = nfm_outer_sport(way.packet->hash),
		.dport = way.mirror->port,
	};
}

/* What is to be said of the copy before anything was done to it. */
static u8 nfm_way_cases(struct nfm_way way)
{
	if (way.packet->key->ports == NFM_PORTS_ELSEWHERE &&
	    way.mirror->by_ports)
		return BIT(NFM_CASE_PORTLESS);
	return 0;
}

/*
 * What nearly all copies are: of a packet that leaves as it is, to a receiver over
 * IPv4 whose link address is known (so there is @neigh), that fit a buffer of the
 * pool, the way and the budget.
 */
static __always_inline bool nfm_way_is_plain(struct nfm_way way)
{
	unsigned int len = sizeof(struct nfm_outer_v4) + way.frame_len;

	return way.neigh && way.packet->plain && len <= NFM_POOL_ROOM &&
	       len <= nfm_output_mtu_direct_v4(way.route->dst) &&
	       (!way.mirror->snaplen || way.frame_len <= way.mirror->snaplen) &&
	       nfm_output_has_budget(way.packet->sender->sk);
}

/* Outer headers and link-layer header, in front of the copy of a packet. */
static __always_inline void nfm_xmit_write(struct nfm_way way,
					   struct nfm_outer_v4 *outer)
{
	const struct nfm_tunnel tunnel = nfm_way_tunnel(way);
	const struct nfm_packet *packet = way.packet;

	/* Which writes in front of itself, too, so before the outer headers. */
	nfm_l2_put(&packet->l2, (u8 *)(outer + 1) + packet->l2.len);
	nfm_outer_write_v4(outer, &tunnel, way.frame_len, packet->key->id,
			   true);
}

/* The clone of a buffer that is written anew; NULL if there is none to be had. */
static __always_inline struct sk_buff *nfm_xmit_clone(struct nfm_way way)
{
	unsigned int len = sizeof(struct nfm_outer_v4) + way.frame_len;
	const struct sk_buff *skb = way.packet->skb;
	struct sk_buff *buffer, *clone;
	u8 *inner;

	buffer = nfm_pool_take();
	if (unlikely(!buffer))
		return NULL;
	inner = buffer->data + len - skb->len;
	if (likely(!skb_is_nonlinear(skb)))
		memcpy(inner, skb->data, skb->len);
	else if (skb_copy_bits(skb, 0, inner, skb->len))
		return NULL;
	buffer->len = len;
	buffer->hash = way.packet->hash;
	skb_set_tail_pointer(buffer, len);
	nfm_xmit_write(way, (struct nfm_outer_v4 *)buffer->data);
	clone = skb_clone(buffer, NFM_GFP);
	if (likely(clone))
		nfm_output_own(clone, way.packet->sender->sk);
	return clone;
}

static noinline void nfm_xmit_drop(struct nfm_way way, enum nfm_drop reason)
{
	nfm_stats_matched(way.mirror->stats, &way.packet->wire);
	nfm_drop(way.mirror, way.receiver, &way.packet->wire, reason);
}

/* Whatever is different. @stirs: the packet may carry copies, or a trial is on */
static noinline void nfm_xmit_other(struct nfm_way way, bool stirs)
{
	enum nfm_feedback_verdict verdict =
		stirs || READ_ONCE(way.receiver->fed_back) ?
			nfm_feedback_judge(way.packet, way.receiver,
					   way.route) :
			NFM_FEEDBACK_SEND;
	const struct nfm_copy copy NFM_UNINITIALIZED = {
		.packet = way.packet,
		.mirror = way.mirror,
		.receiver = way.receiver,
		.dst = way.route->dst,
		.neigh = way.neigh ?:
				     nfm_output_find_neigh(way.route->dst,
							   way.receiver),
		.tunnel = nfm_way_tunnel(way),
		.v4 = way.route->dst->ops->family == AF_INET,
		.held = verdict == NFM_FEEDBACK_HOLD,
		.cases = nfm_way_cases(way),
	};

	if (unlikely(verdict == NFM_FEEDBACK_DROP))
		return nfm_xmit_drop(way, NFM_DROP_FEEDBACK);
	if (IS_ERR(copy.neigh)) {
		nfm_xmit_drop(way, copy.neigh == ERR_PTR(-ENETDOWN) ?
					   NFM_DROP_QUEUE :
					   NFM_DROP_UNRESOLVED);
	} else {
		nfm_stats_matched(way.mirror->stats, &way.packet->wire);
		nfm_send(&copy);
	}
	if (unlikely(verdict == NFM_FEEDBACK_HOLD))
		nfm_feedback_relieve(way.packet);
}

/**
 * nfm_xmit_copy() - sends a mirror its copy of a packet, and counts it
 * @packet: the packet
 * @mirror: who wants it
 *
 * Context: bottom halves off, RCU read side.
 */
void nfm_xmit_copy(const struct nfm_packet *packet,
		   const struct nfm_mirror *mirror)
{
	struct nfm_way way = { .packet = packet, .mirror = mirror };
	struct sk_buff *frame;
	struct nfm_wire wire;

	way.receiver = nfm_pick_receiver(mirror, packet);
	way.route = this_cpu_ptr(way.receiver->routes);
	if (likely(nfm_route_is_straight(way.route, packet->sender->net)))
		way.neigh = nfm_output_known_neigh(way.route, way.receiver);
	else if (!nfm_receiver_has_route(way.receiver, way.route,
					 packet->sender->net, mirror->port))
		return nfm_xmit_drop(way, NFM_DROP_NO_ROUTE);
	way.frame_len = packet->l2.len + packet->skb->len;
	if (nfm_suspicion_rises(&way.route->suspicion, packet->skb,
				packet->hash) ||
	    unlikely(nfm_feedback_tries(&packet->sender->feedback)))
		return nfm_xmit_other(way, true);
	if (unlikely(!nfm_way_is_plain(way)))
		return nfm_xmit_other(way, false);
	frame = nfm_xmit_clone(way);
	if (unlikely(!frame))
		return nfm_xmit_other(way, false);
	if (unlikely(
		    nfm_output_direct(frame, way.route->dst, way.neigh, false)))
		return nfm_xmit_drop(way, NFM_DROP_QUEUE);
	wire = packet->wire;
	nfm_stats_copied(mirror->stats, &wire);
	nfm_stats_sent(way.receiver->stats, &wire);
}
