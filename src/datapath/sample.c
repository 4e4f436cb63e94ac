// SPDX-License-Identifier: GPL-2.0
#include <linux/jhash.h>
#include <linux/ktime.h>

#include "config/network.h"
#include "datapath/nexthop.h"
#include "datapath/sample.h"
#include "lib/vxlan.h"

/*
 * The flow hash also selects receivers and source ports, so it is hashed again:
 * otherwise all sampled flows could go to the same receiver.
 */
static bool nfm_sample_has_flow(const struct nfm_packet *packet, u32 sample)
{
	return !reciprocal_scale(jhash_1word(packet->hash, 0), sample);
}

/*
 * Total bytes of a packet's copies with IPv4 outer headers, if none has to be
 * segmented, fragmented or truncated to fit its path.
 */
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

/*
 * Of the ENIs of a network that a packet passes, on this host or on others, one copies
 * it: that of its source or, if the source is outside the network, that of its
 * destination. A packet that neither address assigns to an ENI, such as a multicast from
 * a link-local address, is copied where it comes in.
 */
static bool nfm_sample_is_owned(const struct nfm_packet *packet)
{
	const struct nfm_source *source = packet->source;
	const struct nfm_key *key = packet->key;

	if (key->family == NFM_FAMILY_NONE ||
	    nfm_addrset_has(source->addrs, &key->saddr))
		return true;
	if (nfm_network_holds(source->vpc, &key->saddr))
		return false;
	if (!nfm_addr_is_unicast(&key->saddr) ||
	    !nfm_addr_is_unicast(&key->daddr))
		return packet->hook == NFM_HOOK_RX;
	return nfm_addrset_has(source->addrs, &key->daddr);
}

/**
 * nfm_sample_wants() - apply once, next hop, sampling and rate limit of a session
 * @packet: a packet that matches its filter; the link-layer header is filled in
 * @compiled: a selective session
 *
 * Counts a packet over the rate as dropped.
 *
 * Context: bottom halves off, RCU read side.
 * Return: true if the packet is to be copied.
 */
bool nfm_sample_wants(const struct nfm_packet *packet,
		      const struct nfm_compiled_session *compiled)
{
	if (compiled->once && !nfm_sample_is_owned(packet))
		return false;
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
