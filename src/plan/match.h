/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PLAN_MATCH_H
#define _NFM_PLAN_MATCH_H

#include "config/filter.h"
#include "lib/flow_key.h"

/**
 * struct nfm_upper - what a row says of the layers above IP
 * @sport: source ports
 * @dport: destination ports
 * @proto: IP protocol
 * @proto_mask: 0xff if @proto counts, else 0
 * @ports: @sport or @dport was named, so packets need ports
 * @sure: @proto counts, and is one that has ports
 */
struct nfm_upper {
	struct nfm_ports sport;
	struct nfm_ports dport;
	u8 proto;
	u8 proto_mask;
	bool ports;
	bool sure;
};

/**
 * struct nfm_box - a row, as packets are compared with it
 * @saddr: source network
 * @smask: bits of @saddr that count
 * @daddr: destination network
 * @dmask: bits of @daddr that count
 * @upper: protocol and ports
 * @families: bits of enum nfm_family
 */
struct nfm_box {
	struct in6_addr saddr;
	struct in6_addr smask;
	struct in6_addr daddr;
	struct in6_addr dmask;
	struct nfm_upper upper;
	u8 families;
};

void nfm_box_init(struct nfm_box *box, const struct nfm_row *row);

/**
 * nfm_upper_holds() - compares a packet's protocol and ports with a row's
 * @upper: the row's
 * @key: the packet's key
 * @unknown: what to take a fragment's ports for, or its protocol, where they
 *	     matter and only another one has them
 */
static inline bool nfm_upper_holds(const struct nfm_upper *upper,
				   const struct nfm_key *key, bool unknown)
{
	if (key->proto_elsewhere && !unknown) {
		if (upper->proto_mask)
			return false;
	} else if ((key->proto ^ upper->proto) & upper->proto_mask &&
		   !key->proto_elsewhere) {
		return false;
	}
	if (!upper->ports)
		return true;
	if (key->ports != NFM_PORTS_KNOWN)
		return key->ports == NFM_PORTS_ELSEWHERE && unknown;
	return key->sport >= upper->sport.first &&
	       key->sport <= upper->sport.last &&
	       key->dport >= upper->dport.first &&
	       key->dport <= upper->dport.last;
}

/**
 * nfm_box_holds() - compares a packet with a box
 * @box: the box
 * @key: the packet's key
 * @unknown: as nfm_upper_holds() has it
 */
static inline bool nfm_box_holds(const struct nfm_box *box,
				 const struct nfm_key *key, bool unknown)
{
	if (ipv6_masked_addr_cmp(&key->saddr, &box->smask, &box->saddr) ||
	    ipv6_masked_addr_cmp(&key->daddr, &box->dmask, &box->daddr))
		return false;
	return key->family & box->families &&
	       nfm_upper_holds(&box->upper, key, unknown);
}

#endif /* _NFM_PLAN_MATCH_H */
