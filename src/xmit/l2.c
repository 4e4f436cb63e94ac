// SPDX-License-Identifier: GPL-2.0
/* Link-layer headers of inner frames. */
#include <linux/etherdevice.h>
#include <net/if_inet6.h>
#include <net/ip6_route.h>
#include <net/ndisc.h>
#include <net/route.h>

#include "compat/ipv6.h"
#include "xmit/l2.h"

/* Locally administered: for devices without Ethernet, and unresolved neighbours. */
static const u8
	nfm_mac_here[ETH_ALEN] __aligned(2) = { 0x02, 0, 0, 0, 0, 0x01 };
static const u8
	nfm_mac_there[ETH_ALEN] __aligned(2) = { 0x02, 0, 0, 0, 0, 0x02 };

static void nfm_l2_write(struct nfm_l2 *l2, const u8 *dest, const u8 *source,
			 __be16 ethertype)
{
	struct ethhdr *eth = (struct ethhdr *)nfm_l2_start(l2, ETH_HLEN);

	ether_addr_copy(eth->h_dest, dest);
	ether_addr_copy(eth->h_source, source);
	eth->h_proto = ethertype;
}

/* Header with VLAN tags: those in the frame, and one that the device stripped. */
static bool nfm_l2_tagged(const struct sk_buff *skb, const u8 *from,
			  unsigned int len, struct nfm_l2 *l2)
{
	unsigned int tag = skb_vlan_tag_present(skb) ? VLAN_HLEN : 0;
	struct vlan_ethhdr *veth;

	if (len + tag > NFM_L2_MAX)
		return false;
	veth = (struct vlan_ethhdr *)nfm_l2_start(l2, len + tag);
	memcpy(veth, from, 2 * ETH_ALEN);
	memcpy((u8 *)veth + 2 * ETH_ALEN + tag, from + 2 * ETH_ALEN,
	       len - 2 * ETH_ALEN);
	if (tag) {
		veth->h_vlan_proto = skb->vlan_proto;
		veth->h_vlan_TCI = htons(skb_vlan_tag_get(skb));
	}
	return true;
}

/* Header of a frame as received. */
static bool nfm_l2_received(const struct sk_buff *skb, struct nfm_l2 *l2)
{
	const u8 *from = skb_mac_header(skb);
	unsigned int len = skb->data - from;

	if (!skb_mac_header_was_set(skb) || len < ETH_HLEN)
		return false;
	if (unlikely(len > ETH_HLEN || skb_vlan_tag_present(skb)))
		return nfm_l2_tagged(skb, from, len, l2);
	memcpy(nfm_l2_start(l2, ETH_HLEN), from, ETH_HLEN);
	return true;
}

/* Use the neighbour's address if it is known; never wait for resolution. */
static noinline void nfm_l2_uncached(struct nfm_packet *packet,
				     const struct neighbour *neigh)
{
	/* Address length of the neighbour's device, which need not be Ethernet. */
	u8 dest[MAX_ADDR_LEN] __aligned(2) = {};

	if (neigh && READ_ONCE(neigh->nud_state) & NUD_VALID)
		neigh_ha_snapshot(dest, neigh, neigh->dev);
	else
		ether_addr_copy(dest, nfm_mac_there);
	nfm_l2_write(&packet->l2, dest, packet->source->mac, packet->ethertype);
}

/* Header to a neighbour, which is valid while bottom halves are off (RCU). */
static void nfm_l2_to(struct nfm_packet *packet, const struct neighbour *neigh)
{
	if (unlikely(!neigh || !nfm_l2_cached(neigh, &packet->l2)))
		nfm_l2_uncached(packet, neigh);
}

static noinline void nfm_l2_group_v4(struct nfm_packet *packet,
				     const struct rtable *rt)
{
	u8 group[ETH_ALEN] __aligned(2);

	if (rt->rt_type == RTN_BROADCAST)
		eth_broadcast_addr(group);
	else
		ip_eth_mc_map(nfm_addr_v4(&packet->key->daddr), group);
	nfm_l2_write(&packet->l2, group, packet->source->mac,
		     packet->ethertype);
}

static noinline void nfm_l2_group_v6(struct nfm_packet *packet)
{
	u8 group[ETH_ALEN] __aligned(2);

	ipv6_eth_mc_map(&packet->key->daddr, group);
	nfm_l2_write(&packet->l2, group, packet->source->mac,
		     packet->ethertype);
}

static void nfm_l2_sent_v4(struct nfm_packet *packet, const struct rtable *rt)
{
	__be32 daddr = nfm_addr_v4(&packet->key->daddr);
	struct net_device *dev = rt->dst.dev;

	if (unlikely(rt->rt_type == RTN_BROADCAST || ipv4_is_multicast(daddr)))
		nfm_l2_group_v4(packet, rt);
	else if (unlikely(rt->rt_gw_family == AF_INET6))
		nfm_l2_uncached(packet, nfm_ipv6_neigh(dev, &rt->rt_gw6));
	else
		nfm_l2_to(packet,
			  __ipv4_neigh_lookup_noref(
				  dev, (__force u32)rt_nexthop(rt, daddr)));
}

static void nfm_l2_sent_v6(struct nfm_packet *packet, const struct rt6_info *rt)
{
	const struct in6_addr *daddr = &packet->key->daddr;

	if (unlikely(ipv6_addr_is_multicast(daddr)))
		nfm_l2_group_v6(packet);
	else
		nfm_l2_to(packet,
			  nfm_ipv6_neigh(rt->dst.dev, rt6_nexthop(rt, daddr)));
}

/* Header of a packet that is sent from an ENI with Ethernet. */
static void nfm_l2_sent(struct nfm_packet *packet)
{
	const struct dst_entry *dst = skb_dst(packet->skb);

	if (unlikely(!dst))
		nfm_l2_uncached(packet, NULL);
	else if (packet->ethertype == htons(ETH_P_IP))
		nfm_l2_sent_v4(packet, container_of(dst, struct rtable, dst));
	else
		nfm_l2_sent_v6(packet, container_of(dst, struct rt6_info, dst));
}

/* Header of a frame that has none, or one that cannot be read. */
static void nfm_l2_stand_in(struct nfm_packet *packet)
{
	if (packet->hook == NFM_HOOK_TX)
		nfm_l2_write(&packet->l2, nfm_mac_there, nfm_mac_here,
			     packet->ethertype);
	else
		nfm_l2_write(&packet->l2, nfm_mac_here, nfm_mac_there,
			     packet->ethertype);
}

/**
 * nfm_l2_read() - take the link-layer header of all copies from the frame itself
 * @packet: the packet, whose skb has the header between its MAC header and its data;
 *	    its @l2 is filled in
 */
void nfm_l2_read(struct nfm_packet *packet)
{
	if (!packet->source->ethernet ||
	    !nfm_l2_received(packet->skb, &packet->l2))
		nfm_l2_stand_in(packet);
}

/**
 * nfm_l2_find() - prepare the link-layer header of all copies
 * @packet: the packet; its @l2 is filled in
 *
 * Context: bottom halves off, RCU read side.
 */
void nfm_l2_find(struct nfm_packet *packet)
{
	if (packet->hook == NFM_HOOK_TX && packet->source->ethernet)
		nfm_l2_sent(packet);
	else
		nfm_l2_read(packet);
}
