// SPDX-License-Identifier: GPL-2.0
#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <net/ip.h>
#include <net/ip6_route.h>
#include <net/l3mdev.h>
#include <net/route.h>

#include "compat/flow.h"
#include "datapath/nexthop.h"
#include "xmit/sender.h"

static bool nfm_gateway_v4_is(const struct rtable *rt,
			      const struct in6_addr *next_hop)
{
	struct in6_addr gateway;

	switch (rt->rt_gw_family) {
	case AF_INET:
		nfm_addr_set_v4(&gateway, rt->rt_gw4);
		return ipv6_addr_equal(&gateway, next_hop);
	case AF_INET6:
		return ipv6_addr_equal(&rt->rt_gw6, next_hop);
	}
	return false;
}

static bool nfm_gateway_v6_is(const struct rt6_info *rt,
			      const struct in6_addr *next_hop)
{
	return rt->rt6i_flags & RTF_GATEWAY &&
	       ipv6_addr_equal(&rt->rt6i_gateway, next_hop);
}

static bool nfm_gateway_is(const struct nfm_packet *packet,
			   const struct dst_entry *dst,
			   const struct in6_addr *next_hop)
{
	if (packet->ethertype == htons(ETH_P_IP))
		return nfm_gateway_v4_is(container_of(dst, struct rtable, dst),
					 next_hop);
	return nfm_gateway_v6_is(container_of(dst, struct rt6_info, dst),
				 next_hop);
}

static const struct net_device *nfm_device(const struct nfm_packet *packet)
{
	return packet->hook == NFM_HOOK_RX ? packet->state->in :
					     packet->state->out;
}

/* For an incoming packet, this is the route of a reply. */
static struct dst_entry *nfm_route_to_v4(const struct nfm_packet *packet,
					 const struct in6_addr *to,
					 const struct in6_addr *from)
{
	struct flowi4 fl4 = {
		.daddr = nfm_addr_v4(to),
		.saddr = nfm_addr_v4(from),
		.flowi4_oif = l3mdev_master_ifindex_rcu(nfm_device(packet)),
		.flowi4_mark = packet->skb->mark,
		.flowi4_flags = FLOWI_FLAG_ANYSRC,
	};
	struct rtable *rt;

	nfm_flow4_set_dscp(&fl4, ip_hdr(packet->skb));
	rt = ip_route_output_key(packet->sender->net, &fl4);
	return IS_ERR(rt) ? NULL : &rt->dst;
}

static struct dst_entry *nfm_route_to_v6(const struct nfm_packet *packet,
					 const struct in6_addr *to,
					 const struct in6_addr *from)
{
	struct flowi6 fl6 = {
		.daddr = *to,
		.saddr = *from,
		.flowi6_oif = l3mdev_master_ifindex_rcu(nfm_device(packet)),
		.flowi6_mark = packet->skb->mark,
		.flowi6_flags = FLOWI_FLAG_ANYSRC,
	};
	struct dst_entry *dst =
		ip6_route_output(packet->sender->net, NULL, &fl6);

	if (!dst->error)
		return dst;
	dst_release(dst);
	return NULL;
}

static bool nfm_route_goes_by(const struct nfm_packet *packet,
			      const struct in6_addr *to,
			      const struct in6_addr *from,
			      const struct in6_addr *next_hop)
{
	struct dst_entry *dst;
	bool is;

	if (packet->ethertype == htons(ETH_P_IP))
		dst = nfm_route_to_v4(packet, to, from);
	else
		dst = nfm_route_to_v6(packet, to, from);
	if (!dst)
		return false;
	is = nfm_gateway_is(packet, dst, next_hop);
	dst_release(dst);
	return is;
}

/**
 * nfm_nexthop_is() - check whether a packet takes a gateway
 * @packet: the packet
 * @next_hop: the gateway
 *
 * Policy rules, VRFs and routing marks apply as they do to the packet itself.
 *
 * Return: true if the route of a packet has the gateway. For a packet that comes in
 * to the ENI's owner, this is the route of a reply.
 */
bool nfm_nexthop_is(const struct nfm_packet *packet,
		    const struct in6_addr *next_hop)
{
	const struct nfm_key *key = packet->key;
	const struct dst_entry *dst = skb_dst(packet->skb);
	bool out = packet->hook != packet->source->in_hook;

	if (!out)
		return nfm_route_goes_by(packet, &key->saddr, &key->daddr,
					 next_hop);
	if (packet->hook == NFM_HOOK_TX && dst)
		return nfm_gateway_is(packet, dst, next_hop);
	return nfm_route_goes_by(packet, &key->daddr, &key->saddr, next_hop);
}
