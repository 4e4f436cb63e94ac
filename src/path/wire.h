/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PATH_WIRE_H
#define _NFM_PATH_WIRE_H

#include <linux/skbuff.h>

#include "path/key.h"
#include "runtime/stats.h"

struct nfm_wire nfm_wire_super_size(const struct sk_buff *skb,
				    const struct nfm_key *key);
unsigned int nfm_wire_segment(const struct sk_buff *skb,
			      const struct nfm_key *key);

/**
 * nfm_wire_size() - measures a packet as the wire sees it
 * @skb: the packet, data at its IP header
 * @key: its key
 *
 * Return: packets and bytes; for a super-packet, of what it is cut into.
 */
static inline struct nfm_wire nfm_wire_size(const struct sk_buff *skb,
					    const struct nfm_key *key)
{
	if (unlikely(skb_is_gso(skb)))
		return nfm_wire_super_size(skb, key);
	return (struct nfm_wire){ .packets = 1, .bytes = skb->len };
}

#endif /* _NFM_PATH_WIRE_H */
