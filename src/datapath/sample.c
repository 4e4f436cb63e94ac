// SPDX-License-Identifier: GPL-2.0
#include <linux/jhash.h>
#include <linux/ktime.h>

#include "datapath/nexthop.h"
#include "datapath/sample.h"
#include "lib/vxlan.h"

/*
 * What chooses receivers and source ports is no measure here: of the flows that
 * are copied, all would go to the same receiver.
 */
static bool nfm_select_samples(const struct nfm_packet *packet, u32 sample)
{
	return !reciprocal_scale(jhash_1word(packet->hash, 0), sample);
}

/* The lengths of a packet's copies, if none is cut to fit its path. */
static u64 nfm_select_bytes(const struct nfm_packet *packet,
			    const struct nfm_mirror *mirror)
{
	u64 packets = packet->wire.packets;
	u64 bytes = packet->wire.bytes + packets * packet->l2.len;

	if (mirror->snaplen)
		bytes = min(bytes, packets * mirror->snaplen);
	return bytes + packets * sizeof(struct nfm_outer_v4);
}

static bool nfm_select_rate(const struct nfm_packet *packet,
			    const struct nfm_mirror *mirror)
{
	u64 amount = mirror->rate_unit == NFM_RATE_UNIT_BITS ?
			     nfm_select_bytes(packet, mirror) * BITS_PER_BYTE :
			     packet->wire.packets;

	return nfm_bucket_take(&mirror->counters->bucket, &mirror->limit,
			       amount, ktime_get_ns());
}

/**
 * nfm_select() - tells whether a mirror wants what its filter leaves
 * @packet: the packet, its link-layer header found
 * @mirror: one that is selective
 *
 * Of what is over its rate, it is counted that it was not copied.
 *
 * Context: bottom halves off, RCU read side.
 */
bool nfm_select(const struct nfm_packet *packet,
		const struct nfm_mirror *mirror)
{
	if (mirror->by_gateway && !nfm_nexthop_is(packet, &mirror->next_hop))
		return false;
	if (!nfm_select_samples(packet, mirror->sample))
		return false;
	if (!mirror->limit.rate || nfm_select_rate(packet, mirror))
		return true;
	nfm_stats_matched(mirror->stats, &packet->wire);
	nfm_stats_dropped(mirror->stats, &packet->wire, NFM_DROP_RATE);
	return false;
}
