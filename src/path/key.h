/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PATH_KEY_H
#define _NFM_PATH_KEY_H

#include <linux/bits.h>
#include <linux/in.h>

#include "config/addr.h"

struct sk_buff;

/* As bits, for a box that may hold for both. */
enum nfm_family {
	NFM_FAMILY_V4 = BIT(0),
	NFM_FAMILY_V6 = BIT(1),
};

enum nfm_key_ports {
	NFM_PORTS_NONE, /* the protocol has none, or they are cut off */
	NFM_PORTS_KNOWN, /* sport and dport are valid */
	NFM_PORTS_ELSEWHERE, /* a later fragment: the first one may have them */
};

enum nfm_key_fragment {
	NFM_FRAGMENT_NONE, /* a whole packet */
	NFM_FRAGMENT_FIRST, /* of several */
	NFM_FRAGMENT_LATER, /* one after that */
};

/**
 * struct nfm_key - what is looked at of a packet
 * @saddr: source address; mapped if it is IPv4, like @daddr
 * @daddr: destination address
 * @sport: source port, in host order; 0 unless @ports is NFM_PORTS_KNOWN
 * @dport: destination port, likewise
 * @proto: IP protocol; of IPv6, after the extension headers
 * @family: enum nfm_family
 * @ports: enum nfm_key_ports
 * @proto_elsewhere: a later fragment of IPv6 with extension headers: the first
 *		     one has what is after them, @proto is the first of them
 * @fragment: enum nfm_key_fragment
 * @id: which packet a fragment is of; 0 in a whole one
 * @offset: where the header of @proto begins, from the start of the packet; 0 if
 *	    it is not there
 */
struct nfm_key {
	struct in6_addr saddr;
	struct in6_addr daddr;
	u16 sport;
	u16 dport;
	u8 proto;
	u8 family;
	u8 ports;
	bool proto_elsewhere;
	u8 fragment;
	u16 offset;
	u32 id;
};

/**
 * nfm_proto_has_ports() - tells whether a protocol has ports where TCP has them
 * @proto: the IP protocol
 */
static inline bool nfm_proto_has_ports(u8 proto)
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

bool nfm_key_parse_v4(const struct sk_buff *skb, unsigned int at,
		      struct nfm_key *key);
bool nfm_key_parse_v6(const struct sk_buff *skb, unsigned int at,
		      struct nfm_key *key);
bool nfm_key_parse_quoted(const struct sk_buff *skb, const struct nfm_key *key,
			  struct nfm_key *quoted);
u32 nfm_key_hash(const struct nfm_key *key);
u32 nfm_flow_hash(const struct sk_buff *skb, const struct nfm_key *key);

#endif /* _NFM_PATH_KEY_H */
