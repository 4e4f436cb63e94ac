/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_DATAPATH_EXCLUDE_H
#define _NFM_DATAPATH_EXCLUDE_H

#include <linux/skbuff.h>
#include <net/vxlan.h>

#include "lib/addrset.h"
#include "lib/flow_key.h"
#include "lib/tunnelset.h"
#include "plan/plan.h"
#include "xmit/sender.h"

/* What becomes of a packet that somebody wants. */
enum nfm_verdict {
	NFM_VERDICT_COPY,
	NFM_VERDICT_NEVER, /* it is receivers' traffic, or a copy of ours */
	NFM_VERDICT_CARRIED, /* it is, or looks like, a copy of whomever */
};

enum nfm_verdict nfm_exclude_other(const struct nfm_source *source,
				   const struct sk_buff *skb,
				   const struct nfm_key *key);

/*
 * Of most UDP packets one word tells that they carry no copy. A later fragment has
 * no header, but 0 for its place, which is none here.
 */
static __always_inline bool
nfm_exclude_is_tunnel(const struct nfm_source *source,
		      const struct sk_buff *skb, const struct nfm_key *key)
{
	const unsigned int end =
		sizeof(struct udphdr) + sizeof(struct vxlanhdr);
	const u8 *udp = skb->data + key->offset;
	__be32 flags;

	if (unlikely(key->offset - 1 >= skb_headlen(skb) - end))
		return true;
	memcpy(&flags, udp + sizeof(struct udphdr), sizeof(flags));
	return flags == VXLAN_HF_VNI ||
	       nfm_tunnelset_may_be(source->tunnels, key->dport);
}

/**
 * nfm_exclude() - tells what is never copied
 * @source: the ENI
 * @skb: the packet
 * @key: its key
 *
 * Never are our own copies, also those of other namespaces and when a tunnel
 * carries them; packets to or from a receiver of the ENI's network, or about its
 * neighbours' finding it; what nfm_carries_copy() knows.
 */
static __always_inline enum nfm_verdict
nfm_exclude(const struct nfm_source *source, const struct sk_buff *skb,
	    const struct nfm_key *key)
{
	if ((skb->sk && nfm_sender_owns(skb->sk)) ||
	    nfm_addrset_has(source->receivers, &key->saddr) ||
	    nfm_addrset_has(source->receivers, &key->daddr))
		return NFM_VERDICT_NEVER;
	if (key->proto == IPPROTO_TCP ||
	    (key->proto == IPPROTO_UDP &&
	     likely(!nfm_exclude_is_tunnel(source, skb, key))))
		return NFM_VERDICT_COPY;
	return nfm_exclude_other(source, skb, key);
}

#endif /* _NFM_DATAPATH_EXCLUDE_H */
