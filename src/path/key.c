// SPDX-License-Identifier: GPL-2.0
#include <linux/ip.h>
#include <linux/jhash.h>
#include <linux/skbuff.h>
#include <net/ip.h>

#include "path/key.h"

/* Any constant does, but it is for ever: all hosts must hash alike. */
#define NFM_SEED_FLOW 0x666c6f77

static bool nfm_proto_has_ports(u8 proto)
{
	switch (proto) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
		return true;
	}
	return false;
}

static void nfm_key_parse_ports(const struct sk_buff *skb, unsigned int offset,
				struct nfm_key *key)
{
	const __be16 *ports;
	__be16 buffer[2];

	ports = skb_header_pointer(skb, offset, sizeof(buffer), buffer);
	if (!ports)
		return;
	key->sport = be16_to_cpu(ports[0]);
	key->dport = be16_to_cpu(ports[1]);
	key->ports = NFM_PORTS_KNOWN;
}

/**
 * nfm_key_parse() - reads a packet's key
 * @skb: an IPv4 packet, data at its IP header; not changed
 * @key: becomes the key
 *
 * Options are skipped. Nothing past the packet's end is read, whatever its
 * header claims.
 *
 * Return: false if there is no valid IPv4 header, of which a raw socket can
 * send any.
 */
bool nfm_key_parse(const struct sk_buff *skb, struct nfm_key *key)
{
	struct iphdr buffer;
	const struct iphdr *ip;

	ip = skb_header_pointer(skb, 0, sizeof(buffer), &buffer);
	if (!ip || ip->version != 4 || ip->ihl < 5)
		return false;
	*key = (struct nfm_key){
		.saddr = ip->saddr,
		.daddr = ip->daddr,
		.proto = ip->protocol,
	};
	if (!nfm_proto_has_ports(key->proto))
		return true;
	if (ip->frag_off & htons(IP_OFFSET))
		key->ports = NFM_PORTS_ELSEWHERE;
	else
		nfm_key_parse_ports(skb, ip->ihl * 4, key);
	return true;
}

/**
 * nfm_key_hash() - hashes a flow
 * @key: the key of one of its packets
 *
 * Return: the same for both directions of a conversation, on every host.
 */
u32 nfm_key_hash(const struct nfm_key *key)
{
	u64 a = (u64)be32_to_cpu(key->saddr) << 16 | key->sport;
	u64 b = (u64)be32_to_cpu(key->daddr) << 16 | key->dport;

	if (a > b)
		swap(a, b);
	return jhash_3words(a >> 16, b >> 16,
			    (u32)(a & 0xffff) << 16 | (u32)(b & 0xffff),
			    NFM_SEED_FLOW + key->proto);
}
