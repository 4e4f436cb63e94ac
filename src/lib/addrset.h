/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_LIB_ADDRSET_H
#define _NFM_LIB_ADDRSET_H

#include "lib/addr.h"

/**
 * struct nfm_addrset - a set of addresses that packets look up
 * @tails: a bit for each of the last six bits that an address in it has
 * @bits: log2 of the number of slots, which is over twice that of addresses
 * @seed: of the hash; random, for others choose the addresses
 * @slots: open addressing with linear probing; :: is empty
 *
 * Immutable once it is filled.
 */
struct nfm_addrset {
	u64 tails;
	unsigned int bits;
	u32 seed;
	struct in6_addr slots[];
};

struct nfm_addrset *nfm_addrset_alloc(unsigned int max);
void nfm_addrset_add(struct nfm_addrset *set, const struct in6_addr *addr);

static inline unsigned int nfm_addrset_tail(const struct in6_addr *addr)
{
	return addr->s6_addr[15] % 64;
}

bool nfm_addrset_find(const struct nfm_addrset *set,
		      const struct in6_addr *addr);

/**
 * nfm_addrset_has() - tells whether an address is in a set
 * @set: the set
 * @addr: the address
 *
 * Costs next to nothing where it is not, as most are.
 */
static inline bool nfm_addrset_has(const struct nfm_addrset *set,
				   const struct in6_addr *addr)
{
	return set->tails >> nfm_addrset_tail(addr) & 1 &&
	       nfm_addrset_find(set, addr);
}

#endif /* _NFM_LIB_ADDRSET_H */
