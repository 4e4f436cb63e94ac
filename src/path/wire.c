// SPDX-License-Identifier: GPL-2.0
#include <linux/tcp.h>
#include <linux/udp.h>

#include "path/wire.h"

/* All headers, innermost included: each packet of a super-packet has them. */
static unsigned int nfm_wire_headers(const struct sk_buff *skb)
{
	unsigned int offset = skb->encapsulation ?
				      skb_inner_transport_offset(skb) :
				      skb_transport_offset(skb);

	if (skb_shinfo(skb)->gso_type & (SKB_GSO_TCPV4 | SKB_GSO_TCPV6)) {
		const struct tcphdr *th;
		struct tcphdr buffer;

		th = skb_header_pointer(skb, offset, sizeof(buffer), &buffer);
		return offset + (th ? __tcp_hdrlen(th) : sizeof(buffer));
	}
	return offset + sizeof(struct udphdr);
}

/**
 * nfm_wire_super_size() - measures what a super-packet is cut into
 * @skb: the super-packet, data at its IP header
 *
 * Return: packets and bytes.
 */
struct nfm_wire nfm_wire_super_size(const struct sk_buff *skb)
{
	const struct skb_shared_info *shinfo = skb_shinfo(skb);
	struct nfm_wire wire = { .packets = 1, .bytes = skb->len };
	unsigned int headers = nfm_wire_headers(skb);

	if (skb->len <= headers)
		return wire;
	/* Who made the super-packet need not have counted. */
	wire.packets =
		shinfo->gso_segs ?:
			DIV_ROUND_UP(skb->len - headers, shinfo->gso_size);
	wire.bytes += (wire.packets - 1) * headers;
	return wire;
}

/**
 * nfm_wire_segment() - measures the packets that a super-packet is cut into
 * @skb: the super-packet, data at its IP header
 *
 * Return: the IP length of each but the last, in bytes.
 */
unsigned int nfm_wire_segment(const struct sk_buff *skb)
{
	return nfm_wire_headers(skb) + skb_shinfo(skb)->gso_size;
}
