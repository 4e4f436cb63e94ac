// SPDX-License-Identifier: GPL-2.0
#include <linux/jhash.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/random.h>

#include "lib/addrset.h"

/**
 * nfm_addrset_alloc() - allocate an empty address set
 * @max: maximum number of addresses that will be added
 *
 * Return: the set, to be freed with kvfree(), or NULL.
 */
struct nfm_addrset *nfm_addrset_alloc(unsigned int max)
{
	unsigned int bits = ilog2(2 * max + 1) + 1;
	struct nfm_addrset *set;

	set = kvzalloc(struct_size(set, slots, 1U << bits), GFP_KERNEL_ACCOUNT);
	if (!set)
		return NULL;
	set->bits = bits;
	set->seed = get_random_u32();
	return set;
}

static u32 nfm_addrset_slot(const struct nfm_addrset *set,
			    const struct in6_addr *addr)
{
	return jhash2((__force const u32 *)addr->s6_addr32, 4, set->seed) &
	       ((1U << set->bits) - 1);
}

/**
 * nfm_addrset_add() - add an address to a set
 * @set: the set; not visible to packets yet
 * @addr: the address, not ::; may already be in @set
 */
void nfm_addrset_add(struct nfm_addrset *set, const struct in6_addr *addr)
{
	u32 mask = (1U << set->bits) - 1;
	u32 at = nfm_addrset_slot(set, addr);

	while (!ipv6_addr_any(&set->slots[at]) &&
	       !ipv6_addr_equal(&set->slots[at], addr))
		at = (at + 1) & mask;
	set->slots[at] = *addr;
	set->tails |= BIT_ULL(nfm_addrset_tail(addr));
}

/**
 * nfm_addrset_find() - look up an address in the slots of a set
 * @set: the set
 * @addr: the address
 *
 * Return: true if @addr is in @set.
 */
bool nfm_addrset_find(const struct nfm_addrset *set,
		      const struct in6_addr *addr)
{
	u32 mask = (1U << set->bits) - 1;
	u32 at = nfm_addrset_slot(set, addr);

	/* Terminates: at least half of the slots are empty. */
	while (!ipv6_addr_any(&set->slots[at])) {
		if (ipv6_addr_equal(&set->slots[at], addr))
			return true;
		at = (at + 1) & mask;
	}
	return false;
}
