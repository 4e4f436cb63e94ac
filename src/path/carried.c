// SPDX-License-Identifier: GPL-2.0
/* Copies that come by, of whichever host, and errors that they caused. */
#include <linux/if_vlan.h>
#include <linux/skbuff.h>
#include <net/vxlan.h>

#include "path/carried.h"

/*
 * How deep copies are looked for in VXLAN. A copy of a copy has two levels: such
 * ones two hosts would send each other without an end.
 */
#define NFM_CARRIED_LEVELS 3

/* VLAN tags that an inner frame may have. */
#define NFM_CARRIED_TAGS 2

/* @id: becomes the tunnel that the packet is in, if it is VXLAN */
static bool nfm_carried_id(const struct nfm_tunnelset *tunnels,
			   const struct sk_buff *skb, const struct nfm_key *key,
			   struct nfm_tunnel_id *id)
{
	const struct vxlanhdr *vxlan;
	struct vxlanhdr buffer;

	if (key->proto != IPPROTO_UDP || !key->offset ||
	    key->ports != NFM_PORTS_KNOWN ||
	    !nfm_tunnelset_may_be(tunnels, key->dport))
		return false;
	vxlan = skb_header_pointer(skb, key->offset + sizeof(struct udphdr),
				   sizeof(buffer), &buffer);
	if (!vxlan || vxlan->vx_flags != VXLAN_HF_VNI)
		return false;
	*id = (struct nfm_tunnel_id){
		.receiver = key->daddr,
		.vni = be32_to_cpu(vxlan->vx_vni) >> 8,
		.port = key->dport,
	};
	return true;
}

/* Goes into the frame of a VXLAN packet; false: there is no IP packet in it. */
static bool nfm_carried_enter(const struct sk_buff *skb, struct nfm_key *key)
{
	unsigned int at = key->offset + sizeof(struct udphdr) +
			  sizeof(struct vxlanhdr) + 2 * ETH_ALEN;
	const __be16 *ethertype;
	__be16 buffer;
	int tags;

	for (tags = 0; tags <= NFM_CARRIED_TAGS; tags++) {
		ethertype =
			skb_header_pointer(skb, at, sizeof(buffer), &buffer);
		if (!ethertype)
			return false;
		if (!eth_type_vlan(*ethertype))
			break;
		at += VLAN_HLEN;
	}
	at += sizeof(*ethertype);
	switch (ntohs(*ethertype)) {
	case ETH_P_IP:
		return nfm_key_parse_v4(skb, at, key);
	case ETH_P_IPV6:
		return nfm_key_parse_v6(skb, at, key);
	}
	return false;
}

/**
 * nfm_carries_copy() - recognises copies on their way
 * @tunnels: the tunnels that copies take
 * @skb: a packet
 * @key: its key
 *
 * Return: true if it is a VXLAN packet to a receiver with the port and VNI of a
 * session, or has one in it, maybe in further VXLAN packets.
 */
bool nfm_carries_copy(const struct nfm_tunnelset *tunnels,
		      const struct sk_buff *skb, const struct nfm_key *key)
{
	struct nfm_key inner = *key;
	struct nfm_tunnel_id id;
	int level;

	for (level = 0; level < NFM_CARRIED_LEVELS; level++) {
		if (!nfm_carried_id(tunnels, skb, &inner, &id))
			return false;
		if (nfm_tunnelset_has(tunnels, &id))
			return true;
		if (!nfm_carried_enter(skb, &inner))
			return false;
	}
	return false;
}

/**
 * nfm_quotes_copy() - recognises ICMP errors that copies caused
 * @tunnels: the tunnels that copies take
 * @skb: an ICMP or ICMPv6 packet
 * @key: its key
 * @quoted: becomes the key of what it quotes
 *
 * Routers quote the first bytes of a packet. Where there are too few for the
 * VNI (RFC 792 asks for 8 after the IP header), nobody knows whose it was.
 *
 * Return: true if it quotes a packet of which nfm_carries_copy() is true.
 */
bool nfm_quotes_copy(const struct nfm_tunnelset *tunnels,
		     const struct sk_buff *skb, const struct nfm_key *key,
		     struct nfm_key *quoted)
{
	return nfm_key_parse_quoted(skb, key, quoted) &&
	       nfm_carries_copy(tunnels, skb, quoted);
}
