/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_LIB_CIDRMAP_H
#define _NFM_LIB_CIDRMAP_H

#include <linux/bitmap.h>

#include "lib/prefix.h"

/* Maximum number of slots per CIDR, see nfm_slots_mask(). */
#define NFM_CIDR_SLOTS 4

/**
 * struct nfm_cidr - a CIDR of a network
 * @prefix: the CIDR, owned by the network; NULL in an empty slot
 * @network: index of the network in the configuration
 */
struct nfm_cidr {
	const struct nfm_prefix *prefix;
	unsigned int network;
};

/**
 * struct nfm_cidrmap - a map from addresses to the networks that contain them
 * @lengths: bitmap of the prefix lengths in use
 * @mask: number of @slots minus one
 * @seed: random hash seed, as others choose the CIDRs
 * @slots: hash table, see lib/slots.h
 *
 * Immutable once it is filled.
 */
struct nfm_cidrmap {
	DECLARE_BITMAP(lengths, 129);
	u32 mask;
	u32 seed;
	struct nfm_cidr slots[];
};

struct nfm_cidrmap *nfm_cidrmap_alloc(unsigned int max);
void nfm_cidrmap_add(struct nfm_cidrmap *map, const struct nfm_prefix *prefix,
		     unsigned int network);
const struct nfm_cidr *nfm_cidrmap_find(const struct nfm_cidrmap *map,
					const struct in6_addr *addr);

#endif /* _NFM_LIB_CIDRMAP_H */
