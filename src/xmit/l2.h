/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_XMIT_L2_H
#define _NFM_XMIT_L2_H

#include <net/arp.h>
#include <net/neighbour.h>
#include <net/route.h>

#include "xmit/packet.h"

void nfm_l2_read(struct nfm_packet *packet);
void nfm_l2_find(struct nfm_packet *packet);

/* Copy the cached header that the stack itself is going to use. */
static inline bool nfm_l2_cached(const struct neighbour *neigh,
				 struct nfm_l2 *l2)
{
	const struct hh_cache *hh = &neigh->hh;
	unsigned int seq;

	if (!(READ_ONCE(neigh->nud_state) & NUD_CONNECTED) ||
	    READ_ONCE(hh->hh_len) != ETH_HLEN)
		return false;
	do {
		seq = read_seqbegin(&hh->hh_lock);
		memcpy(l2->bytes + NFM_L2_ROOM - HH_DATA_MOD, hh->hh_data,
		       HH_DATA_MOD);
	} while (read_seqretry(&hh->hh_lock, seq));
	l2->len = ETH_HLEN;
	return true;
}

/**
 * nfm_l2_is_known() - prepare the link-layer header of all copies if the stack has
 *		       it cached
 * @packet: the packet; its @l2 is filled in
 * @dst: its dst, or NULL
 * @hook: hook that the packet passes
 * @pf: NFPROTO_IPV4 or NFPROTO_IPV6
 *
 * Context: bottom halves off, RCU read side.
 * Return: false if it is not cached and nfm_l2_find() has to be called.
 */
static __always_inline bool nfm_l2_is_known(struct nfm_packet *packet,
					    const struct dst_entry *dst,
					    enum nfm_hook hook, u8 pf)
{
	const struct rtable *rt = container_of(dst, struct rtable, dst);
	__be32 daddr = nfm_addr_v4(&packet->key->daddr);
	const struct neighbour *neigh;

	if (hook != NFM_HOOK_TX || pf != NFPROTO_IPV4 ||
	    !packet->source->ethernet || !dst || rt->rt_type != RTN_UNICAST ||
	    rt->rt_gw_family == AF_INET6)
		return false;
	neigh = __ipv4_neigh_lookup_noref(dst->dev,
					  (__force u32)rt_nexthop(rt, daddr));
	return neigh && nfm_l2_cached(neigh, &packet->l2);
}

#endif /* _NFM_XMIT_L2_H */
