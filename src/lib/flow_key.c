// SPDX-License-Identifier: GPL-2.0
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <net/ipv6.h>

#include "lib/flow_key.h"

/**
 * nfm_key_parse_fragment_v4() - set the fragment members of a fragment's key
 * @ip: the IPv4 header of the fragment
 * @key: the key
 *
 * Return: true for a later fragment, which has no transport header.
 */
bool nfm_key_parse_fragment_v4(const struct iphdr *ip, struct nfm_key *key)
{
	key->fragment = NFM_FRAGMENT_FIRST;
	if (!(ip->frag_off & htons(IP_OFFSET)))
		return false;
	key->fragment = NFM_FRAGMENT_LATER;
	if (nfm_proto_has_ports(key->proto))
		key->ports = NFM_PORTS_UNKNOWN;
	return true;
}

/**
 * nfm_key_find_ports() - read ports that need not be in the linear area
 * @skb: the packet
 * @key: its key; the ports are set unless the packet is too short
 *
 * Ports that are missing from a first fragment are in a later one.
 */
void nfm_key_find_ports(const struct sk_buff *skb, struct nfm_key *key)
{
	const __be16 *ports;
	__be16 buffer[2];

	ports = skb_header_pointer(skb, key->offset, sizeof(buffer), buffer);
	if (ports)
		nfm_key_set_ports(key, ports);
	else if (key->fragment)
		key->ports = NFM_PORTS_UNKNOWN;
}

/**
 * nfm_key_parse_v4() - build the key of an IPv4 packet
 * @skb: the packet; not modified
 * @at: offset of the IPv4 header from skb->data
 * @key: output, the key
 *
 * Options are skipped. Nothing past the end of the packet is read, whatever the
 * header claims.
 *
 * Return: false if there is no valid IPv4 header; raw sockets can send any bytes.
 */
bool nfm_key_parse_v4(const struct sk_buff *skb, unsigned int at,
		      struct nfm_key *key)
{
	struct iphdr buffer;
	const struct iphdr *ip;

	ip = skb_header_pointer(skb, at, sizeof(buffer), &buffer);
	return ip && nfm_key_read_v4(skb, ip, at, key);
}

/*
 * The fragment header is all that a later fragment has. Its Next Header may be
 * wrong: receivers use only that of the first fragment (RFC 8200, section 4.5).
 */
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
	key->proto_unknown = true;
	key->ports = NFM_PORTS_UNKNOWN;
}

/* @at: offset of the IPv6 header from skb->data */
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
 * nfm_key_read_v6() - build the key of an IPv6 packet from its header
 * @skb: the packet; not modified
 * @ip: the IPv6 header
 * @at: offset of @ip from skb->data
 * @key: output, the key
 *
 * Extension headers are skipped. Nothing past the end of the packet is read,
 * whatever they claim. If the chain is truncated or ends without a transport
 * header, the protocol is the Next Header of @ip.
 *
 * Return: false if the header is not valid.
 */
bool nfm_key_read_v6(const struct sk_buff *skb, const struct ipv6hdr *ip,
		     unsigned int at, struct nfm_key *key)
{
	__be16 frag_off = 0;
	u8 proto = ip->nexthdr;
	int offset;

	if (ip->version != 6)
		return false;
	key->saddr = ip->saddr;
	key->daddr = ip->daddr;
	nfm_key_clear(key, NFM_FAMILY_V6);
	key->id = 0;
	offset = ipv6_skip_exthdr(skb, at + sizeof(*ip), &proto, &frag_off);
	key->proto = proto;
	if (frag_off & htons(IP6_MF) && !(frag_off & htons(IP6_OFFSET)))
		nfm_key_parse_first(skb, at, key);
	if (offset < 0) {
		/* The header chain must fit into the first fragment (RFC 7112). */
		if (key->fragment) {
			key->proto_unknown = true;
			key->ports = NFM_PORTS_UNKNOWN;
		}
		return true;
	}
	if (frag_off & htons(IP6_OFFSET)) {
		nfm_key_parse_later(skb, offset, key);
		return true;
	}
	key->offset = offset;
	if (nfm_proto_has_ports(proto))
		nfm_key_parse_ports(skb, key);
	return true;
}

/**
 * nfm_key_parse_v6() - build the key of an IPv6 packet
 * @skb: the packet; not modified
 * @at: offset of the IPv6 header from skb->data; need not be in the linear area
 * @key: output, the key
 *
 * Return: false if there is no valid IPv6 header.
 */
bool nfm_key_parse_v6(const struct sk_buff *skb, unsigned int at,
		      struct nfm_key *key)
{
	struct ipv6hdr buffer;
	const struct ipv6hdr *ip;

	ip = skb_header_pointer(skb, at, sizeof(buffer), &buffer);
	return ip && nfm_key_read_v6(skb, ip, at, key);
}

/**
 * nfm_key_fold_v6() - hash an IPv6 address to 32 bits
 * @addr: the address
 *
 * Return: the hash.
 */
u32 nfm_key_fold_v6(const struct in6_addr *addr)
{
	return jhash_3words(be32_to_cpu(addr->s6_addr32[0]),
			    be32_to_cpu(addr->s6_addr32[1]),
			    be32_to_cpu(addr->s6_addr32[2]),
			    be32_to_cpu(addr->s6_addr32[3]));
}

static u64 nfm_key_hash_end(const struct in6_addr *addr, u16 port,
			    const siphash_key_t *secret)
{
	u64 words[2];

	memcpy(words, addr, sizeof(words));
	return siphash_3u64(be64_to_cpu((__force __be64)words[0]),
			    be64_to_cpu((__force __be64)words[1]), port,
			    secret);
}

/**
 * nfm_key_hash_seeded() - hash a flow with a secret
 * @key: the key of one of its packets
 * @seed: the secret
 *
 * Return: see nfm_key_hash().
 */
u32 nfm_key_hash_seeded(const struct nfm_key *key, u64 seed)
{
	const siphash_key_t secret = { { seed, NFM_SEED_FLOW } };
	u64 a = nfm_key_hash_end(&key->saddr, key->sport, &secret);
	u64 b = nfm_key_hash_end(&key->daddr, key->dport, &secret);

	return siphash_3u64(min(a, b), max(a, b), key->proto, &secret);
}

/**
 * nfm_key_parse_quoted() - build the key of the packet that an ICMP error quotes
 * @skb: an ICMP (RFC 792) or ICMPv6 packet (RFC 4443); not modified
 * @key: its key
 * @quoted: output, the key of the quoted packet
 *
 * Return: false if @skb is not an error or quotes no valid IP header.
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
 * nfm_flow_hash_icmp() - hash the flow that an ICMP or ICMPv6 packet is about
 * @skb: the packet
 * @key: its key
 * @seed: see nfm_key_hash()
 *
 * Return: for an error, the hash of the quoted packet; otherwise that of @key.
 */
u32 nfm_flow_hash_icmp(const struct sk_buff *skb, const struct nfm_key *key,
		       u64 seed)
{
	struct nfm_key quoted;

	if (nfm_key_parse_quoted(skb, key, &quoted))
		return nfm_key_hash(&quoted, seed);
	return nfm_key_hash(key, seed);
}
