/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_LIB_PREFIX_H
#define _NFM_LIB_PREFIX_H

#include "lib/addr.h"

/**
 * struct nfm_prefix - a CIDR
 * @addr: its first address; no bits are set beyond @len
 * @len: prefix length in bits, 0 to 128; 96 to 128 for IPv4
 */
struct nfm_prefix {
	struct in6_addr addr;
	u8 len;
};

/* IPv6 CIDRs contain no IPv4 address, although ::/0 covers the mapped ones. */
static inline bool nfm_prefix_contains(const struct nfm_prefix *prefix,
				       const struct in6_addr *addr)
{
	if (prefix->len < NFM_V4_BITS && nfm_addr_is_v4(addr))
		return false;
	return ipv6_prefix_equal(&prefix->addr, addr, prefix->len);
}

/*
 * Check whether a CIDR has an address that packets can be sent to. The shortest
 * CIDRs without one are 224.0.0.0/4 and ff00::/8. All other such ranges that
 * include the first or last address of a CIDR are smaller, so it is enough to check
 * both ends.
 */
static inline bool nfm_prefix_has_unicast(const struct nfm_prefix *prefix)
{
	struct in6_addr last = prefix->addr;
	unsigned int bit;

	if (prefix->len < (nfm_addr_is_v4(&prefix->addr) ? NFM_V4_BITS + 4 : 8))
		return true;
	for (bit = prefix->len; bit < 128; bit++)
		last.s6_addr[bit / 8] |= 0x80 >> bit % 8;
	return nfm_addr_is_unicast(&prefix->addr) || nfm_addr_is_unicast(&last);
}

static inline bool nfm_prefix_equal(const struct nfm_prefix *a,
				    const struct nfm_prefix *b)
{
	return a->len == b->len && ipv6_addr_equal(&a->addr, &b->addr);
}

/* Check whether two lists are equal, including their order. */
static inline bool nfm_prefixes_equal(const struct nfm_prefix *a,
				      unsigned int n_a,
				      const struct nfm_prefix *b,
				      unsigned int n_b)
{
	unsigned int i;

	if (n_a != n_b)
		return false;
	for (i = 0; i < n_a; i++)
		if (!nfm_prefix_equal(&a[i], &b[i]))
			return false;
	return true;
}

/*
 * Narrow @prefix to its intersection with @with. Two prefixes are disjoint (return
 * false), or one contains the other, which is then the intersection.
 */
static inline bool nfm_prefix_intersect(struct nfm_prefix *prefix,
					const struct nfm_prefix *with)
{
	if (with->len > prefix->len) {
		if (!nfm_prefix_contains(prefix, &with->addr))
			return false;
		*prefix = *with;
		return true;
	}
	return nfm_prefix_contains(with, &prefix->addr);
}

#endif /* _NFM_LIB_PREFIX_H */
