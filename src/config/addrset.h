/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_CONFIG_ADDRSET_H
#define _NFM_CONFIG_ADDRSET_H

#include <linux/hash.h>

#include "config/addr.h"

/**
 * struct nfm_addrset - a set of addresses that packets look up
 * @bits: log2 of the number of slots, which is over twice that of addresses
 * @slots: open addressing with linear probing; :: is empty
 *
 * Immutable once it is filled.
 */
struct nfm_addrset {
	unsigned int bits;
	struct in6_addr slots[];
};

struct nfm_addrset *nfm_addrset_alloc(unsigned int max);
void nfm_addrset_add(struct nfm_addrset *set, const struct in6_addr *addr);

/* The last half tells IPv4 addresses apart, and IPv6 hosts of a subnet. */
static inline u32 nfm_addrset_slot(const struct nfm_addrset *set,
				   const struct in6_addr *addr)
{
	u32 hash = (__force u32)(addr->s6_addr32[2] ^ addr->s6_addr32[3]);

	return hash_32(hash, set->bits);
}

static inline bool nfm_addrset_has(const struct nfm_addrset *set,
				   const struct in6_addr *addr)
{
	u32 mask = (1U << set->bits) - 1;
	u32 at = nfm_addrset_slot(set, addr);

	/* At least half of the slots are empty, so this ends. */
	while (!ipv6_addr_any(&set->slots[at])) {
		if (ipv6_addr_equal(&set->slots[at], addr))
			return true;
		at = (at + 1) & mask;
	}
	return false;
}

#endif /* _NFM_CONFIG_ADDRSET_H */
