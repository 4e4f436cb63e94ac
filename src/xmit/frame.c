// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/udp.h>

#include "compat/skb.h"
#include "xmit/frame.h"

/* Copy the metadata that segmentation of a GSO packet relies on. */
static void nfm_frame_offload(struct sk_buff *frame, const struct sk_buff *skb,
			      const struct nfm_key *key)
{
	int moved = skb_headroom(frame) - skb_headroom(skb);
	const struct skb_shared_info *from = skb_shinfo(skb);
	struct skb_shared_info *to = skb_shinfo(frame);

	/* With CHECKSUM_NONE, segmentation would warn about the packet. */
	frame->ip_summed = CHECKSUM_UNNECESSARY;
	/* The stack's own offset may be that of the end of the IPv6 header. */
	skb_set_transport_header(frame, key->offset);
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

/* Copy the metadata that completion of a partial checksum relies on. */
static void nfm_frame_take_checksum(struct sk_buff *frame,
				    const struct sk_buff *skb)
{
	frame->ip_summed = CHECKSUM_PARTIAL;
	frame->csum_start =
		skb->csum_start + skb_headroom(frame) - skb_headroom(skb);
	frame->csum_offset = skb->csum_offset;
	frame->csum_not_inet = skb->csum_not_inet;
}

/*
 * Check whether nobody writes to a packet's pages. Packets for this host may be
 * decrypted in place: ESP, bare, in UDP or in any tunnel, and some protocols over
 * UDP. TCP and SCTP copy data out of the packet before they decrypt it. User memory
 * (MSG_ZEROCOPY) must not be held longer than the packet itself holds it, and the
 * stack fragments a reassembled packet differently once its frag_list is shared.
 * Nobody verifies the protocol that a later IPv6 fragment names.
 */
static bool nfm_frame_may_share(struct sk_buff *skb, const struct nfm_key *key)
{
	return (key->proto == IPPROTO_TCP || key->proto == IPPROTO_SCTP) &&
	       !key->fragment && !skb_zcopy(skb) &&
	       (!skb_has_frag_list(skb) || skb_is_gso(skb));
}

/* Share a packet's pages, and the frag_list that GRO built. */
static void nfm_frame_share(struct sk_buff *frame, const struct sk_buff *skb)
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

/*
 * Copy bytes @at to @end of a packet into newly allocated pages of the frame,
 * single ones if MAX_SKB_FRAGS of these suffice.
 */
static bool nfm_frame_copy_pages(struct sk_buff *frame,
				 const struct sk_buff *skb, unsigned int at,
				 unsigned int end)
{
	unsigned int order = get_order((end - at) / MAX_SKB_FRAGS + 1);
	unsigned int size = PAGE_SIZE << order;
	unsigned int len;
	struct page *page;

	for (; at < end; at += len) {
		len = min(size, end - at);
		page = alloc_pages(NFM_GFP | __GFP_COMP, order);
		if (!page)
			return false;
		skb_add_rx_frag(frame, skb_shinfo(frame)->nr_frags, page, 0,
				len, size);
		if (skb_copy_bits(skb, at, page_address(page), len))
			return false;
	}
	return true;
}

/* Some GSO packets are segmented along the frag_list, one skb a segment. */
static bool nfm_frame_needs_list(const struct sk_buff *skb)
{
	const struct skb_shared_info *shinfo = skb_shinfo(skb);

	return shinfo->frag_list && skb_is_gso(skb) &&
	       (shinfo->gso_type & SKB_GSO_FRAGLIST ||
		shinfo->gso_size == GSO_BY_FRAGS);
}

static bool nfm_frame_copy_list(struct sk_buff *frame,
				const struct sk_buff *skb)
{
	struct sk_buff **end = &skb_shinfo(frame)->frag_list;
	const struct sk_buff *part;

	skb_walk_frags(skb, part) {
		*end = skb_copy(part, NFM_GFP);
		if (!*end)
			return false;
		frame->len += (*end)->len;
		frame->data_len += (*end)->len;
		frame->truesize += (*end)->truesize;
		end = &(*end)->next;
	}
	return true;
}

/* Add all bytes that follow the @head bytes in the frame's linear area. */
static bool nfm_frame_add_rest(struct sk_buff *frame, struct sk_buff *skb,
			       const struct nfm_key *key, unsigned int head)
{
	if (head == skb_headlen(skb) && nfm_frame_may_share(skb, key)) {
		nfm_frame_share(frame, skb);
		return true;
	}
	if (nfm_frame_needs_list(skb))
		return nfm_frame_copy_pages(frame, skb, head,
					    skb_pagelen(skb)) &&
		       nfm_frame_copy_list(frame, skb);
	return nfm_frame_copy_pages(frame, skb, head, skb->len);
}

/**
 * nfm_frame_mend_tunnel() - correct the partial checksum in a tunnel's UDP header
 * @frame: frame of a GSO packet
 * @key: key of the packet
 *
 * Segmentation starts from the pseudo-header checksum in this field. For tunnelled
 * packets that GRO aggregated, 6.1 leaves that of the inner header there
 * (udp6_gro_complete() in net/ipv6/udp_offload.c; 6.12 has the right one).
 */
void nfm_frame_mend_tunnel(struct sk_buff *frame, const struct nfm_key *key)
{
	unsigned int at = frame->mac_len + key->offset;
	unsigned int len = frame->len - at;
	struct udphdr *uh;

	if (!(skb_shinfo(frame)->gso_type & SKB_GSO_UDP_TUNNEL_CSUM) ||
	    key->proto != IPPROTO_UDP || !key->offset ||
	    !pskb_may_pull(frame, at + sizeof(*uh)))
		return;
	uh = (struct udphdr *)(frame->data + at);
	if (key->family == NFM_FAMILY_V4)
		uh->check = ~udp_v4_check(len, nfm_addr_v4(&key->saddr),
					  nfm_addr_v4(&key->daddr), 0);
	else
		uh->check = ~udp_v6_check(len, &key->saddr, &key->daddr, 0);
}

/*
 * The checksum position comes from the originator of the packet, who may be a
 * guest. The headers in front of the key's protocol have no such checksum, and were
 * parsed before this one is written.
 */
static bool nfm_frame_has_checksum(struct sk_buff *frame,
				   const struct nfm_key *key)
{
	unsigned int size = frame->csum_not_inet ? sizeof(__le32) :
						   sizeof(__sum16);
	int start = skb_checksum_start_offset(frame);
	int transport = frame->mac_len + key->offset;

	return frame->ip_summed == CHECKSUM_PARTIAL && key->offset &&
	       start >= transport &&
	       start + frame->csum_offset + size <= frame->len;
}

/**
 * nfm_frame_checksum() - compute the checksum that a frame still lacks
 * @frame: the frame; not a GSO packet, whose checksums are left to segmentation;
 *	   its IP header is @mac_len bytes behind its data
 * @key: key of the packet
 *
 * A checksum outside the packet's payload is not written.
 *
 * Return: 0, or a negative errno if memory is short.
 */
int nfm_frame_checksum(struct sk_buff *frame, const struct nfm_key *key)
{
	unsigned int end;

	if (!nfm_frame_has_checksum(frame, key)) {
		frame->ip_summed = CHECKSUM_NONE;
		return 0;
	}
	end = skb_checksum_start_offset(frame) + frame->csum_offset +
	      sizeof(__le32);
	if (!pskb_may_pull(frame, min(end, frame->len)))
		return -ENOMEM;
	/* Handles SCTP as well, unlike skb_checksum_help(). */
	return skb_csum_hwoffload_help(frame, 0);
}

/**
 * nfm_frame_copy() - copy a packet into a separate Ethernet frame
 * @packet: the packet, with its @l2
 * @headroom: bytes to reserve in front of the frame
 *
 * The linear area takes as much as fits into one page; the remaining pages are shared
 * with the original if nobody writes to them, else copied. The copy inherits none of
 * the original's stack state (route, conntrack, marks, timestamps).
 *
 * Context: bottom halves off, because the linear area comes from a per-CPU page.
 * Return: the frame, or NULL if memory is short.
 */
struct sk_buff *nfm_frame_copy(const struct nfm_packet *packet,
			       unsigned int headroom)
{
	unsigned int most = SKB_WITH_OVERHEAD(PAGE_SIZE);
	const struct nfm_l2 *l2 = &packet->l2;
	struct sk_buff *skb = packet->skb;
	unsigned int head = skb->len;
	struct sk_buff *frame;
	unsigned int room;

	headroom += NFM_L2_ROOM;
	room = headroom < most / 2 ? most - headroom : most / 2;
	if (head > room || nfm_frame_needs_list(skb))
		head = min(skb_headlen(skb), room);
	frame = nfm_frame_alloc(headroom + head);
	if (unlikely(!frame))
		return NULL;
	skb_reserve(frame, headroom);
	skb_reset_network_header(frame);
	if (likely(head <= skb_headlen(skb)))
		memcpy(__skb_put(frame, head), skb->data, head);
	else if (skb_copy_bits(skb, 0, __skb_put(frame, head), head))
		goto free_frame;
	if (skb_is_gso(skb))
		nfm_frame_offload(frame, skb, packet->key);
	if (skb->ip_summed == CHECKSUM_PARTIAL)
		nfm_frame_take_checksum(frame, skb);
	if (head < skb->len &&
	    !nfm_frame_add_rest(frame, skb, packet->key, head))
		goto free_frame;
	frame->protocol = packet->ethertype;
	if (frame->ip_summed == CHECKSUM_PARTIAL && !skb_is_gso(frame) &&
	    nfm_frame_checksum(frame, packet->key))
		goto free_frame;
	nfm_l2_put(l2, frame->data);
	__skb_push(frame, l2->len);
	skb_reset_mac_header(frame);
	skb_reset_mac_len(frame);
	return frame;

free_frame:
	kfree_skb(frame);
	return NULL;
}
