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

struct nfm_fragments;

/* Verdict on a packet that matches a session. */
enum nfm_verdict {
	NFM_VERDICT_COPY,
	NFM_VERDICT_NEVER, /* traffic of a receiver, or one of our own copies */
	NFM_VERDICT_CARRIED, /* is, or looks like, a copy made by any host */
};

enum nfm_verdict nfm_exclude_other(const struct nfm_source *source,
				   const struct sk_buff *skb,
				   const struct nfm_key *key);

void nfm_fragment_track(struct nfm_fragments *fragments,
			const struct nfm_source *source,
			const struct sk_buff *skb, enum nfm_hook hook,
			struct nfm_key *key);
enum nfm_verdict nfm_exclude_frame(const struct nfm_source *source,
				   const struct sk_buff *skb, __be16 type);

/*
 * Return false if the port and the first word of the payload of a UDP packet rule
 * out a copy. Later fragments have offset 0 and fail the bounds check.
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
 * nfm_exclude() - check whether a packet must not be copied
 * @source: the ENI
 * @skb: the packet
 * @key: its key
 *
 * Excluded are our own copies, including those of other namespaces and those inside
 * a tunnel; traffic of a receiver of the ENI's network, including neighbour
 * discovery for it; and packets that nfm_carries_copy() recognises.
 *
 * Return: the verdict.
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
