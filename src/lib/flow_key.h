/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_LIB_FLOW_KEY_H
#define _NFM_LIB_FLOW_KEY_H

#include <linux/bits.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/jhash.h>
#include <linux/siphash.h>
#include <linux/skbuff.h>
#include <net/ip.h>

#include "lib/addr.h"

/* Bits, as a row can match both families. */
enum nfm_family {
	NFM_FAMILY_V4 = BIT(0),
	NFM_FAMILY_V6 = BIT(1),
	NFM_FAMILY_NONE = BIT(2), /* a frame that is no IP packet */
};

enum nfm_key_ports {
	NFM_PORTS_NONE, /* no ports, or the packet is too short */
	NFM_PORTS_KNOWN, /* sport and dport are valid */
	NFM_PORTS_UNKNOWN, /* fragment; another one may have them */
};

enum nfm_key_fragment {
	NFM_FRAGMENT_NONE, /* a whole packet */
	NFM_FRAGMENT_FIRST, /* has the start of the packet */
	NFM_FRAGMENT_LATER, /* any other fragment */
	NFM_FRAGMENT_CARRIED, /* any fragment of a packet that carries a copy */
};

/**
 * struct nfm_key - the fields of a packet that filters and hashes use
 * @saddr: source address; IPv4 is mapped, as in @daddr
 * @daddr: destination address
 * @sport: source port, in host order; unless @ports is NFM_PORTS_KNOWN, 0 or a
 *	   guess from the first fragment
 * @dport: destination port, likewise
 * @proto: IP protocol; in IPv6, the one after the extension headers
 * @family: enum nfm_family
 * @ports: enum nfm_key_ports
 * @fragment: enum nfm_key_fragment
 * @proto_unknown: IPv6 fragment without the transport header of its packet: @proto
 *		   comes from its own headers and may be wrong, and the ports are in
 *		   another fragment, too
 * @id: identification of the packet that a fragment belongs to; set in every IPv4
 *	packet, 0 in an unfragmented IPv6 one
 * @offset: offset of the @proto header from skb->data; 0 if the packet does not
 *	    have it
 */
struct nfm_key {
	struct in6_addr saddr;
	struct in6_addr daddr;
	u16 sport;
	u16 dport;
	u8 proto;
	u8 family;
	u8 ports;
	u8 fragment : 4;
	u8 proto_unknown : 1;
	u32 offset;
	u32 id;
};

/**
 * nfm_proto_has_ports() - check whether a protocol has ports where TCP has them
 * @proto: the IP protocol
 *
 * Return: true if it does.
 */
static inline bool nfm_proto_has_ports(u8 proto)
{
	if (likely(proto == IPPROTO_TCP) || likely(proto == IPPROTO_UDP))
		return true;
	switch (proto) {
	case IPPROTO_UDPLITE:
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
		return true;
	}
	return false;
}

static inline void nfm_key_set_ports(struct nfm_key *key, const __be16 *ports)
{
	key->sport = be16_to_cpu(ports[0]);
	key->dport = be16_to_cpu(ports[1]);
	key->ports = NFM_PORTS_KNOWN;
}

void nfm_key_find_ports(const struct sk_buff *skb, struct nfm_key *key);

static inline void nfm_key_parse_ports(const struct sk_buff *skb,
				       struct nfm_key *key)
{
	if (likely(key->offset + 2 * sizeof(__be16) <= skb_headlen(skb)))
		nfm_key_set_ports(key, (__be16 *)(skb->data + key->offset));
	else
		nfm_key_find_ports(skb, key);
}

/* Clear members one by one, which is faster than clearing the whole key. */
static __always_inline void nfm_key_clear(struct nfm_key *key,
					  enum nfm_family family)
{
	key->sport = 0;
	key->dport = 0;
	key->family = family;
	key->ports = NFM_PORTS_NONE;
	key->fragment = NFM_FRAGMENT_NONE;
	key->proto_unknown = false;
	key->offset = 0;
}

bool nfm_key_parse_fragment_v4(const struct iphdr *ip, struct nfm_key *key);

/* Build the key of an IPv4 packet. @at: offset of @ip from skb->data */
static __always_inline bool nfm_key_read_v4(const struct sk_buff *skb,
					    const struct iphdr *ip,
					    unsigned int at,
					    struct nfm_key *key)
{
	if (ip->version != 4 || ip->ihl < 5)
		return false;
	nfm_addr_set_v4(&key->saddr, ip->saddr);
	nfm_addr_set_v4(&key->daddr, ip->daddr);
	nfm_key_clear(key, NFM_FAMILY_V4);
	key->proto = ip->protocol;
	key->id = be16_to_cpu(ip->id);
	if (unlikely(ip_is_fragment(ip)) && nfm_key_parse_fragment_v4(ip, key))
		return true;
	key->offset = at + ip->ihl * 4;
	if (nfm_proto_has_ports(key->proto))
		nfm_key_parse_ports(skb, key);
	return true;
}

bool nfm_key_parse_v4(const struct sk_buff *skb, unsigned int at,
		      struct nfm_key *key);
bool nfm_key_read_v6(const struct sk_buff *skb, const struct ipv6hdr *ip,
		     unsigned int at, struct nfm_key *key);
bool nfm_key_parse_v6(const struct sk_buff *skb, unsigned int at,
		      struct nfm_key *key);
bool nfm_key_parse_quoted(const struct sk_buff *skb, const struct nfm_key *key,
			  struct nfm_key *quoted);

/* An arbitrary constant, but permanent: all hosts must compute the same hashes. */
#define NFM_SEED_FLOW 0x666c6f77

u32 nfm_key_fold_v6(const struct in6_addr *addr);

/* Return an IPv4 address as is, or the hash of an IPv6 one. */
static inline u64 nfm_key_fold(const struct nfm_key *key,
			       const struct in6_addr *addr)
{
	if (likely(key->family == NFM_FAMILY_V4))
		return be32_to_cpu(nfm_addr_v4(addr));
	return nfm_key_fold_v6(addr);
}

u32 nfm_key_hash_seeded(const struct nfm_key *key, u64 seed);

/**
 * nfm_key_hash() - hash a flow
 * @key: the key of one of its packets
 * @seed: a secret; 0 for none, which lets senders choose the hash
 *
 * Return: the hash, the same for both directions of a conversation and on every
 * host with the same seed.
 */
static inline u32 nfm_key_hash(const struct nfm_key *key, u64 seed)
{
	u64 a = nfm_key_fold(key, &key->saddr) << 16 | key->sport;
	u64 b = nfm_key_fold(key, &key->daddr) << 16 | key->dport;

	if (unlikely(seed))
		return nfm_key_hash_seeded(key, seed);
	if (a > b)
		swap(a, b);
	return jhash_3words(a >> 16, b >> 16,
			    (u32)(a & 0xffff) << 16 | (u32)(b & 0xffff),
			    NFM_SEED_FLOW + key->proto);
}

u32 nfm_flow_hash_icmp(const struct sk_buff *skb, const struct nfm_key *key,
		       u64 seed);

/**
 * nfm_flow_hash() - hash the flow that a packet is about
 * @skb: the packet
 * @key: its key
 * @seed: see nfm_key_hash()
 *
 * Return: for an ICMP error, the hash of the quoted packet; otherwise that of @key.
 */
static inline u32 nfm_flow_hash(const struct sk_buff *skb,
				const struct nfm_key *key, u64 seed)
{
	/* Most packets have ports, and are therefore not ICMP. */
	if (key->ports != NFM_PORTS_KNOWN &&
	    (key->proto == IPPROTO_ICMP || key->proto == IPPROTO_ICMPV6))
		return nfm_flow_hash_icmp(skb, key, seed);
	return nfm_key_hash(key, seed);
}

#endif /* _NFM_LIB_FLOW_KEY_H */
