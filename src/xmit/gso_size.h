/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_XMIT_GSO_SIZE_H
#define _NFM_XMIT_GSO_SIZE_H

#include <linux/skbuff.h>

#include "lib/flow_key.h"
#include "runtime/stats.h"

struct nfm_pkt_count nfm_gso_count_super(const struct sk_buff *skb,
					 const struct nfm_key *key,
					 unsigned int *segment);

/**
 * nfm_gso_count() - count the packets and bytes on the wire for a packet
 * @skb: the packet, data at its IP header
 * @key: key of the packet
 * @segment: output, set for GSO packets only: IP length of all segments but the
 *	     last, in bytes
 *
 * Return: packets and bytes; for a GSO packet, those of all its segments.
 */
static inline struct nfm_pkt_count nfm_gso_count(const struct sk_buff *skb,
						 const struct nfm_key *key,
						 unsigned int *segment)
{
	if (unlikely(skb_is_gso(skb)))
		return nfm_gso_count_super(skb, key, segment);
	return (struct nfm_pkt_count){ .packets = 1, .bytes = skb->len };
}

#endif /* _NFM_XMIT_GSO_SIZE_H */
