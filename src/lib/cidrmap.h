/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_LIB_CIDRMAP_H
#define _NFM_LIB_CIDRMAP_H

#include <linux/bitmap.h>

#include "lib/prefix.h"

/* Slots for each CIDR, at most. */
#define NFM_CIDR_SLOTS 4

/**
 * struct nfm_cidr - a CIDR of a network
 * @prefix: the CIDR; the network's; NULL in an empty slot
 * @network: the network's index in the configuration
 */
struct nfm_cidr {
	const struct nfm_prefix *prefix;
	unsigned int network;
};

/**
 * struct nfm_cidrmap - tells which network an address is in
 * @lengths: which lengths its CIDRs have, by bit
 * @bits: log2 of the number of slots, which is over twice that of CIDRs
 * @seed: of the hash; random, for others choose the CIDRs
 * @slots: open addressing with linear probing
 *
 * Immutable once it is filled.
 */
struct nfm_cidrmap {
	DECLARE_BITMAP(lengths, 129);
	unsigned int bits;
	u32 seed;
	struct nfm_cidr slots[];
};

struct nfm_cidrmap *nfm_cidrmap_alloc(unsigned int max);
void nfm_cidrmap_add(struct nfm_cidrmap *map, const struct nfm_prefix *prefix,
		     unsigned int network);
const struct nfm_cidr *nfm_cidrmap_find(const struct nfm_cidrmap *map,
					const struct in6_addr *addr);

#endif /* _NFM_LIB_CIDRMAP_H */
