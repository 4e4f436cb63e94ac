/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_CONFIG_ADDRSET_H
#define _NFM_CONFIG_ADDRSET_H

#include <linux/hash.h>
#include <linux/types.h>

/**
 * struct nfm_addrset - a set of IPv4 addresses that packets look up
 * @bits: log2 of the number of slots, which is over twice that of addresses
 * @slots: open addressing with linear probing; 0 is empty
 *
 * Immutable once it is filled.
 */
struct nfm_addrset {
	unsigned int bits;
	__be32 slots[];
};

struct nfm_addrset *nfm_addrset_alloc(unsigned int max);
void nfm_addrset_add(struct nfm_addrset *set, __be32 addr);

static inline bool nfm_addrset_has(const struct nfm_addrset *set, __be32 addr)
{
	u32 mask = (1U << set->bits) - 1;
	u32 at = hash_32((__force u32)addr, set->bits);

	/* At least half of the slots are empty, so this ends. */
	while (set->slots[at]) {
		if (set->slots[at] == addr)
			return true;
		at = (at + 1) & mask;
	}
	return false;
}

#endif /* _NFM_CONFIG_ADDRSET_H */
