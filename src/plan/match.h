/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PLAN_MATCH_H
#define _NFM_PLAN_MATCH_H

#include "config/filter.h"
#include "lib/flow_key.h"

/**
 * struct nfm_l4_match - the conditions of a row on the layers above IP
 * @sport: source ports
 * @dport: destination ports
 * @proto: IP protocol
 * @proto_mask: 0xff if @proto is given, else 0
 * @ports: @sport or @dport is given, so only packets with ports match
 * @sure: @proto is given and has ports
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
 * struct nfm_match - a row as packets are compared with it
 * @saddr: source prefix
 * @smask: mask of @saddr
 * @daddr: destination prefix
 * @dmask: mask of @daddr
 * @l4: protocol and ports
 * @families: bits of enum nfm_family
 */
struct nfm_match {
	struct in6_addr saddr;
	struct in6_addr smask;
	struct in6_addr daddr;
	struct in6_addr dmask;
	struct nfm_l4_match l4;
	u8 families;
};

void nfm_match_init(struct nfm_match *match, const struct nfm_row *row);

/**
 * nfm_l4_match_holds() - check whether a packet's protocol and ports match
 * @l4: the conditions
 * @key: key of the packet
 * @match_unknown: result to assume where a fragment's protocol or ports matter, but
 *		   are in another fragment
 *
 * Return: true if they match.
 */
static inline bool nfm_l4_match_holds(const struct nfm_l4_match *l4,
				      const struct nfm_key *key,
				      bool match_unknown)
{
	if (key->proto_unknown && !match_unknown) {
		if (l4->proto_mask)
			return false;
	} else if ((key->proto ^ l4->proto) & l4->proto_mask &&
		   !key->proto_unknown) {
		return false;
	}
	if (!l4->ports)
		return true;
	if (key->ports != NFM_PORTS_KNOWN)
		return key->ports == NFM_PORTS_UNKNOWN && match_unknown;
	return key->sport >= l4->sport.first && key->sport <= l4->sport.last &&
	       key->dport >= l4->dport.first && key->dport <= l4->dport.last;
}

/**
 * nfm_match_holds() - check whether a packet matches a row
 * @match: the row, compiled
 * @key: key of the packet
 * @match_unknown: see nfm_l4_match_holds()
 *
 * Return: true if it matches.
 */
static inline bool nfm_match_holds(const struct nfm_match *match,
				   const struct nfm_key *key,
				   bool match_unknown)
{
	if (ipv6_masked_addr_cmp(&key->saddr, &match->smask, &match->saddr) ||
	    ipv6_masked_addr_cmp(&key->daddr, &match->dmask, &match->daddr))
		return false;
	return key->family & match->families &&
	       nfm_l4_match_holds(&match->l4, key, match_unknown);
}

#endif /* _NFM_PLAN_MATCH_H */
