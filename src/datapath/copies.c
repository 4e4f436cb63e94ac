// SPDX-License-Identifier: GPL-2.0
#include "datapath/copies.h"

/**
 * nfm_copies_drop() - count the copies for all sessions that want a packet as dropped
 * @packet: the packet, with its @l2
 * @compiled: first session whose filter matches
 * @lookup: finds the others
 * @reason: why none is made
 *
 * Context: bottom halves off, RCU read side.
 */
void nfm_copies_drop(const struct nfm_packet *packet,
		     const struct nfm_compiled_session *compiled,
		     struct nfm_lookup *lookup, enum nfm_drop reason)
{
	do {
		if (!nfm_compiled_wants(compiled, packet))
			continue;
		nfm_stats_matched(compiled->stats, &packet->count);
		nfm_stats_dropped(compiled->stats, &packet->count, reason);
	} while ((compiled = nfm_lookup_next(lookup)));
}

/**
 * nfm_copies_make_segments() - copy a packet of many segments
 * @packet: the packet, with its @l2
 * @compiled: first session whose filter matches
 * @lookup: finds the others
 *
 * Some sessions need the segments one by one, so that a copy may cost as much as
 * that many packets.
 *
 * Context: see nfm_copies_make().
 */
void nfm_copies_make_segments(struct nfm_packet *packet,
			      const struct nfm_compiled_session *compiled,
			      struct nfm_lookup *lookup)
{
	unsigned int left =
		NFM_COPIES_MAX * NFM_COPIES_SEGMENTS / packet->count.packets;

	nfm_copies_make_some(packet, compiled, lookup, max(left, 1U));
}
