// SPDX-License-Identifier: GPL-2.0
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/ip.h>
#include <linux/jhash.h>
#include <linux/skbuff.h>
#include <net/ip.h>
#include <net/ipv6.h>

#include "path/key.h"

/* Any constant does, but it is for ever: all hosts must hash alike. */
#define NFM_SEED_FLOW 0x666c6f77

static void nfm_key_parse_ports(const struct sk_buff *skb, struct nfm_key *key)
{
	const __be16 *ports;
	__be16 buffer[2];

	ports = skb_header_pointer(skb, key->offset, sizeof(buffer), buffer);
	if (!ports)
		return;
	key->sport = be16_to_cpu(ports[0]);
	key->dport = be16_to_cpu(ports[1]);
	key->ports = NFM_PORTS_KNOWN;
}

/**
 * nfm_key_parse_v4() - reads the key of an IPv4 packet
 * @skb: the packet; not changed
 * @at: where its IP header is, from skb->data
 * @key: becomes the key
 *
 * Options are skipped. Nothing past the packet's end is read, whatever its
 * header claims.
 *
 * Return: false if there is no valid IPv4 header, of which a raw socket can
 * send any.
 */
bool nfm_key_parse_v4(const struct sk_buff *skb, unsigned int at,
		      struct nfm_key *key)
{
	struct iphdr buffer;
	const struct iphdr *ip;

	ip = skb_header_pointer(skb, at, sizeof(buffer), &buffer);
	if (!ip || ip->version != 4 || ip->ihl < 5)
		return false;
	*key = (struct nfm_key){
		.proto = ip->protocol,
		.family = NFM_FAMILY_V4,
	};
	nfm_addr_set_v4(&key->saddr, ip->saddr);
	nfm_addr_set_v4(&key->daddr, ip->daddr);
	if (ip_is_fragment(ip)) {
		key->fragment = NFM_FRAGMENT_FIRST;
		key->id = be16_to_cpu(ip->id);
	}
	if (ip->frag_off & htons(IP_OFFSET)) {
		key->fragment = NFM_FRAGMENT_LATER;
		if (nfm_proto_has_ports(key->proto))
			key->ports = NFM_PORTS_ELSEWHERE;
		return true;
	}
	key->offset = at + ip->ihl * 4;
	if (nfm_proto_has_ports(key->proto))
		nfm_key_parse_ports(skb, key);
	return true;
}

/* Of a later fragment there is only what its fragment header tells. */
static void nfm_key_parse_later(const struct sk_buff *skb, unsigned int offset,
				struct nfm_key *key)
{
	const struct frag_hdr *fh;
	struct frag_hdr buffer;

	fh = skb_header_pointer(skb, offset, sizeof(buffer), &buffer);
	if (!fh)
		return;
	key->proto = fh->nexthdr;
	key->fragment = NFM_FRAGMENT_LATER;
	key->id = be32_to_cpu(fh->identification);
	key->proto_elsewhere = ipv6_ext_hdr(key->proto);
	if (key->proto_elsewhere || nfm_proto_has_ports(key->proto))
		key->ports = NFM_PORTS_ELSEWHERE;
}

/* @at: where the packet's IPv6 header is */
static void nfm_key_parse_first(const struct sk_buff *skb, unsigned int at,
				struct nfm_key *key)
{
	const struct frag_hdr *fh;
	struct frag_hdr buffer;
	unsigned int offset = at;

	if (ipv6_find_hdr(skb, &offset, NEXTHDR_FRAGMENT, NULL, NULL) < 0)
		return;
	fh = skb_header_pointer(skb, offset, sizeof(buffer), &buffer);
	if (!fh)
		return;
	key->fragment = NFM_FRAGMENT_FIRST;
	key->id = be32_to_cpu(fh->identification);
}

/**
 * nfm_key_parse_v6() - reads the key of an IPv6 packet
 * @skb: the packet; not changed
 * @at: where its IPv6 header is, from skb->data
 * @key: becomes the key
 *
 * Extension headers are skipped, as many as fit into the packet. Nothing past
 * its end is read, whatever they claim: what cannot be skipped is the protocol.
 *
 * Return: false if there is no valid IPv6 header.
 */
bool nfm_key_parse_v6(const struct sk_buff *skb, unsigned int at,
		      struct nfm_key *key)
{
	struct ipv6hdr buffer;
	const struct ipv6hdr *ip;
	__be16 frag_off = 0;
	int offset;
	u8 proto;

	ip = skb_header_pointer(skb, at, sizeof(buffer), &buffer);
	if (!ip || ip->version != 6)
		return false;
	proto = ip->nexthdr;
	*key = (struct nfm_key){
		.saddr = ip->saddr,
		.daddr = ip->daddr,
		.family = NFM_FAMILY_V6,
	};
	offset = ipv6_skip_exthdr(skb, at + sizeof(buffer), &proto, &frag_off);
	key->proto = proto;
	if (offset < 0)
		return true;
	if (frag_off & htons(IP6_OFFSET)) {
		nfm_key_parse_later(skb, offset, key);
		return true;
	}
	key->offset = offset;
	if (frag_off & htons(IP6_MF))
		nfm_key_parse_first(skb, at, key);
	if (nfm_proto_has_ports(proto))
		nfm_key_parse_ports(skb, key);
	return true;
}

/* An IPv4 address as it is; of an IPv6 one, a hash. */
static u32 nfm_key_fold(const struct in6_addr *addr)
{
	if (nfm_addr_is_v4(addr))
		return be32_to_cpu(nfm_addr_v4(addr));
	return jhash_3words(be32_to_cpu(addr->s6_addr32[0]),
			    be32_to_cpu(addr->s6_addr32[1]),
			    be32_to_cpu(addr->s6_addr32[2]),
			    be32_to_cpu(addr->s6_addr32[3]));
}

/**
 * nfm_key_hash() - hashes a flow
 * @key: the key of one of its packets
 *
 * Return: the same for both directions of a conversation, on every host.
 */
u32 nfm_key_hash(const struct nfm_key *key)
{
	u64 a = (u64)nfm_key_fold(&key->saddr) << 16 | key->sport;
	u64 b = (u64)nfm_key_fold(&key->daddr) << 16 | key->dport;

	if (a > b)
		swap(a, b);
	return jhash_3words(a >> 16, b >> 16,
			    (u32)(a & 0xffff) << 16 | (u32)(b & 0xffff),
			    NFM_SEED_FLOW + key->proto);
}

/**
 * nfm_key_parse_quoted() - reads the key of what an error quotes
 * @skb: an ICMP (RFC 792) or ICMPv6 packet (RFC 4443); not changed
 * @key: its key
 * @quoted: becomes the key of the packet that it is about
 *
 * Return: false if it is no error, or quotes no IP header.
 */
bool nfm_key_parse_quoted(const struct sk_buff *skb, const struct nfm_key *key,
			  struct nfm_key *quoted)
{
	unsigned int at = key->offset + sizeof(struct icmphdr);
	const u8 *type;
	u8 buffer;

	type = skb_header_pointer(skb, key->offset, sizeof(buffer), &buffer);
	if (!type || !key->offset)
		return false;
	if (key->proto == IPPROTO_ICMP)
		return icmp_is_err(*type) && nfm_key_parse_v4(skb, at, quoted);
	return icmpv6_is_err(*type) && nfm_key_parse_v6(skb, at, quoted);
}

/**
 * nfm_flow_hash() - hashes the flow that a packet is about
 * @skb: the packet
 * @key: its key
 *
 * Return: of an ICMP error, the hash of the packet that it quotes; else its
 * own.
 */
u32 nfm_flow_hash(const struct sk_buff *skb, const struct nfm_key *key)
{
	struct nfm_key quoted;

	if ((key->proto == IPPROTO_ICMP || key->proto == IPPROTO_ICMPV6) &&
	    nfm_key_parse_quoted(skb, key, &quoted))
		return nfm_key_hash(&quoted);
	return nfm_key_hash(key);
}
