/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PLAN_MATCH_H
#define _NFM_PLAN_MATCH_H

#include "config/filter.h"
#include "lib/flow_key.h"

/**
 * struct nfm_l4_match - what a row says of the layers above IP
 * @sport: source ports
 * @dport: destination ports
 * @proto: IP protocol
 * @proto_mask: 0xff if @proto counts, else 0
 * @ports: @sport or @dport was named, so packets need ports
 * @sure: @proto counts, and is one that has ports
 */
struct nfm_l4_match {
	struct nfm_ports sport;
	struct nfm_ports dport;
	u8 proto;
	u8 proto_mask;
	bool ports;
	bool sure;
};

/**
 * struct nfm_match - a row, as packets are compared with it
 * @saddr: source network
 * @smask: bits of @saddr that count
 * @daddr: destination network
 * @dmask: bits of @daddr that count
 * @upper: protocol and ports
 * @families: bits of enum nfm_family
 */
struct nfm_match {
	struct in6_addr saddr;
	struct in6_addr smask;
	struct in6_addr daddr;
	struct in6_addr dmask;
	struct nfm_l4_match upper;
	u8 families;
};

void nfm_match_init(struct nfm_match *match, const struct nfm_row *row);

/**
 * nfm_l4_match_holds() - compares a packet's protocol and ports with a row's
 * @upper: the row's
 * @key: the packet's key
 * @unknown: what to take a fragment's ports for, or its protocol, where they
 *	     matter and only another one has them
 */
static inline bool nfm_l4_match_holds(const struct nfm_l4_match *upper,
				      const struct nfm_key *key, bool unknown)
{
	if (key->proto_unknown && !unknown) {
		if (upper->proto_mask)
			return false;
	} else if ((key->proto ^ upper->proto) & upper->proto_mask &&
		   !key->proto_unknown) {
		return false;
	}
	if (!upper->ports)
		return true;
	if (key->ports != NFM_PORTS_KNOWN)
		return key->ports == NFM_PORTS_UNKNOWN && unknown;
	return key->sport >= upper->sport.first &&
	       key->sport <= upper->sport.last &&
	       key->dport >= upper->dport.first &&
	       key->dport <= upper->dport.last;
}

/**
 * nfm_match_holds() - compares a packet with a box
 * @match: the box
 * @key: the packet's key
 * @unknown: as nfm_l4_match_holds() has it
 */
static inline bool nfm_match_holds(const struct nfm_match *match,
				   const struct nfm_key *key, bool unknown)
{
	if (ipv6_masked_addr_cmp(&key->saddr, &match->smask, &match->saddr) ||
	    ipv6_masked_addr_cmp(&key->daddr, &match->dmask, &match->daddr))
		return false;
	return key->family & match->families &&
	       nfm_l4_match_holds(&match->upper, key, unknown);
}

#endif /* _NFM_PLAN_MATCH_H */
