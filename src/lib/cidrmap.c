// SPDX-License-Identifier: GPL-2.0
#include <linux/jhash.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/random.h>

#include "lib/cidrmap.h"
#include "lib/slots.h"

/**
 * nfm_cidrmap_alloc() - allocate an empty CIDR map
 * @max: maximum number of CIDRs that will be added
 *
 * Return: the map, to be freed with kvfree(), or NULL.
 */
struct nfm_cidrmap *nfm_cidrmap_alloc(unsigned int max)
{
	u32 mask = nfm_slots_mask(max);
	struct nfm_cidrmap *map;

	map = kvzalloc(struct_size(map, slots, mask + 1), GFP_KERNEL_ACCOUNT);
	if (!map)
		return NULL;
	map->mask = mask;
	map->seed = get_random_u32();
	return map;
}

/* Return the slot that holds the prefix, or the empty slot where it belongs. */
static const struct nfm_cidr *nfm_cidrmap_slot(const struct nfm_cidrmap *map,
					       const struct nfm_prefix *prefix)
{
	u32 hash = jhash2((__force const u32 *)prefix->addr.s6_addr32, 4,
			  map->seed + prefix->len);
	const struct nfm_cidr *slot;

	nfm_slots_for_each(slot, map->slots, hash, map->mask)
		if (!slot->prefix ||
		    nfm_prefixes_equal(slot->prefix, 1, prefix, 1))
			return slot;
}

/**
 * nfm_cidrmap_add() - add a CIDR to a map
 * @map: the map; still being filled
 * @prefix: the CIDR, which must outlive @map
 * @network: index of its network; if several networks have the CIDR, the one added
 *	     first keeps it
 */
void nfm_cidrmap_add(struct nfm_cidrmap *map, const struct nfm_prefix *prefix,
		     unsigned int network)
{
	struct nfm_cidr *slot =
		(struct nfm_cidr *)nfm_cidrmap_slot(map, prefix);

	if (slot->prefix)
		return;
	*slot = (struct nfm_cidr){ prefix, network };
	__set_bit(prefix->len, map->lengths);
}

/**
 * nfm_cidrmap_find() - look up the longest CIDR that contains an address
 * @map: the map
 * @addr: the address
 *
 * Return: the CIDR and its network, or NULL.
 */
const struct nfm_cidr *nfm_cidrmap_find(const struct nfm_cidrmap *map,
					const struct in6_addr *addr)
{
	/* IPv6 CIDRs contain no IPv4 address, see nfm_prefix_contains(). */
	unsigned int shortest = nfm_addr_is_v4(addr) ? NFM_V4_BITS : 0;
	unsigned int longer = 129, len;

	/* find_last_bit() returns the size if no bit is set. */
	while ((len = find_last_bit(map->lengths, longer)) < longer &&
	       len >= shortest) {
		struct nfm_prefix prefix = { .len = len };
		const struct nfm_cidr *slot;

		ipv6_addr_prefix(&prefix.addr, addr, len);
		slot = nfm_cidrmap_slot(map, &prefix);
		if (slot->prefix)
			return slot;
		longer = len;
	}
	return NULL;
}
