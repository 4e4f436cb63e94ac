// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <net/arp.h>
#include <net/if_inet6.h>
#include <net/ip.h>
#include <net/ip6_route.h>
#include <net/ndisc.h>
#include <net/ip6_checksum.h>
#include <net/route.h>
#include <net/udp.h>

#include "path/frame.h"

/* Ethernet header with two VLAN tags, of which one may come from metadata. */
#define NFM_L2_MAX (ETH_HLEN + 2 * VLAN_HLEN)

/**
 * struct nfm_l2 - the link-layer header of an inner frame
 * @len: its length
 * @bytes: the header
 */
struct nfm_l2 {
	unsigned int len;
	u8 bytes[NFM_L2_MAX];
};

/* Locally administered: for devices without, and neighbours not yet known. */
static const u8 nfm_mac_here[ETH_ALEN] = { 0x02, 0, 0, 0, 0, 0x01 };
static const u8 nfm_mac_there[ETH_ALEN] = { 0x02, 0, 0, 0, 0, 0x02 };

static void nfm_l2_write(struct nfm_l2 *l2, const u8 *dest, const u8 *source,
			 __be16 ethertype)
{
	struct ethhdr *eth = (struct ethhdr *)l2->bytes;

	l2->len = ETH_HLEN;
	ether_addr_copy(eth->h_dest, dest);
	ether_addr_copy(eth->h_source, source);
	eth->h_proto = ethertype;
}

/* The frame as it came, with a VLAN tag that the device took off put back. */
static bool nfm_l2_received(const struct sk_buff *skb, struct nfm_l2 *l2)
{
	const u8 *from = skb_mac_header(skb);
	unsigned int len = skb->data - from;
	unsigned int tag = skb_vlan_tag_present(skb) ? VLAN_HLEN : 0;
	struct vlan_ethhdr *veth = (struct vlan_ethhdr *)l2->bytes;

	if (!skb_mac_header_was_set(skb) || len < ETH_HLEN ||
	    len + tag > NFM_L2_MAX)
		return false;
	memcpy(l2->bytes, from, 2 * ETH_ALEN);
	memcpy(l2->bytes + 2 * ETH_ALEN + tag, from + 2 * ETH_ALEN,
	       len - 2 * ETH_ALEN);
	if (tag) {
		veth->h_vlan_proto = skb->vlan_proto;
		veth->h_vlan_TCI = htons(skb_vlan_tag_get(skb));
	}
	l2->len = len + tag;
	return true;
}

static void nfm_l2_resolved(const struct neighbour *neigh, u8 *dest)
{
	if (neigh && READ_ONCE(neigh->nud_state) & NUD_VALID)
		neigh_ha_snapshot(dest, neigh, neigh->dev);
}

static void nfm_l2_destination_v4(const struct rtable *rt, __be32 daddr,
				  u8 *dest)
{
	struct net_device *dev = rt->dst.dev;

	if (rt->rt_type == RTN_BROADCAST)
		eth_broadcast_addr(dest);
	else if (ipv4_is_multicast(daddr))
		ip_eth_mc_map(daddr, dest);
	else if (rt->rt_gw_family == AF_INET6)
		nfm_l2_resolved(
			__ipv6_neigh_lookup_noref_stub(dev, &rt->rt_gw6), dest);
	else
		nfm_l2_resolved(__ipv4_neigh_lookup_noref(
					dev,
					(__force u32)rt_nexthop(rt, daddr)),
				dest);
}

static void nfm_l2_destination_v6(const struct rt6_info *rt,
				  const struct in6_addr *daddr, u8 *dest)
{
	if (ipv6_addr_is_multicast(daddr))
		ipv6_eth_mc_map(daddr, dest);
	else
		nfm_l2_resolved(__ipv6_neigh_lookup_noref_stub(
					rt->dst.dev, rt6_nexthop(rt, daddr)),
				dest);
}

/* Writes where the packet is going. Never waits for an address. */
static void nfm_l2_destination(const struct nfm_packet *packet, u8 *dest)
{
	const struct dst_entry *dst = skb_dst(packet->skb);
	const struct in6_addr *daddr = &packet->key.daddr;

	ether_addr_copy(dest, nfm_mac_there);
	if (!dst)
		return;
	rcu_read_lock_bh();
	if (packet->ethertype == htons(ETH_P_IP))
		nfm_l2_destination_v4(container_of(dst, struct rtable, dst),
				      nfm_addr_v4(daddr), dest);
	else
		nfm_l2_destination_v6(container_of(dst, struct rt6_info, dst),
				      daddr, dest);
	rcu_read_unlock_bh();
}

static void nfm_l2_init(struct nfm_l2 *l2, const struct nfm_packet *packet)
{
	const struct nfm_tap *tap = packet->tap;
	u8 dest[ETH_ALEN];

	if (packet->side == NFM_SIDE_RX) {
		if (tap->ethernet && nfm_l2_received(packet->skb, l2))
			return;
		nfm_l2_write(l2, nfm_mac_here, nfm_mac_there,
			     packet->ethertype);
	} else if (tap->ethernet) {
		nfm_l2_destination(packet, dest);
		nfm_l2_write(l2, dest, tap->mac, packet->ethertype);
	} else {
		nfm_l2_write(l2, nfm_mac_there, nfm_mac_here,
			     packet->ethertype);
	}
}

/*
 * Whether the copy must not share the original's pages: user memory under
 * MSG_ZEROCOPY would be copied in the original, and IPsec decrypts in place. A
 * packet that was put together from fragments is cut elsewhere once its parts are
 * shared.
 */
static bool nfm_needs_whole(struct sk_buff *skb, const struct nfm_key *key)
{
	return skb_zcopy(skb) || (skb_has_frag_list(skb) && !skb_is_gso(skb)) ||
	       key->proto == IPPROTO_ESP || key->proto == IPPROTO_AH;
}

/* A copy whose headers are its own and whose offsets hold for it. */
static struct sk_buff *nfm_frame_alloc(const struct nfm_packet *packet,
				       unsigned int headroom)
{
	const gfp_t gfp = GFP_ATOMIC | __GFP_NOWARN;
	struct sk_buff *skb = packet->skb;
	struct sk_buff *copy;

	if (unlikely(nfm_needs_whole(skb, &packet->key)))
		return skb_copy_expand(skb, headroom, 0, gfp);
	copy = __pskb_copy_fclone(skb, headroom, gfp, false);
	if (!copy)
		return NULL;
	skb_headers_offset_update(copy, skb_headroom(copy) - skb_headroom(skb));
	return copy;
}

/**
 * nfm_frame_mend_tunnel() - prepares the checksum of a tunnel's UDP header
 * @frame: a super-packet
 *
 * Cutting it starts from the pseudo header's sum, which should be there. But
 * where GRO put tunnelled packets together, 6.1 has that of the inner header
 * (udp6_gro_complete() in net/ipv6/udp_offload.c; 6.12 has the right one).
 */
void nfm_frame_mend_tunnel(struct sk_buff *frame)
{
	unsigned int at = skb_transport_offset(frame);
	unsigned int len = frame->len - at;
	struct udphdr *uh;

	if (!(skb_shinfo(frame)->gso_type & SKB_GSO_UDP_TUNNEL_CSUM) ||
	    !pskb_may_pull(frame, at + sizeof(*uh)))
		return;
	uh = udp_hdr(frame);
	if (frame->protocol == htons(ETH_P_IP))
		uh->check = ~udp_v4_check(len, ip_hdr(frame)->saddr,
					  ip_hdr(frame)->daddr, 0);
	else if (ipv6_hdr(frame)->nexthdr == IPPROTO_UDP)
		uh->check = ~udp_v6_check(len, &ipv6_hdr(frame)->saddr,
					  &ipv6_hdr(frame)->daddr, 0);
}

/**
 * nfm_frame_checksum() - computes the checksum that a frame still lacks
 * @frame: the frame
 *
 * That of a super-packet belongs to whoever cuts it.
 *
 * Return: 0, or a negative errno if memory is short.
 */
int nfm_frame_checksum(struct sk_buff *frame)
{
	if (frame->ip_summed == CHECKSUM_PARTIAL) {
		if (skb_is_gso(frame))
			return 0;
		/* Knows SCTP's, too, unlike skb_checksum_help(). */
		return skb_csum_hwoffload_help(frame, 0);
	}
	frame->ip_summed = CHECKSUM_NONE;
	return 0;
}

/**
 * nfm_frame_copy() - copies a packet into a frame of its own
 * @packet: the packet
 * @headroom: bytes to leave in front of the frame
 *
 * Shares the original's pages, but not its headers; nothing of the original's
 * way through the stack (route, conntrack, marks, timestamps) sticks to it.
 *
 * Return: an Ethernet frame, or NULL if memory is short.
 */
struct sk_buff *nfm_frame_copy(const struct nfm_packet *packet,
			       unsigned int headroom)
{
	struct nfm_l2 l2;
	struct sk_buff *copy;

	copy = nfm_frame_alloc(packet, headroom + NFM_L2_MAX);
	if (!copy)
		return NULL;
	skb_scrub_packet(copy, true);
	skb_clear_tstamp(copy);
	__vlan_hwaccel_clear_tag(copy);
	copy->priority = 0;
	copy->dev = NULL;
	copy->protocol = packet->ethertype;
	memset(copy->cb, 0, sizeof(copy->cb));
	if (nfm_frame_checksum(copy)) {
		kfree_skb(copy);
		return NULL;
	}
	nfm_l2_init(&l2, packet);
	memcpy(skb_push(copy, l2.len), l2.bytes, l2.len);
	skb_reset_mac_header(copy);
	skb_reset_mac_len(copy);
	return copy;
}
