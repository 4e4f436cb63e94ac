// SPDX-License-Identifier: GPL-2.0
/*
 * Packets that the stack fragments after the hook, so that only the fragments reach
 * the wire. The decisions match those that ip_do_fragment() and ip6_fragment() make
 * later, and their helpers build the fragments.
 */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <net/ip.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>
#include <net/udp.h> /* declares the GSO helpers on any kernel */

#include "compat/ipv6.h"
#include "xmit/gso_size.h"
#include "xmit/ipfrag.h"
#include "xmit/sender.h"

/* Minimum payload of all fragments but the last, in bytes. */
#define NFM_IPFRAG_LEAST 8

static bool nfm_ipfrag_is_v4(const struct nfm_packet *packet)
{
	return packet->ethertype == htons(ETH_P_IP);
}

/* Find the headers that each fragment repeats; false if there can be none. */
static bool nfm_ipfrag_find_repeated(struct nfm_packet *packet)
{
	struct sk_buff *skb = packet->skb;
	u8 *nexthdr;
	int len;

	if (nfm_ipfrag_is_v4(packet)) {
		packet->repeated = ip_hdrlen(skb);
		return true;
	}
	len = ip6_find_1stfragopt(skb, &nexthdr);
	if (len < 0)
		return false;
	packet->repeated = len;
	packet->nexthdr = nexthdr - skb_network_header(skb);
	return true;
}

/* Length of all headers in front of a fragment's payload. */
static unsigned int nfm_ipfrag_headers(const struct nfm_packet *packet)
{
	return nfm_ipfrag_is_v4(packet) ?
		       packet->repeated :
		       packet->repeated + sizeof(struct frag_hdr);
}

static unsigned int nfm_ipfrag_limit_v4(const struct nfm_packet *packet)
{
	struct sk_buff *skb = packet->skb;
	unsigned int mtu = ip_skb_dst_mtu(packet->state->sk, skb);
	unsigned int most = IPCB(skb)->frag_max_size;

	if (skb_is_gso(skb) ? skb_gso_validate_network_len(skb, mtu) :
			      skb->len <= mtu && !most)
		return 0;
	if (ip_hdr(skb)->frag_off & htons(IP_DF) &&
	    (!skb->ignore_df || most > mtu))
		return NFM_IPFRAG_REFUSED;
	return most ? min(most, mtu) : mtu;
}

static unsigned int nfm_ipfrag_limit_v6(const struct nfm_packet *packet)
{
	struct sk_buff *skb = packet->skb;
	const struct ipv6_pinfo *np;
	unsigned int most = IP6CB(skb)->frag_max_size;
	unsigned int mtu = ip6_skb_dst_mtu(skb);

	if (skb_is_gso(skb)) {
		/* The stack does not check segments of BIG TCP packets. */
		if (nfm_ipv6_is_jumbo(skb) ||
		    skb_gso_validate_network_len(skb, mtu))
			return 0;
		/* Segments of SCTP differ in length. */
		return skb_shinfo(skb)->gso_size == GSO_BY_FRAGS ?
			       NFM_IPFRAG_REFUSED :
			       mtu;
	}
	if (skb->len <= mtu && (!most || skb->len <= most))
		return 0;
	if ((skb->len > mtu && !skb->ignore_df) || most > mtu)
		return NFM_IPFRAG_REFUSED;
	if (most)
		mtu = max_t(unsigned int, most, IPV6_MIN_MTU);
	np = skb->sk ? inet6_sk(skb->sk) : NULL;
	if (np && np->frag_size && np->frag_size < mtu)
		mtu = np->frag_size;
	return mtu;
}

/**
 * nfm_ipfrag_limit() - find the size limit for the fragments of a packet
 * @packet: a packet to be sent, with its dst; @repeated and @nexthdr are set if
 *	    there is a limit
 *
 * Return: maximum IP length of its fragments, in bytes; 0 if it is sent
 * unfragmented; NFM_IPFRAG_REFUSED if it is not sent.
 */
unsigned int nfm_ipfrag_limit(struct nfm_packet *packet)
{
	unsigned int limit = nfm_ipfrag_is_v4(packet) ?
				     nfm_ipfrag_limit_v4(packet) :
				     nfm_ipfrag_limit_v6(packet);

	if (!limit || limit == NFM_IPFRAG_REFUSED)
		return limit;
	if (!nfm_ipfrag_find_repeated(packet) ||
	    limit < nfm_ipfrag_headers(packet) + NFM_IPFRAG_LEAST)
		return NFM_IPFRAG_REFUSED;
	return limit;
}

/*
 * A reassembled packet is fragmented along its frag_list if all parts fit and have
 * headroom for the headers.
 */
static bool nfm_ipfrag_keeps_parts(const struct nfm_packet *packet)
{
	const struct sk_buff *skb = packet->skb;
	unsigned int repeated = packet->repeated;
	unsigned int headers = nfm_ipfrag_headers(packet);
	unsigned int room = packet->limit - headers;
	unsigned int link = LL_RESERVED_SPACE(skb_dst(skb)->dev);
	unsigned int first = skb_pagelen(skb) - repeated;
	const struct sk_buff *part;

	if (!skb_has_frag_list(skb) || skb_is_gso(skb) || skb_cloned(skb) ||
	    packet->key->fragment || !first || first & 7 || first > room ||
	    skb_headroom(skb) < link + headers - repeated)
		return false;
	skb_walk_frags(skb, part)
		if (!part->len || part->len > room ||
		    (part->len & 7 && part->next) || skb_shared(part) ||
		    skb_headroom(part) < link + headers)
			return false;
	return true;
}

/* Number of fragments for @content bytes, with @room bytes of payload each. */
static unsigned int nfm_ipfrag_count(unsigned int content, unsigned int room)
{
	if (content <= room)
		return 1;
	return 1 + DIV_ROUND_UP(content - room, round_down(room, 8));
}

/*
 * The stack sends the segments of an IPv6 GSO packet individually: it drops those
 * that are too long and sends those that fit
 * (ip6_finish_output_gso_slowpath_drop()).
 */
static bool nfm_ipfrag_is_refused(const struct nfm_packet *packet,
				  unsigned int len)
{
	return skb_is_gso(packet->skb) && !nfm_ipfrag_is_v4(packet) &&
	       len > packet->limit && !packet->skb->ignore_df;
}

/**
 * nfm_ipfrag_wire() - count the fragments of a packet
 * @packet: the packet, with a limit, or the GSO packet that it is a segment of
 * @len: its IP length, in bytes
 *
 * Return: packets and bytes, see nfm_gso_count(); no packets if nothing reaches the
 * wire.
 */
struct nfm_pkt_count nfm_ipfrag_wire(const struct nfm_packet *packet,
				     unsigned int len)
{
	struct nfm_pkt_count count = { .packets = 1, .bytes = len };
	unsigned int headers = nfm_ipfrag_headers(packet);
	unsigned int content = len - packet->repeated;
	const struct sk_buff *skb = packet->skb;
	const struct sk_buff *part;

	if (nfm_ipfrag_is_refused(packet, len))
		return (struct nfm_pkt_count){};
	if (!nfm_ipfrag_cuts(packet, len))
		return count;
	if (nfm_ipfrag_keeps_parts(packet)) {
		skb_walk_frags(skb, part)
			count.packets++;
	} else {
		count.packets =
			nfm_ipfrag_count(content, packet->limit - headers);
	}
	count.bytes = content + count.packets * headers;
	return count;
}

/**
 * nfm_ipfrag_size() - count packets and bytes on the wire for a packet with a limit
 * @packet: the packet
 *
 * Return: see nfm_ipfrag_wire().
 */
struct nfm_pkt_count nfm_ipfrag_size(const struct nfm_packet *packet)
{
	struct nfm_pkt_count count, full, last;
	unsigned int segment;

	if (!skb_is_gso(packet->skb))
		return nfm_ipfrag_wire(packet, packet->skb->len);
	count = nfm_gso_count_super(packet->skb, packet->key, &segment);
	/* The segments differ in length. */
	if (skb_shinfo(packet->skb)->gso_size == GSO_BY_FRAGS)
		return count;
	full = nfm_ipfrag_wire(packet, segment);
	last = nfm_ipfrag_wire(packet,
			       count.bytes - (count.packets - 1) * segment);
	return (struct nfm_pkt_count){
		.packets = (count.packets - 1) * full.packets + last.packets,
		.bytes = (count.packets - 1) * full.bytes + last.bytes,
	};
}

/* Later fragments keep only options with the copied flag (RFC 791, 3.1). */
static void nfm_ipfrag_options(u8 *options, int len)
{
	while (len > 0 && *options != IPOPT_END) {
		int size = *options == IPOPT_NOOP ? 1 :
			   len > 1		  ? options[1] :
						    0;

		if (!size || size > len || (*options != IPOPT_NOOP && size < 2))
			return;
		if (!IPOPT_COPIED(*options))
			memset(options, IPOPT_NOOP, size);
		options += size;
		len -= size;
	}
}

/**
 * struct nfm_pieces - payload sizes of a packet's fragments
 * @first: payload of the first fragment, in bytes; 0 if already taken, or the same
 *	   as the others
 * @part: next skb of the reassembled packet's frag_list; NULL if none
 * @room: maximum payload of any other fragment, in bytes
 */
struct nfm_pieces {
	unsigned int first;
	const struct sk_buff *part;
	unsigned int room;
};

static void nfm_pieces_init(struct nfm_pieces *pieces,
			    const struct nfm_packet *packet)
{
	const struct sk_buff *skb = packet->skb;

	*pieces = (struct nfm_pieces){
		.room = packet->limit - nfm_ipfrag_headers(packet),
	};
	if (!nfm_ipfrag_keeps_parts(packet))
		return;
	pieces->first = skb_pagelen(skb) - packet->repeated;
	pieces->part = skb_shinfo(skb)->frag_list;
}

static unsigned int nfm_pieces_next(struct nfm_pieces *pieces)
{
	unsigned int size = pieces->room;

	if (pieces->first) {
		size = pieces->first;
		pieces->first = 0;
	} else if (pieces->part) {
		size = pieces->part->len;
		pieces->part = pieces->part->next;
	}
	return size;
}

static struct sk_buff *nfm_ipfrag_v4(const struct nfm_packet *packet,
				     struct sk_buff *frame,
				     unsigned int headroom)
{
	const struct inet_skb_parm *parm = IPCB(packet->skb);
	unsigned int options = packet->repeated - sizeof(struct iphdr);
	struct sk_buff *list = NULL;
	struct sk_buff **end = &list;
	struct nfm_pieces pieces;
	struct ip_frag_state state;

	nfm_pieces_init(&pieces, packet);
	ip_frag_init(frame, packet->repeated, headroom, 0,
		     parm->flags & IPSKB_FRAG_PMTU, &state);
	while (state.left) {
		struct sk_buff *fragment;

		state.mtu = nfm_pieces_next(&pieces);
		fragment = ip_frag_next(frame, &state);
		if (IS_ERR(fragment))
			goto free_list;
		if (!list)
			nfm_ipfrag_options((u8 *)(ip_hdr(frame) + 1),
					   min_t(unsigned int, options,
						 parm->opt.optlen));
		*end = fragment;
		end = &fragment->next;
	}
	return list;

free_list:
	kfree_skb_list(list);
	return NULL;
}

static struct sk_buff *nfm_ipfrag_v6(const struct nfm_packet *packet,
				     struct sk_buff *frame,
				     unsigned int headroom)
{
	const struct ipv6hdr *ip = ipv6_hdr(frame);
	struct sk_buff *list = NULL;
	struct sk_buff **end = &list;
	struct nfm_pieces pieces;
	struct ip6_frag_state state;
	u8 *nexthdr = skb_network_header(frame) + packet->nexthdr;

	nfm_pieces_init(&pieces, packet);
	ip6_frag_init(
		frame, packet->repeated, 0, 0, headroom, nexthdr, *nexthdr,
		ipv6_select_ident(packet->sender->net, &ip->daddr, &ip->saddr),
		&state);
	while (state.left) {
		struct sk_buff *fragment;

		state.mtu = nfm_pieces_next(&pieces);
		fragment = ip6_frag_next(frame, &state);
		if (IS_ERR(fragment))
			goto free_list;
		*end = fragment;
		end = &fragment->next;
	}
	return list;

free_list:
	kfree_skb_list(list);
	return NULL;
}

/**
 * nfm_ipfrag() - fragment a frame as the stack is going to fragment its packet
 * @packet: the packet, with a limit
 * @frame: a frame of the packet, with an unshared linear area
 * @headroom: bytes to reserve in front of each frame
 *
 * For IPv6, the identification differs from the one on the wire, which is chosen at
 * random later.
 *
 * Return: list of frames with one fragment each, and @frame is consumed; NULL if
 * memory is short, and @frame is not consumed.
 */
struct sk_buff *nfm_ipfrag(const struct nfm_packet *packet,
			   struct sk_buff *frame, unsigned int headroom)
{
	unsigned int mac_len = frame->mac_len;
	struct sk_buff *list, *fragment;

	/* The packet's own headers: nothing was written there since. */
	if (!pskb_may_pull(frame, mac_len + packet->repeated))
		return NULL;
	skb_pull(frame, mac_len);
	skb_reset_network_header(frame);
	if (nfm_ipfrag_is_v4(packet))
		list = nfm_ipfrag_v4(packet, frame, headroom + mac_len);
	else
		list = nfm_ipfrag_v6(packet, frame, headroom + mac_len);
	if (!list) {
		skb_push(frame, mac_len);
		return NULL;
	}
	for (fragment = list; fragment; fragment = fragment->next) {
		memcpy(skb_push(fragment, mac_len), skb_mac_header(frame),
		       mac_len);
		skb_reset_mac_header(fragment);
		skb_reset_mac_len(fragment);
	}
	consume_skb(frame);
	return list;
}
