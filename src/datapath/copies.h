/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_DATAPATH_COPIES_H
#define _NFM_DATAPATH_COPIES_H

#include "compat/skb.h"
#include "datapath/sample.h"
#include "datapath/shed.h"
#include "plan/classify_lookup.h"
#include "xmit/gso_size.h"
#include "xmit/xmit_fast.h"

/*
 * Maximum number of copies of a packet. They are made in one go, while nothing else
 * runs on the CPU; it could not keep up with more.
 */
#define NFM_COPIES_MAX 1024
/*
 * A GSO packet of more segments than this gets proportionally fewer copies. 64 KiB
 * of TCP are 45 segments of 1,460 bytes, or 123 of 536.
 */
#define NFM_COPIES_SEGMENTS 128

void nfm_copies_drop(const struct nfm_packet *packet,
		     const struct nfm_compiled_session *compiled,
		     struct nfm_lookup *lookup, enum nfm_drop reason);
void nfm_copies_make_segments(struct nfm_packet *packet,
			      const struct nfm_compiled_session *compiled,
			      struct nfm_lookup *lookup);

/* Measure a packet that the stack will not fragment. */
static __always_inline void nfm_copies_measure(struct nfm_packet *packet)
{
	const struct sk_buff *skb = packet->skb;
	const struct nfm_key *key = packet->key;
	struct nfm_pkt_count count = nfm_gso_count(skb, key, &packet->segment);

	packet->plain = !skb_is_gso(skb) && !key->fragment &&
			skb->ip_summed != CHECKSUM_PARTIAL &&
			nfm_skb_is_readable(skb);
	packet->count = count;
}

/* Make at most @left copies, count the rest as dropped. */
static __always_inline void
nfm_copies_make_some(struct nfm_packet *packet,
		     const struct nfm_compiled_session *compiled,
		     struct nfm_lookup *lookup, unsigned int left)
{
	do {
		if (nfm_compiled_wants(compiled, packet))
			nfm_xmit_copy(packet, compiled);
		compiled = nfm_lookup_next(lookup);
		if (likely(!compiled))
			return;
	} while (--left);
	nfm_copies_drop(packet, compiled, lookup, NFM_DROP_OVERLOAD);
}

/**
 * nfm_copies_make() - copy a packet for all sessions that want it
 * @packet: the packet, with its @l2
 * @compiled: first session whose filter matches
 * @lookup: finds the others
 *
 * Context: bottom halves off, RCU read side, nfm_recursion_enter().
 */
static __always_inline void
nfm_copies_make(struct nfm_packet *packet,
		const struct nfm_compiled_session *compiled,
		struct nfm_lookup *lookup)
{
	if (nfm_shed_has_flow(packet->hash))
		return nfm_copies_drop(packet, compiled, lookup,
				       NFM_DROP_OVERLOAD);
	if (unlikely(packet->count.packets > NFM_COPIES_SEGMENTS))
		return nfm_copies_make_segments(packet, compiled, lookup);
	nfm_copies_make_some(packet, compiled, lookup, NFM_COPIES_MAX);
}

#endif /* _NFM_DATAPATH_COPIES_H */
