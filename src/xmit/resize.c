// SPDX-License-Identifier: GPL-2.0
/* Frames that exceed snaplen or the path MTU. */
#include <linux/icmp.h>
#include <linux/ip.h>
#include <linux/skbuff.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/tcp.h>

#include "xmit/resize.h"

/* Checksum of @len bytes that sum to @csum, with pseudo header (RFC 9293, 3.1). */
static __sum16 nfm_resize_magic(const struct nfm_key *key, unsigned int len,
				__wsum csum)
{
	if (key->family == NFM_FAMILY_V4)
		return csum_tcpudp_magic(nfm_addr_v4(&key->saddr),
					 nfm_addr_v4(&key->daddr), len,
					 key->proto, csum);
	return csum_ipv6_magic(&key->saddr, &key->daddr, len, key->proto, csum);
}

/* Offset of the header of the key's protocol in the frame. */
static unsigned int nfm_resize_transport(const struct sk_buff *frame,
					 const struct nfm_key *key)
{
	return frame->mac_len + key->offset;
}

static void nfm_resize_fix_ip(struct sk_buff *frame, const struct nfm_key *key)
{
	void *header = frame->data + frame->mac_len;
	unsigned int len = frame->len - frame->mac_len;

	if (key->family == NFM_FAMILY_V4) {
		struct iphdr *ip = header;

		ip->tot_len = htons(len);
		/* A truncated header has no checksum to update. */
		if (frame->mac_len + ip->ihl * 4 <= skb_headlen(frame))
			ip_send_check(ip);
	} else {
		struct ipv6hdr *ip = header;

		ip->payload_len = htons(len - sizeof(*ip));
	}
}

/* Nothing is to be fixed if the checksum is truncated, or not known. */
static void nfm_resize_fix_transport(struct sk_buff *frame,
				     const struct nfm_key *key)
{
	unsigned int at = nfm_resize_transport(frame, key);
	unsigned int len = frame->len - at;
	unsigned int offset;
	__sum16 *check;
	__wsum csum;

	switch (key->proto) {
	case IPPROTO_TCP:
		offset = offsetof(struct tcphdr, check);
		break;
	case IPPROTO_UDP:
		offset = offsetof(struct udphdr, check);
		break;
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		offset = offsetof(struct icmphdr, checksum);
		break;
	default:
		return;
	}
	if (!pskb_may_pull(frame, at + offset + sizeof(*check)))
		return;
	check = (__sum16 *)(frame->data + at + offset);
	if (key->proto == IPPROTO_UDP) {
		((struct udphdr *)(frame->data + at))->len = htons(len);
		if (!*check)
			return;
	}
	*check = 0;
	csum = skb_checksum(frame, at, len, 0);
	*check = key->proto == IPPROTO_ICMP ? csum_fold(csum) :
					      nfm_resize_magic(key, len, csum);
	if (key->proto == IPPROTO_UDP && !*check)
		*check = CSUM_MANGLED_0;
}

/**
 * nfm_resize_cut() - truncate a frame
 * @frame: a frame of one packet, with an unshared linear area
 * @key: key of the packet
 * @len: maximum length, headers included, in bytes
 * @fix: update lengths and checksums to match the remaining data
 *
 * Return: 0 or -ENOMEM.
 */
int nfm_resize_cut(struct sk_buff *frame, const struct nfm_key *key,
		   unsigned int len, bool fix)
{
	unsigned int ip_len = key->family == NFM_FAMILY_V4 ?
				      sizeof(struct iphdr) :
				      sizeof(struct ipv6hdr);

	if (pskb_trim(frame, len))
		return -ENOMEM;
	if (!fix || key->family == NFM_FAMILY_NONE ||
	    !pskb_may_pull(frame, frame->mac_len + ip_len))
		return 0;
	nfm_resize_fix_ip(frame, key);
	/* The checksum in a fragment covers the whole packet. */
	if (key->offset && key->fragment == NFM_FRAGMENT_NONE &&
	    frame->len > nfm_resize_transport(frame, key))
		nfm_resize_fix_transport(frame, key);
	return 0;
}

/**
 * nfm_resize_can_segment_v6() - check whether the kernel can segment an IPv6 packet
 * @frame: a frame of the packet
 * @key: key of the packet
 *
 * Return: false if ipv6_gso_pull_exthdrs() in net/ipv6/ip6_offload.c does not know
 * one of the extension headers up to the transport header: devices would accept the
 * packet and then drop it.
 */
bool nfm_resize_can_segment_v6(const struct sk_buff *frame,
			       const struct nfm_key *key)
{
	unsigned int at = frame->mac_len + sizeof(struct ipv6hdr);
	unsigned int end = frame->mac_len + key->offset;
	const struct ipv6_opt_hdr *option;
	struct ipv6_opt_hdr buffer;
	const struct ipv6hdr *ip;
	struct ipv6hdr header;
	u8 nexthdr;

	ip = skb_header_pointer(frame, frame->mac_len, sizeof(header), &header);
	if (!ip)
		return false;
	for (nexthdr = ip->nexthdr; at < end; at += ipv6_optlen(option)) {
		if (nexthdr != NEXTHDR_HOP && nexthdr != NEXTHDR_ROUTING &&
		    nexthdr != NEXTHDR_DEST)
			return false;
		option = skb_header_pointer(frame, at, sizeof(buffer), &buffer);
		if (!option)
			return false;
		nexthdr = option->nexthdr;
	}
	return at == end;
}

/* Find a TCP header that segmentation can repeat; NULL if there is none. */
static struct tcphdr *nfm_resize_tcp(struct sk_buff *frame,
				     const struct nfm_key *key)
{
	unsigned int at = nfm_resize_transport(frame, key);
	struct tcphdr *th;

	if (key->proto != IPPROTO_TCP || !key->offset || key->fragment ||
	    !nfm_resize_can_segment(frame, key) ||
	    !pskb_may_pull(frame, at + sizeof(*th)))
		return NULL;
	th = (struct tcphdr *)(frame->data + at);
	if (th->doff < sizeof(*th) / 4 || th->syn || th->rst || th->urg ||
	    !pskb_may_pull(frame, at + __tcp_hdrlen(th)))
		return NULL;
	return (struct tcphdr *)(frame->data + at);
}

/* Segments with less payload than headers would be too many. */
static bool nfm_resize_is_worth(unsigned int headers, unsigned int room)
{
	return room >= 2 * headers;
}

/**
 * nfm_resize_resegment() - turn a TCP packet into a GSO packet whose segments fit
 * @frame: a frame of one packet, with an unshared linear area
 * @key: key of the packet
 * @room: maximum IP length, in bytes
 *
 * Return: false if it is not a TCP packet that can be segmented.
 */
bool nfm_resize_resegment(struct sk_buff *frame, const struct nfm_key *key,
			  unsigned int room)
{
	struct tcphdr *th = nfm_resize_tcp(frame, key);
	struct skb_shared_info *shinfo;
	unsigned int at, headers, len;

	if (!th)
		return false;
	at = nfm_resize_transport(frame, key);
	len = frame->len - at;
	headers = key->offset + __tcp_hdrlen(th);
	if (!nfm_resize_is_worth(headers, room))
		return false;
	/* Segmentation must not repair a packet that was damaged on the wire. */
	if (nfm_resize_magic(key, len, skb_checksum(frame, at, len, 0)))
		return false;
	skb_set_network_header(frame, frame->mac_len);
	skb_set_transport_header(frame, at);
	/* Segmentation expects the pseudo-header checksum there. */
	th->check = ~nfm_resize_magic(key, len, 0);
	frame->ip_summed = CHECKSUM_PARTIAL;
	frame->csum_start = skb_transport_header(frame) - frame->head;
	frame->csum_offset = offsetof(struct tcphdr, check);
	shinfo = skb_shinfo(frame);
	shinfo->gso_size = room - headers;
	shinfo->gso_segs = 0;
	shinfo->gso_type =
		SKB_GSO_DODGY |
		(key->family == NFM_FAMILY_V4 ? SKB_GSO_TCPV4 : SKB_GSO_TCPV6);
	return true;
}

/**
 * nfm_resize_shrink() - reduce the segment size of a TCP GSO packet
 * @frame: the GSO packet
 * @headers: bytes of headers in each segment, from its IP header on
 * @room: maximum IP length of a segment, in bytes; less than the present one
 *
 * Return: false if it is not TCP, or its segments cannot be that small.
 */
bool nfm_resize_shrink(struct sk_buff *frame, unsigned int headers,
		       unsigned int room)
{
	struct skb_shared_info *shinfo = skb_shinfo(frame);

	if (!(shinfo->gso_type & (SKB_GSO_TCPV4 | SKB_GSO_TCPV6)) ||
	    !nfm_resize_is_worth(headers, room))
		return false;
	skb_decrease_gso_size(shinfo, shinfo->gso_size + headers - room);
	shinfo->gso_type |= SKB_GSO_DODGY;
	shinfo->gso_segs = 0;
	return true;
}
