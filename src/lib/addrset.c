// SPDX-License-Identifier: GPL-2.0
#include <linux/jhash.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/random.h>

#include "lib/addrset.h"
#include "lib/slots.h"

/**
 * nfm_addrset_alloc() - allocate an empty address set
 * @max: maximum number of addresses that will be added
 *
 * Return: the set, to be freed with kvfree(), or NULL.
 */
struct nfm_addrset *nfm_addrset_alloc(unsigned int max)
{
	u32 mask = nfm_slots_mask(max);
	struct nfm_addrset *set;

	set = kvzalloc(struct_size(set, slots, mask + 1), GFP_KERNEL_ACCOUNT);
	if (!set)
		return NULL;
	set->mask = mask;
	set->seed = get_random_u32();
	return set;
}

static u32 nfm_addrset_hash(const struct nfm_addrset *set,
			    const struct in6_addr *addr)
{
	return jhash2((__force const u32 *)addr->s6_addr32, 4, set->seed);
}

/**
 * nfm_addrset_add() - add an address to a set
 * @set: the set; not visible to packets yet
 * @addr: the address, not ::; may already be in @set
 */
void nfm_addrset_add(struct nfm_addrset *set, const struct in6_addr *addr)
{
	u32 hash = nfm_addrset_hash(set, addr);
	struct in6_addr *slot;

	nfm_slots_for_each(slot, set->slots, hash, set->mask)
		if (ipv6_addr_any(slot) || ipv6_addr_equal(slot, addr))
			break;
	*slot = *addr;
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
	u32 hash = nfm_addrset_hash(set, addr);
	const struct in6_addr *slot;

	nfm_slots_for_each(slot, set->slots, hash, set->mask) {
		if (ipv6_addr_any(slot))
			return false;
		if (ipv6_addr_equal(slot, addr))
			return true;
	}
}
