// SPDX-License-Identifier: GPL-2.0
#include <linux/etherdevice.h>
#include <linux/jhash.h>
#include <linux/string.h>

#include "lib/hash.h"
#include "plan/balance.h"

/* Arbitrary constants, but permanent: all hosts must choose the same receivers. */
enum {
	NFM_SEED_SLOT = 0x6d697272,
	NFM_SEED_ENI = 0x6f726374,
};

static u32 nfm_balance_weight(u32 slot, const struct in6_addr *addr)
{
	u32 words[4], i;

	if (nfm_addr_is_v4(addr))
		return jhash_2words(slot, be32_to_cpu(nfm_addr_v4(addr)),
				    NFM_SEED_SLOT);
	for (i = 0; i < ARRAY_SIZE(words); i++)
		words[i] = be32_to_cpu(addr->s6_addr32[i]);
	return jhash2(words, ARRAY_SIZE(words), NFM_SEED_SLOT + slot);
}

/**
 * nfm_balance_fill() - assign the slots of a balance table to receivers
 * @slots: output, NFM_SLOTS indices into @addrs
 * @addrs: addresses of the receivers, without duplicates; the order is irrelevant
 * @n: number of @addrs, 1 to 255
 *
 * Rendezvous hashing: every slot goes to the receiver with the greatest weight
 * there. A new receiver takes only its share from the others, and a removed one
 * returns only its share to them. (Thaler and Ravishankar, "Using name-based
 * mappings to increase hit rates", 1998.)
 */
void nfm_balance_fill(u8 *slots, const struct in6_addr *addrs, unsigned int n)
{
	unsigned int slot, i;

	for (slot = 0; slot < NFM_SLOTS; slot++) {
		unsigned int best = 0;
		u32 best_weight = nfm_balance_weight(slot, &addrs[0]);

		for (i = 1; i < n; i++) {
			u32 weight = nfm_balance_weight(slot, &addrs[i]);

			if (weight < best_weight)
				continue;
			if (weight == best_weight &&
			    ipv6_addr_cmp(&addrs[i], &addrs[best]) < 0)
				continue;
			best_weight = weight;
			best = i;
		}
		slots[slot] = best;
	}
}

/**
 * nfm_balance_hash_mac() - hash an ENI for NFM_BALANCE_ENI
 * @mac: its MAC address, which survives reboots and renames
 *
 * Return: the hash.
 */
u32 nfm_balance_hash_mac(const u8 *mac)
{
	return nfm_hash_bytes(mac, ETH_ALEN, NFM_SEED_ENI);
}

/**
 * nfm_balance_hash_name() - hash an ENI that has no MAC address
 * @name: its name
 *
 * Return: the hash.
 */
u32 nfm_balance_hash_name(const char *name)
{
	return nfm_hash_bytes(name, strlen(name), NFM_SEED_ENI);
}
