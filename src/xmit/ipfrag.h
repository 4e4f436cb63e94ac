/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_XMIT_IPFRAG_H
#define _NFM_XMIT_IPFRAG_H

#include <net/ip.h>
#include <net/ipv6.h>

#include "xmit/output.h"
#include "xmit/packet.h"

/* Not a limit: the stack is going to drop the packet. */
#define NFM_IPFRAG_REFUSED UINT_MAX

unsigned int nfm_ipfrag_limit(struct nfm_packet *packet);
struct nfm_pkt_count nfm_ipfrag_size(const struct nfm_packet *packet);
struct nfm_pkt_count nfm_ipfrag_wire(const struct nfm_packet *packet,
				     unsigned int len);
struct sk_buff *nfm_ipfrag(const struct nfm_packet *packet,
			   struct sk_buff *frame, unsigned int headroom);

/**
 * nfm_ipfrag_cuts() - check whether the stack is going to fragment a packet
 * @packet: the packet, or the GSO packet that it is a segment of
 * @len: its IP length, in bytes
 *
 * A reassembled IPv6 packet is fragmented again even if it fits by now.
 *
 * Return: true if it is going to be fragmented.
 */
static inline bool nfm_ipfrag_cuts(const struct nfm_packet *packet,
				   unsigned int len)
{
	return unlikely(packet->limit) &&
	       (len > packet->limit ||
		(packet->ethertype == htons(ETH_P_IPV6) &&
		 !skb_is_gso(packet->skb)));
}

/**
 * nfm_ipfrag_is_none() - fast check that a packet will not be fragmented
 * @skb: a packet to be sent
 * @dst: its dst; NULL if it has none, and will not be fragmented
 * @pf: NFPROTO_IPV4 or NFPROTO_IPV6
 *
 * Return: true if nfm_ipfrag_limit() would find none; false if it has to decide.
 */
static inline bool nfm_ipfrag_is_none(const struct sk_buff *skb,
				      const struct dst_entry *dst, u8 pf)
{
	if (unlikely(!dst))
		return true;
	if (pf == NFPROTO_IPV4)
		return !IPCB(skb)->frag_max_size && !dst->lwtstate &&
		       nfm_output_has_device_mtu(dst) &&
		       skb->len <= READ_ONCE(dst->dev->mtu);
	return !IP6CB(skb)->frag_max_size && skb->len <= IPV6_MIN_MTU;
}

#endif /* _NFM_XMIT_IPFRAG_H */
