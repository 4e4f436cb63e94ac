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
 * nfm_gso_count() - measures a packet as the wire sees it
 * @skb: the packet, data at its IP header
 * @key: its key
 * @segment: of a super-packet, becomes the IP length of each of the packets that it is
 *	     cut into, but the last, in bytes
 *
 * Return: packets and bytes; for a super-packet, of what it is cut into.
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
