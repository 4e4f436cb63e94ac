// SPDX-License-Identifier: GPL-2.0
#include <linux/sctp.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/ip.h>
#include <net/ipv6.h>

#include "xmit/gso_size.h"

/**
 * struct nfm_gso_cut - how a GSO packet is segmented
 * @headers: bytes in front of its payload
 * @repeated: bytes in front of the payload in each packet on the wire
 */
struct nfm_gso_cut {
	unsigned int headers;
	unsigned int repeated;
};

static unsigned int nfm_gso_tcp_headers(const struct sk_buff *skb,
					unsigned int offset)
{
	const struct tcphdr *th;
	struct tcphdr buffer;

	th = skb_header_pointer(skb, offset, sizeof(buffer), &buffer);
	return offset + (th ? __tcp_hdrlen(th) : sizeof(buffer));
}

/*
 * Headers up to the innermost one. If a UDP datagram is fragmented (SKB_GSO_UDP),
 * its UDP header is part of the payload. For IPv6, the stack may not have parsed
 * the extension headers yet.
 */
static struct nfm_gso_cut nfm_gso_cut(const struct sk_buff *skb,
				      const struct nfm_key *key)
{
	unsigned int type = skb_shinfo(skb)->gso_type;
	struct nfm_gso_cut cut;

	cut.headers = skb->encapsulation ? skb_inner_transport_offset(skb) :
					   key->offset;
	/* Later fragment that a guest marked as GSO: its payload is segmented. */
	if (unlikely(!cut.headers))
		cut.headers = ip_hdr(skb)->version == 4 ?
				      ip_hdrlen(skb) :
				      sizeof(struct ipv6hdr);
	if (type & (SKB_GSO_TCPV4 | SKB_GSO_TCPV6))
		cut.headers = nfm_gso_tcp_headers(skb, cut.headers);
	else if (type & SKB_GSO_SCTP)
		cut.headers += sizeof(struct sctphdr);
	else if (!(type & SKB_GSO_UDP))
		cut.headers += sizeof(struct udphdr);
	cut.repeated = cut.headers;
	if (type & SKB_GSO_UDP && ip_hdr(skb)->version == 6)
		cut.repeated += sizeof(struct frag_hdr);
	return cut;
}

/* gso_segs may be unset, and stale if a SKB_GSO_DODGY packet was trimmed. */
static bool nfm_gso_is_counted(const struct skb_shared_info *shinfo)
{
	return shinfo->gso_segs && (shinfo->gso_size == GSO_BY_FRAGS ||
				    !(shinfo->gso_type & SKB_GSO_DODGY));
}

/**
 * nfm_gso_count_super() - count the packets and bytes on the wire for a GSO packet
 * @skb: the GSO packet, data at its IP header
 * @key: key of the packet
 * @segment: output: IP length of all segments but the last, in bytes
 *
 * Return: packets and bytes.
 */
struct nfm_pkt_count nfm_gso_count_super(const struct sk_buff *skb,
					 const struct nfm_key *key,
					 unsigned int *segment)
{
	const struct skb_shared_info *shinfo = skb_shinfo(skb);
	struct nfm_pkt_count count = { .packets = 1, .bytes = skb->len };
	struct nfm_gso_cut cut;
	unsigned int content;

	*segment = skb->len;
	if (key->family == NFM_FAMILY_NONE)
		return count;
	cut = nfm_gso_cut(skb, key);
	*segment = cut.repeated + shinfo->gso_size;
	if (skb->len <= cut.headers)
		return count;
	content = skb->len - cut.headers;
	count.packets = nfm_gso_is_counted(shinfo) ?
				shinfo->gso_segs :
				DIV_ROUND_UP(content, shinfo->gso_size);
	count.bytes = content + count.packets * cut.repeated;
	return count;
}
