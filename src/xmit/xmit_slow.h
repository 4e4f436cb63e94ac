/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_XMIT_XMIT_SLOW_H
#define _NFM_XMIT_XMIT_SLOW_H

#include "lib/vxlan.h"
#include "xmit/packet.h"

struct dst_entry;
struct neighbour;

/**
 * struct nfm_copy - a copy under way
 * @packet: what it is a copy of
 * @mirror: who wants it
 * @receiver: who gets it
 * @dst: the route there; the CPU's own, which stays until the copy has gone
 * @neigh: who takes it next, see nfm_output_find_neigh()
 * @tunnel: its outer addresses and ports
 * @v4: these are of IPv4
 * @held: it is not sent, see nfm_feedback_hold()
 * @cases: what is to be said of it, by BIT(enum nfm_case)
 */
struct nfm_copy {
	const struct nfm_packet *packet;
	const struct nfm_mirror *mirror;
	struct nfm_receiver *receiver;
	struct dst_entry *dst;
	struct neighbour *neigh;
	struct nfm_tunnel tunnel;
	bool v4;
	bool held;
	u8 cases;
};

void nfm_send(const struct nfm_copy *copy);

/* Counts copies that were not sent. */
static inline void nfm_drop(const struct nfm_mirror *mirror,
			    const struct nfm_receiver *receiver,
			    const struct nfm_wire *wire, enum nfm_drop reason)
{
	nfm_stats_dropped(mirror->stats, wire, reason);
	nfm_stats_dropped(receiver->stats, wire, reason);
}

#endif /* _NFM_XMIT_XMIT_SLOW_H */
