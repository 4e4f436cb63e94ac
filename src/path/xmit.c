// SPDX-License-Identifier: GPL-2.0
#include <linux/random.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/ip_tunnels.h>
#include <net/sock.h>

#include "path/encap.h"
#include "path/frame.h"
#include "path/output.h"
#include "path/wire.h"
#include "path/xmit.h"
#include "plan/balance.h"

/**
 * struct nfm_copy - a copy under way
 * @packet: what it is a copy of
 * @mirror: who wants it
 * @receiver: who gets it
 * @dst: the route there; a reference
 * @tunnel: its outer addresses and ports
 */
struct nfm_copy {
	const struct nfm_packet *packet;
	const struct nfm_mirror *mirror;
	struct nfm_receiver *receiver;
	struct dst_entry *dst;
	struct nfm_tunnel tunnel;
};

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

static void nfm_count_sent(const struct nfm_copy *copy,
			   const struct nfm_wire *wire)
{
	nfm_stats_sent(copy->mirror->stats, wire);
	nfm_stats_sent(copy->receiver->stats, wire);
}

static void nfm_count_drop(const struct nfm_copy *copy,
			   const struct nfm_wire *wire, enum nfm_drop reason)
{
	nfm_stats_dropped(copy->mirror->stats, wire, reason);
	nfm_stats_dropped(copy->receiver->stats, wire, reason);
}

static bool nfm_copy_is_v4(const struct nfm_copy *copy)
{
	return nfm_addr_is_v4(&copy->tunnel.daddr);
}

static unsigned int nfm_outer_len(const struct nfm_copy *copy)
{
	return nfm_copy_is_v4(copy) ? sizeof(struct nfm_outer_v4) :
				      sizeof(struct nfm_outer_v6);
}

static void nfm_push_v4(const struct nfm_copy *copy, struct sk_buff *frame,
			bool fits)
{
	unsigned int len = frame->len;
	struct nfm_outer_v4 *outer = skb_push(frame, sizeof(*outer));

	skb_reset_network_header(frame);
	skb_set_transport_header(frame, sizeof(outer->ip));
	nfm_outer_write_v4(outer, &copy->tunnel, len, fits);
	if (!fits) {
		__ip_select_ident(copy->packet->net, &outer->ip, 1);
		ip_send_check(&outer->ip);
	}
}

static void nfm_push_v6(const struct nfm_copy *copy, struct sk_buff *frame)
{
	unsigned int len = frame->len;
	struct nfm_outer_v6 *outer = skb_push(frame, sizeof(*outer));

	skb_reset_network_header(frame);
	skb_set_transport_header(frame, sizeof(outer->ip));
	nfm_outer_write_v6(outer, &copy->tunnel, len, copy->packet->hash);
	udp6_set_csum(false, frame, &outer->ip.saddr, &outer->ip.daddr,
		      sizeof(outer->tail) + len);
}

/* Puts the outer headers in front. A super-packet is cut with them on. */
static int nfm_encapsulate(const struct nfm_copy *copy, struct sk_buff *frame,
			   bool fits)
{
	bool v4 = nfm_copy_is_v4(copy);

	if (skb_is_gso(frame)) {
		if (iptunnel_handle_offloads(frame,
					     v4 ? SKB_GSO_UDP_TUNNEL :
						  SKB_GSO_UDP_TUNNEL_CSUM))
			return -ENOMEM;
		skb_set_inner_protocol(frame, htons(ETH_P_TEB));
	}
	if (v4)
		nfm_push_v4(copy, frame, fits);
	else
		nfm_push_v6(copy, frame);
	return 0;
}

/* Consumes @frame, which is one packet on the wire, or cut after this. */
static void nfm_send_frame(const struct nfm_copy *copy, struct sk_buff *frame,
			   const struct nfm_wire *wire, bool fits)
{
	const struct nfm_packet *packet = copy->packet;

	if (!skb_is_gso(frame) &&
	    frame->len + nfm_outer_len(copy) > IP_MAX_MTU) {
		nfm_count_drop(copy, wire, NFM_DROP_TOO_BIG);
		kfree_skb(frame);
		return;
	}
	if (nfm_encapsulate(copy, frame, fits)) {
		nfm_count_drop(copy, wire, NFM_DROP_NO_MEMORY);
		kfree_skb(frame);
		return;
	}
	skb_set_owner_w(frame, packet->sk);
	__skb_set_sw_hash(frame, packet->hash, true);
	skb_dst_set(frame, dst_clone(copy->dst));
	if (nfm_output(packet->net, packet->sk, frame, fits))
		nfm_count_drop(copy, wire, NFM_DROP_QUEUE);
	else
		nfm_count_sent(copy, wire);
}

/* The longest IP packet that fits the route inside the tunnel. */
static unsigned int nfm_room(const struct nfm_copy *copy,
			     const struct sk_buff *frame)
{
	unsigned int overhead = nfm_outer_len(copy) + frame->mac_len;
	unsigned int mtu = dst_mtu(copy->dst);

	return mtu > overhead ? mtu - overhead : 0;
}

/*
 * Cuts a super-packet into frames as they are on the wire: where tunnel
 * offloads have no room for its own tunnel, or they do not fit the route.
 */
static void nfm_send_segments(const struct nfm_copy *copy,
			      struct sk_buff *frame)
{
	unsigned int room = nfm_room(copy, frame);
	unsigned int mac_len = frame->mac_len;
	struct sk_buff *segments, *next;

	segments = skb_gso_segment(frame, 0);
	if (IS_ERR_OR_NULL(segments)) {
		nfm_count_drop(copy, &copy->packet->wire, NFM_DROP_NO_MEMORY);
		kfree_skb(frame);
		return;
	}
	consume_skb(frame);
	skb_list_walk_safe(segments, frame, next)
	{
		struct nfm_wire wire = { 1, frame->len - mac_len };

		skb_mark_not_on_list(frame);
		frame->encapsulation = 0;
		frame->ip_summed = CHECKSUM_NONE;
		nfm_send_frame(copy, frame, &wire, wire.bytes <= room);
	}
}

/* Has a TCP super-packet cut smaller, so that its pieces fit the route. */
static bool nfm_shrink_segments(struct sk_buff *frame, unsigned int excess)
{
	struct skb_shared_info *shinfo = skb_shinfo(frame);

	if (!(shinfo->gso_type & (SKB_GSO_TCPV4 | SKB_GSO_TCPV6)) ||
	    shinfo->gso_size <= excess)
		return false;
	skb_decrease_gso_size(shinfo, excess);
	shinfo->gso_type |= SKB_GSO_DODGY;
	shinfo->gso_segs = 0;
	return true;
}

static void nfm_send_super(const struct nfm_copy *copy, struct sk_buff *frame)
{
	const struct nfm_packet *packet = copy->packet;
	unsigned int segment = nfm_wire_segment(packet->skb);
	unsigned int room = nfm_room(copy, frame);

	if (frame->encapsulation ||
	    (segment > room && !nfm_shrink_segments(frame, segment - room)))
		nfm_send_segments(copy, frame);
	else
		nfm_send_frame(copy, frame, &packet->wire, true);
}

static void nfm_send(const struct nfm_copy *copy)
{
	const struct nfm_packet *packet = copy->packet;
	unsigned int headroom = nfm_outer_len(copy) +
				LL_RESERVED_SPACE(copy->dst->dev) +
				copy->dst->header_len;
	struct sk_buff *frame = nfm_frame_copy(packet, headroom);

	if (!frame)
		nfm_count_drop(copy, &packet->wire, NFM_DROP_NO_MEMORY);
	else if (skb_is_gso(frame))
		nfm_send_super(copy, frame);
	else
		nfm_send_frame(copy, frame, &packet->wire,
			       packet->wire.bytes <= nfm_room(copy, frame));
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
	struct nfm_copy copy = {
		.packet = packet,
		.mirror = mirror,
		.receiver = nfm_pick_receiver(mirror, packet),
	};
	struct nfm_tunnel *tunnel = &copy.tunnel;

	nfm_stats_matched(mirror->stats, &packet->wire);
	copy.dst = nfm_receiver_route(copy.receiver, packet->net, mirror->port,
				      &tunnel->saddr);
	if (IS_ERR(copy.dst)) {
		nfm_count_drop(&copy, &packet->wire, NFM_DROP_NO_ROUTE);
		return;
	}
	if (nfm_output_ready(copy.dst, copy.receiver)) {
		tunnel->daddr = copy.receiver->addr;
		tunnel->vni = mirror->vni;
		tunnel->sport = nfm_outer_sport(packet->hash);
		tunnel->dport = mirror->port;
		nfm_send(&copy);
	} else {
		nfm_count_drop(&copy, &packet->wire, NFM_DROP_UNRESOLVED);
	}
	dst_release(copy.dst);
}
