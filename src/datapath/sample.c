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
static bool nfm_sample_has_flow(const struct nfm_packet *packet, u32 sample)
{
	return !reciprocal_scale(jhash_1word(packet->hash, 0), sample);
}

/* The lengths of a packet's copies, if none is cut to fit its path. */
static u64 nfm_sample_bytes(const struct nfm_packet *packet,
			    const struct nfm_compiled_session *compiled)
{
	u64 packets = packet->count.packets;
	u64 bytes = packet->count.bytes + packets * packet->l2.len;

	if (compiled->snaplen)
		bytes = min(bytes, packets * compiled->snaplen);
	return bytes + packets * sizeof(struct nfm_outer_v4);
}

static bool nfm_sample_has_rate(const struct nfm_packet *packet,
				const struct nfm_compiled_session *compiled)
{
	u64 amount =
		compiled->rate_unit == NFM_RATE_UNIT_BITS ?
			nfm_sample_bytes(packet, compiled) * BITS_PER_BYTE :
			packet->count.packets;

	return nfm_bucket_take(&compiled->counters->bucket, &compiled->limit,
			       amount, ktime_get_ns());
}

/**
 * nfm_sample_wants() - tells whether a mirror wants what its filter leaves
 * @packet: the packet, its link-layer header found
 * @compiled: one that is selective
 *
 * Of what is over its rate, it is counted that it was not copied.
 *
 * Context: bottom halves off, RCU read side.
 */
bool nfm_sample_wants(const struct nfm_packet *packet,
		      const struct nfm_compiled_session *compiled)
{
	if (compiled->by_gateway &&
	    !nfm_nexthop_is(packet, &compiled->next_hop))
		return false;
	if (!nfm_sample_has_flow(packet, compiled->sample))
		return false;
	if (!compiled->limit.rate || nfm_sample_has_rate(packet, compiled))
		return true;
	nfm_stats_matched(compiled->stats, &packet->count);
	nfm_stats_dropped(compiled->stats, &packet->count, NFM_DROP_RATE);
	return false;
}
