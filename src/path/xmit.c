// SPDX-License-Identifier: GPL-2.0
#include <linux/random.h>

#include "path/encap.h"
#include "path/frame.h"
#include "path/output.h"
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

/* The whole copy in one go: a head of its own, and the original's pages. */
static struct sk_buff *nfm_xmit_build(const struct nfm_packet *packet,
				      const struct nfm_tunnel *tunnel,
				      unsigned int headroom)
{
	const struct sk_buff *skb = packet->skb;
	unsigned int head_len = skb_headlen(skb);
	unsigned int l2_len = packet->l2.len;
	struct nfm_outer_v4 *outer;
	struct sk_buff *frame;
	u8 *inner;

	frame = nfm_frame_alloc(headroom + sizeof(*outer) + NFM_L2_MAX +
				head_len);
	if (unlikely(!frame))
		return NULL;
	skb_reserve(frame, headroom);
	skb_reset_network_header(frame);
	skb_set_transport_header(frame, sizeof(outer->ip));
	outer = __skb_put(frame, sizeof(*outer) + l2_len + head_len);
	inner = (u8 *)(outer + 1) + l2_len;
	memcpy(inner, skb->data, head_len);
	/* Which writes in front of itself, too, so before the outer headers. */
	nfm_l2_put(&packet->l2, inner);
	nfm_outer_write_v4(outer, tunnel, l2_len + skb->len, true);
	if (unlikely(skb_is_nonlinear(skb)))
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
	struct sk_buff *frame;

	frame = nfm_xmit_build(packet, &tunnel, nfm_output_headroom(dst));
	if (unlikely(!frame)) {
		nfm_drop(mirror, receiver, &packet->wire, NFM_DROP_NO_MEMORY);
		return;
	}
	nfm_output_own(frame, packet->sk);
	__skb_set_sw_hash(frame, packet->hash, true);
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
