// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/udp.h>

#include "compat/skb.h"
#include "path/frame.h"

/* What cutting a super-packet, or finishing a checksum, goes by. */
static void nfm_frame_offload(struct sk_buff *frame, const struct sk_buff *skb)
{
	int moved = skb_headroom(frame) - skb_headroom(skb);
	const struct skb_shared_info *from = skb_shinfo(skb);
	struct skb_shared_info *to = skb_shinfo(frame);

	frame->transport_header = skb->transport_header + moved;
	frame->ip_summed = skb->ip_summed;
	frame->csum = skb->csum;
	frame->csum_not_inet = skb->csum_not_inet;
	if (skb->ip_summed == CHECKSUM_PARTIAL)
		frame->csum_start += moved;
	to->gso_size = from->gso_size;
	to->gso_segs = from->gso_segs;
	to->gso_type = from->gso_type;
	if (!skb->encapsulation)
		return;
	frame->encapsulation = 1;
	frame->encap_hdr_csum = skb->encap_hdr_csum;
	frame->remcsum_offload = skb->remcsum_offload;
	frame->inner_protocol_type = skb->inner_protocol_type;
	frame->inner_protocol = skb->inner_protocol;
	frame->inner_mac_header = skb->inner_mac_header + moved;
	frame->inner_network_header = skb->inner_network_header + moved;
	frame->inner_transport_header = skb->inner_transport_header + moved;
}

/**
 * nfm_frame_share() - has a frame share a packet's pages, and what GRO listed
 * @frame: the frame; it has what is in the packet's head
 * @skb: the packet
 */
void nfm_frame_share(struct sk_buff *frame, const struct sk_buff *skb)
{
	const struct skb_shared_info *from = skb_shinfo(skb);
	struct skb_shared_info *to = skb_shinfo(frame);
	struct sk_buff *part;
	int i;

	for (i = 0; i < from->nr_frags; i++) {
		to->frags[i] = from->frags[i];
		__skb_frag_ref(&to->frags[i]);
	}
	to->nr_frags = i;
	nfm_skb_take_shared(to, from);
	to->frag_list = from->frag_list;
	skb_walk_frags(frame, part)
		skb_get(part);
	frame->len += skb->data_len;
	frame->data_len = skb->data_len;
	frame->truesize += skb->data_len;
}

/* A copy whose headers are its own and whose offsets hold for it. */
static struct sk_buff *nfm_frame_shallow(const struct sk_buff *skb,
					 unsigned int headroom)
{
	unsigned int len = skb_headlen(skb);
	struct sk_buff *frame = nfm_frame_alloc(headroom + len);

	if (unlikely(!frame))
		return NULL;
	skb_reserve(frame, headroom);
	skb_reset_network_header(frame);
	memcpy(__skb_put(frame, len), skb->data, len);
	if (skb_is_gso(skb) || skb->ip_summed == CHECKSUM_PARTIAL)
		nfm_frame_offload(frame, skb);
	if (skb_is_nonlinear(skb))
		nfm_frame_share(frame, skb);
	return frame;
}

/* The same, but nothing is shared. */
static struct sk_buff *nfm_frame_deep(struct sk_buff *skb,
				      unsigned int headroom)
{
	struct sk_buff *frame = skb_copy_expand(skb, headroom, 0, NFM_GFP);

	if (!frame)
		return NULL;
	skb_scrub_packet(frame, true);
	skb_clear_tstamp(frame);
	__vlan_hwaccel_clear_tag(frame);
	frame->priority = 0;
	frame->dev = NULL;
	memset(frame->cb, 0, sizeof(frame->cb));
	return frame;
}

/**
 * nfm_frame_mend_tunnel() - prepares the checksum of a tunnel's UDP header
 * @frame: a super-packet
 *
 * Cutting it starts from the pseudo header's sum, which should be there. But
 * where GRO put tunnelled packets together, 6.1 has that of the inner header
 * (udp6_gro_complete() in net/ipv6/udp_offload.c; 6.12 has the right one).
 */
void nfm_frame_mend_tunnel(struct sk_buff *frame)
{
	unsigned int at = skb_transport_offset(frame);
	unsigned int len = frame->len - at;
	struct udphdr *uh;

	if (!(skb_shinfo(frame)->gso_type & SKB_GSO_UDP_TUNNEL_CSUM) ||
	    !pskb_may_pull(frame, at + sizeof(*uh)))
		return;
	uh = udp_hdr(frame);
	if (frame->protocol == htons(ETH_P_IP))
		uh->check = ~udp_v4_check(len, ip_hdr(frame)->saddr,
					  ip_hdr(frame)->daddr, 0);
	else if (ipv6_hdr(frame)->nexthdr == IPPROTO_UDP)
		uh->check = ~udp_v6_check(len, &ipv6_hdr(frame)->saddr,
					  &ipv6_hdr(frame)->daddr, 0);
}

/**
 * nfm_frame_checksum() - computes the checksum that a frame still lacks
 * @frame: the frame
 *
 * That of a super-packet belongs to whoever cuts it.
 *
 * Return: 0, or a negative errno if memory is short.
 */
int nfm_frame_checksum(struct sk_buff *frame)
{
	if (frame->ip_summed == CHECKSUM_PARTIAL) {
		if (skb_is_gso(frame))
			return 0;
		/* Knows SCTP's, too, unlike skb_checksum_help(). */
		return skb_csum_hwoffload_help(frame, 0);
	}
	frame->ip_summed = CHECKSUM_NONE;
	return 0;
}

/**
 * nfm_frame_copy() - copies a packet into a frame of its own
 * @packet: the packet, with its @l2
 * @headroom: bytes to leave in front of the frame
 *
 * Shares the original's pages, but not its headers, nor what is with them in its
 * head, where the stack may write; nothing of the original's way through the
 * stack (route, conntrack, marks, timestamps) sticks to it.
 *
 * Context: bottom halves off, for heads come from the CPU's own.
 * Return: an Ethernet frame, or NULL if memory is short.
 */
struct sk_buff *nfm_frame_copy(const struct nfm_packet *packet,
			       unsigned int headroom)
{
	const struct nfm_l2 *l2 = &packet->l2;
	struct sk_buff *skb = packet->skb;
	struct sk_buff *frame;

	headroom += NFM_L2_ROOM;
	if (unlikely(nfm_frame_is_whole(skb, packet->key)))
		frame = nfm_frame_deep(skb, headroom);
	else
		frame = nfm_frame_shallow(skb, headroom);
	if (unlikely(!frame))
		return NULL;
	frame->protocol = packet->ethertype;
	if (nfm_frame_checksum(frame)) {
		kfree_skb(frame);
		return NULL;
	}
	nfm_l2_put(l2, frame->data);
	__skb_push(frame, l2->len);
	skb_reset_mac_header(frame);
	skb_reset_mac_len(frame);
	return frame;
}
