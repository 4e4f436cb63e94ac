// SPDX-License-Identifier: GPL-2.0
/* Recognise copies in transit, made by any host, and ICMP errors about them. */
#include <linux/icmp.h>
#include <linux/if_tunnel.h>
#include <linux/if_vlan.h>
#include <linux/skbuff.h>
#include <net/gre.h>
#include <net/vxlan.h>
#include <uapi/linux/nf_mirror.h>

#include "datapath/carried.h"
#include "lib/vxlan.h"

/*
 * A packet with this many nested VXLAN headers counts as a copy, whoever sent it.
 * This ends copies of copies between hosts that do not recognise each other's.
 */
#define NFM_CARRIED_DEPTH 3

/* Maximum number of nested headers parsed. Packets with more count as copies. */
#define NFM_CARRIED_HEADERS 12

/* Maximum number of VLAN tags of an inner frame. */
#define NFM_CARRIED_TAGS 2

/* Returned instead of an EtherType: it is a copy, stop parsing. */
#define NFM_CARRIED_COPY -1

/**
 * struct nfm_carried - parser state, at an IP header within a packet
 * @tunnels: the tunnels that copies take
 * @seed: nfm_mark_of_seed()
 * @skb: the packet
 * @key: key of the inner packet that starts with the header
 * @at: offset of the header from skb->data
 * @depth: number of VXLAN headers in front of it
 * @by_port: all UDP headers in front of it have a tunnel port. Otherwise any
 *	     payload could pass for a tunnel, and its VNI proves nothing
 * @quoted: the header is inside an ICMP error
 */
struct nfm_carried {
	const struct nfm_tunnelset *tunnels;
	u16 seed;
	const struct sk_buff *skb;
	struct nfm_key key;
	unsigned int at;
	unsigned int depth;
	bool by_port;
	bool quoted;
};

/**
 * struct nfm_geneve - fixed part of a GENEVE header (RFC 8926)
 * @words: length of the options in words; the version, 0, in the upper two bits
 * @flags: ignored
 * @ethertype: EtherType of the payload
 * @vni: ignored
 */
struct nfm_geneve {
	u8 words;
	u8 flags;
	__be16 ethertype;
	__be32 vni;
};

/*
 * Return the EtherType of a frame's payload; 0 if the frame is truncated or has too
 * many tags. @at: offset of the frame, advanced to its payload.
 */
static int nfm_carried_frame(const struct sk_buff *skb, unsigned int *at)
{
	const __be16 *ethertype;
	__be16 buffer;
	int tags;

	*at += 2 * ETH_ALEN;
	for (tags = 0; tags <= NFM_CARRIED_TAGS; tags++) {
		ethertype =
			skb_header_pointer(skb, *at, sizeof(buffer), &buffer);
		if (!ethertype)
			return 0;
		*at += sizeof(buffer);
		if (!eth_type_vlan(*ethertype))
			return ntohs(*ethertype);
		*at += VLAN_HLEN - sizeof(buffer);
	}
	return 0;
}

static bool nfm_carried_is_marked_v4(const struct nfm_carried *carried,
				     u16 mark, int ethertype, unsigned int at)
{
	struct iphdr ip_buffer;
	const struct iphdr *ip;
	const __be16 *inner;
	__be16 id = 0;

	ip = skb_header_pointer(carried->skb, carried->at, sizeof(ip_buffer),
				&ip_buffer);
	if (!ip ||
	    (ip->frag_off & htons(IP_DF | IP_MF | IP_OFFSET)) != htons(IP_DF))
		return false;
	if (ethertype == ETH_P_IP) {
		inner = skb_header_pointer(carried->skb,
					   at + offsetof(struct iphdr, id),
					   sizeof(id), &id);
		if (!inner)
			return false;
		id = *inner;
	}
	return ntohs(ip->id) == (u16)(mark + ntohs(id));
}

static bool nfm_carried_is_marked_v6(const struct nfm_carried *carried,
				     u16 mark)
{
	struct ipv6hdr buffer;
	const struct ipv6hdr *ip;

	ip = skb_header_pointer(carried->skb, carried->at, sizeof(buffer),
				&buffer);
	return ip && ip6_flowlabel(ip) ==
			     htonl(nfm_mark_label(mark, carried->key.sport));
}

/* @ethertype, @at: payload of the frame, and its offset */
static bool nfm_carried_is_marked(const struct nfm_carried *carried, u32 vni,
				  int ethertype, unsigned int at)
{
	u16 mark = nfm_mark(nfm_mark_of_vni(vni), carried->seed);

	if (!ethertype)
		return false;
	if (carried->key.family == NFM_FAMILY_V4)
		return nfm_carried_is_marked_v4(carried, mark, ethertype, at);
	return nfm_carried_is_marked_v6(carried, mark);
}

static bool nfm_carried_has_port(const struct nfm_carried *carried)
{
	return carried->key.dport == NFM_PORT_DEFAULT ||
	       carried->key.dport == NFM_PORT_VXLAN_GPE ||
	       nfm_tunnelset_has_port(carried->tunnels, carried->key.dport);
}

/* Payload type of VXLAN-GPE, by the next protocol field. */
static int nfm_carried_gpe(const struct nfm_carried *carried, __be32 flags,
			   unsigned int *at)
{
	switch (be32_to_cpu(flags) & 0xff) {
	case 1:
		return ETH_P_IP;
	case 2:
		return ETH_P_IPV6;
	}
	return nfm_carried_frame(carried->skb, at);
}

/* The parsers below return like nfm_carried_frame(), or NFM_CARRIED_COPY. */
static int nfm_carried_vxlan(struct nfm_carried *carried,
			     const struct vxlanhdr *vxlan, unsigned int *at)
{
	bool by_port = nfm_carried_has_port(carried);
	u32 vni = be32_to_cpu(vxlan->vx_vni) >> 8;
	int ethertype;

	if (vxlan->vx_flags != VXLAN_HF_VNI || vxlan->vx_vni & htonl(0xff)) {
		if (!by_port || !(vxlan->vx_flags & VXLAN_HF_VNI))
			return 0;
		if (carried->key.dport == NFM_PORT_VXLAN_GPE)
			return nfm_carried_gpe(carried, vxlan->vx_flags, at);
		return nfm_carried_frame(carried->skb, at);
	}
	if (carried->by_port &&
	    nfm_tunnelset_has_vni(carried->tunnels, vni, carried->key.dport))
		return NFM_CARRIED_COPY;
	ethertype = nfm_carried_frame(carried->skb, at);
	if (nfm_carried_is_marked(carried, vni, ethertype, *at) ||
	    ++carried->depth == NFM_CARRIED_DEPTH)
		return NFM_CARRIED_COPY;
	carried->by_port = carried->by_port && by_port;
	return ethertype;
}

static int nfm_carried_geneve(const struct nfm_carried *carried,
			      unsigned int *at)
{
	const struct nfm_geneve *geneve;
	struct nfm_geneve buffer;

	geneve = skb_header_pointer(carried->skb, *at, sizeof(buffer), &buffer);
	if (!geneve || geneve->words >= 0x40)
		return 0;
	*at += sizeof(*geneve) + geneve->words * 4;
	if (geneve->ethertype != htons(ETH_P_TEB))
		return ntohs(geneve->ethertype);
	return nfm_carried_frame(carried->skb, at);
}

static int nfm_carried_udp(struct nfm_carried *carried, unsigned int *at)
{
	const struct vxlanhdr *vxlan;
	struct vxlanhdr buffer;

	if (carried->key.ports != NFM_PORTS_KNOWN)
		return 0;
	*at += sizeof(struct udphdr);
	if (carried->key.dport == NFM_PORT_GENEVE)
		return nfm_carried_geneve(carried, at);
	vxlan = skb_header_pointer(carried->skb, *at, sizeof(buffer), &buffer);
	if (vxlan) {
		*at += sizeof(*vxlan);
		return nfm_carried_vxlan(carried, vxlan, at);
	}
	/* Some routers quote only 8 bytes after the IP header (RFC 792). */
	if (carried->quoted && carried->key.sport >= NFM_SPORT_FIRST &&
	    nfm_carried_has_port(carried))
		return NFM_CARRIED_COPY;
	return 0;
}

static int nfm_carried_gre(const struct nfm_carried *carried, unsigned int *at)
{
	const struct gre_base_hdr *gre;
	struct gre_base_hdr buffer;

	gre = skb_header_pointer(carried->skb, *at, sizeof(buffer), &buffer);
	if (!gre || gre->flags & (GRE_VERSION | GRE_ROUTING))
		return 0;
	*at += sizeof(*gre);
	*at += gre->flags & GRE_CSUM ? GRE_HEADER_SECTION : 0;
	*at += gre->flags & GRE_KEY ? GRE_HEADER_SECTION : 0;
	*at += gre->flags & GRE_SEQ ? GRE_HEADER_SECTION : 0;
	if (gre->protocol != htons(ETH_P_TEB))
		return ntohs(gre->protocol);
	return nfm_carried_frame(carried->skb, at);
}

static int nfm_carried_quote(struct nfm_carried *carried, unsigned int *at)
{
	struct nfm_key quoted;

	if (!nfm_key_parse_quoted(carried->skb, &carried->key, &quoted))
		return 0;
	carried->quoted = true;
	*at += sizeof(struct icmphdr);
	return carried->key.proto == IPPROTO_ICMP ? ETH_P_IP : ETH_P_IPV6;
}

/* @at: offset of the next header */
static int nfm_carried_content(struct nfm_carried *carried, unsigned int *at)
{
	switch (carried->key.proto) {
	case IPPROTO_UDP:
		return nfm_carried_udp(carried, at);
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		return nfm_carried_quote(carried, at);
	case IPPROTO_IPIP:
		return ETH_P_IP;
	case IPPROTO_IPV6:
		return ETH_P_IPV6;
	case IPPROTO_GRE:
		return nfm_carried_gre(carried, at);
	}
	return 0;
}

/**
 * nfm_carries_copy() - check whether a packet is, or contains, a copy
 * @tunnels: the tunnels that copies take
 * @seed: contribution of the network's secret to marks, nfm_mark_of_seed()
 * @skb: the packet
 * @key: its key
 *
 * Looks into tunnels that do not encrypt and into ICMP errors.
 *
 * Return: true on VXLAN with port and VNI of a session or with the mark of copies,
 * on three nested VXLAN headers, and on more headers than are parsed.
 */
bool nfm_carries_copy(const struct nfm_tunnelset *tunnels, u16 seed,
		      const struct sk_buff *skb, const struct nfm_key *key)
{
	struct nfm_carried carried = {
		.tunnels = tunnels,
		.seed = seed,
		.skb = skb,
		.key = *key,
		.by_port = true,
	};
	unsigned int headers;

	for (headers = 0; headers < NFM_CARRIED_HEADERS; headers++) {
		unsigned int at = carried.key.offset;
		int content = at ? nfm_carried_content(&carried, &at) : 0;
		bool parsed = false;

		if (content == NFM_CARRIED_COPY)
			return true;
		if (content == ETH_P_IP)
			parsed = nfm_key_parse_v4(skb, at, &carried.key);
		else if (content == ETH_P_IPV6)
			parsed = nfm_key_parse_v6(skb, at, &carried.key);
		if (!parsed)
			return false;
		carried.at = at;
	}
	return true;
}

/**
 * nfm_quotes_own_copy() - check for an ICMP error about a copy of this host
 * @tunnels: the tunnels that copies take
 * @skb: an ICMP or ICMPv6 packet to this host
 * @key: its key
 * @quoted: output, key of the quoted packet
 *
 * Routers quote the start of a packet. A quote that ends before the VNI (RFC 792
 * requires only 8 bytes after the IP header) does not identify a copy.
 *
 * Return: true if it quotes a copy that its destination sent, with the headers as
 * they were sent.
 */
bool nfm_quotes_own_copy(const struct nfm_tunnelset *tunnels,
			 const struct sk_buff *skb, const struct nfm_key *key,
			 struct nfm_key *quoted)
{
	const struct vxlanhdr *vxlan;
	struct vxlanhdr buffer;

	if (!nfm_key_parse_quoted(skb, key, quoted) ||
	    !ipv6_addr_equal(&quoted->saddr, &key->daddr) ||
	    quoted->proto != IPPROTO_UDP || quoted->ports != NFM_PORTS_KNOWN ||
	    !quoted->offset || quoted->sport < NFM_SPORT_FIRST)
		return false;
	vxlan = skb_header_pointer(skb, quoted->offset + sizeof(struct udphdr),
				   sizeof(buffer), &buffer);
	return vxlan && vxlan->vx_flags == VXLAN_HF_VNI &&
	       nfm_tunnelset_has(tunnels, &quoted->daddr,
				 be32_to_cpu(vxlan->vx_vni) >> 8,
				 quoted->dport);
}
