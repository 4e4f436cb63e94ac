/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_LIB_ADDRSET_H
#define _NFM_LIB_ADDRSET_H

#include "lib/addr.h"

/**
 * struct nfm_addrset - a set of addresses for lookup by packets
 * @tails: bitmap of the values that the last six bits of its addresses have
 * @mask: number of @slots minus one
 * @seed: random hash seed, as others choose the addresses
 * @slots: hash table, see lib/slots.h; :: marks an empty slot
 *
 * Immutable once it is filled.
 */
struct nfm_addrset {
	u64 tails;
	u32 mask;
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
 * nfm_addrset_has() - check whether an address is in a set
 * @set: the set
 * @addr: the address
 *
 * Most addresses are not in the set; @tails rejects these cheaply.
 *
 * Return: true if @addr is in @set.
 */
static inline bool nfm_addrset_has(const struct nfm_addrset *set,
				   const struct in6_addr *addr)
{
	return set->tails >> nfm_addrset_tail(addr) & 1 &&
	       nfm_addrset_find(set, addr);
}

#endif /* _NFM_LIB_ADDRSET_H */
