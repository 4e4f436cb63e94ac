// SPDX-License-Identifier: GPL-2.0
#include <linux/random.h>

#include "path/encap.h"
#include "path/frame.h"
#include "path/output.h"
#include "path/pool.h"
#include "path/send.h"
#include "path/xmit.h"
#include "plan/balance.h"

static struct nfm_receiver *nfm_pick_receiver(const struct nfm_mirror *mirror,
					      const struct nfm_packet *packet)
{
	unsigned int n = mirror->n_receivers;
	u32 hash = packet->hash;

	if (n == 1)
		return mirror->receivers[0];
	if (mirror->balance == NFM_BALANCE_RANDOM)
		return mirror->receivers[reciprocal_scale(get_random_u32(), n)];
	if (mirror->balance == NFM_BALANCE_ENI)
		hash = packet->tap->hash;
	return mirror->receivers[mirror->slots[nfm_balance_slot(hash)]];
}

/* What is to be said of the copy before anything was done to it. */
static u8 nfm_cases(const struct nfm_packet *packet,
		    const struct nfm_mirror *mirror)
{
	if (packet->key->ports == NFM_PORTS_ELSEWHERE && mirror->by_ports)
		return BIT(NFM_CASE_PORTLESS);
	return 0;
}

/*
 * What nearly all copies are: of a packet that leaves as it is, to a receiver
 * over IPv4 whose link address is known, with room on the way.
 */
static bool nfm_xmit_is_plain(const struct nfm_packet *packet,
			      const struct nfm_mirror *mirror,
			      const struct dst_entry *dst)
{
	unsigned int frame_len = packet->l2.len + packet->skb->len;

	return packet->plain && dst->ops->family == AF_INET &&
	       sizeof(struct nfm_outer_v4) + frame_len <=
		       nfm_output_mtu_v4(dst) &&
	       (!mirror->snaplen || frame_len <= mirror->snaplen);
}

/* Outer headers, link-layer header, and what is in the packet's head. */
static __always_inline void nfm_xmit_write(const struct nfm_packet *packet,
					   const struct nfm_tunnel *tunnel,
					   struct nfm_outer_v4 *outer)
{
	const struct sk_buff *skb = packet->skb;
	u8 *inner = (u8 *)(outer + 1) + packet->l2.len;

	memcpy(inner, skb->data, skb_headlen(skb));
	/* Which writes in front of itself, too, so before the outer headers. */
	nfm_l2_put(&packet->l2, inner);
	nfm_outer_write_v4(outer, tunnel, packet->l2.len + skb->len, true);
}

/* The clone of a buffer that is written anew; NULL if there is none to be had. */
static __always_inline struct sk_buff *
nfm_xmit_clone(const struct nfm_packet *packet, const struct nfm_tunnel *tunnel,
	       unsigned int headroom)
{
	unsigned int len =
		sizeof(struct nfm_outer_v4) + packet->l2.len + packet->skb->len;
	struct sk_buff *buffer;

	if (unlikely(len > NFM_POOL_ROOM || headroom > NFM_POOL_HEADROOM ||
		     skb_is_nonlinear(packet->skb)))
		return NULL;
	buffer = nfm_pool_take();
	if (unlikely(!buffer))
		return NULL;
	nfm_xmit_write(packet, tunnel, (struct nfm_outer_v4 *)buffer->data);
	buffer->len = len;
	buffer->hash = packet->hash;
	skb_set_tail_pointer(buffer, len);
	return skb_clone(buffer, NFM_GFP);
}

/* A new buffer, which shares the original's pages. */
static noinline struct sk_buff *nfm_xmit_build(const struct nfm_packet *packet,
					       const struct nfm_tunnel *tunnel,
					       unsigned int headroom)
{
	const struct sk_buff *skb = packet->skb;
	unsigned int len =
		sizeof(struct nfm_outer_v4) + packet->l2.len + skb_headlen(skb);
	struct sk_buff *frame;

	/* The link-layer header is written with more than it has in front. */
	frame = nfm_frame_alloc(headroom + len + NFM_L2_ROOM);
	if (unlikely(!frame))
		return NULL;
	skb_reserve(frame, headroom);
	skb_reset_network_header(frame);
	skb_set_transport_header(frame, sizeof(struct iphdr));
	nfm_xmit_write(packet, tunnel, __skb_put(frame, len));
	frame->protocol = htons(ETH_P_IP);
	__skb_set_sw_hash(frame, packet->hash, true);
	if (skb_is_nonlinear(skb))
		nfm_frame_share(frame, skb);
	return frame;
}

static void nfm_xmit_plain(const struct nfm_packet *packet,
			   const struct nfm_mirror *mirror,
			   struct nfm_receiver *receiver,
			   const struct nfm_route *route,
			   struct neighbour *neigh)
{
	struct dst_entry *dst = route->dst;
	const struct nfm_tunnel tunnel = {
		.saddr = &route->saddr,
		.daddr = &receiver->addr,
		.vni = mirror->vni,
		.sport = nfm_outer_sport(packet->hash),
		.dport = mirror->port,
	};
	unsigned int headroom = nfm_output_headroom(dst);
	struct sk_buff *frame = nfm_xmit_clone(packet, &tunnel, headroom);

	if (unlikely(!frame))
		frame = nfm_xmit_build(packet, &tunnel, headroom);
	if (unlikely(!frame)) {
		nfm_drop(mirror, receiver, &packet->wire, NFM_DROP_NO_MEMORY);
		return;
	}
	nfm_output_own(frame, packet->sk);
	if (unlikely(nfm_output_direct_v4(frame, dst, neigh))) {
		nfm_drop(mirror, receiver, &packet->wire, NFM_DROP_QUEUE);
		return;
	}
	nfm_stats_sent(mirror->stats, &packet->wire);
	nfm_stats_sent(receiver->stats, &packet->wire);
}

static noinline void nfm_xmit_other(const struct nfm_packet *packet,
				    const struct nfm_mirror *mirror,
				    struct nfm_receiver *receiver,
				    const struct nfm_route *route,
				    struct neighbour *neigh)
{
	const struct nfm_copy copy = {
		.packet = packet,
		.mirror = mirror,
		.receiver = receiver,
		.dst = route->dst,
		.neigh = neigh,
		.tunnel = {
			.saddr = &route->saddr,
			.daddr = &receiver->addr,
			.vni = mirror->vni,
			.sport = nfm_outer_sport(packet->hash),
			.dport = mirror->port,
		},
		.v4 = route->dst->ops->family == AF_INET,
		.cases = nfm_cases(packet, mirror),
	};

	nfm_send(&copy);
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
	struct nfm_receiver *receiver = nfm_pick_receiver(mirror, packet);
	const struct nfm_route *route;
	struct neighbour *neigh;

	nfm_stats_matched(mirror->stats, &packet->wire);
	route = nfm_receiver_route(receiver, packet->net, mirror->port);
	if (IS_ERR(route)) {
		nfm_drop(mirror, receiver, &packet->wire, NFM_DROP_NO_ROUTE);
		return;
	}
	neigh = nfm_output_neigh(route->dst, receiver);
	if (IS_ERR(neigh))
		nfm_drop(mirror, receiver, &packet->wire, NFM_DROP_UNRESOLVED);
	else if (likely(neigh && nfm_xmit_is_plain(packet, mirror, route->dst)))
		nfm_xmit_plain(packet, mirror, receiver, route, neigh);
	else
		nfm_xmit_other(packet, mirror, receiver, route, neigh);
}
