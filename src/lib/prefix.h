/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_LIB_PREFIX_H
#define _NFM_LIB_PREFIX_H

#include "lib/addr.h"

/**
 * struct nfm_prefix - a CIDR
 * @addr: its first address; no bits set past @len
 * @len: bits that its addresses share, 0 to 128; of IPv4, 96 to 128
 */
struct nfm_prefix {
	struct in6_addr addr;
	u8 len;
};

/* An IPv4 address is in no CIDR of IPv6, though ::/0 has its mapped form. */
static inline bool nfm_prefix_contains(const struct nfm_prefix *prefix,
				       const struct in6_addr *addr)
{
	if (prefix->len < NFM_V4_BITS && nfm_addr_is_v4(addr))
		return false;
	return ipv6_prefix_equal(&prefix->addr, addr, prefix->len);
}

/*
 * Whether packets can be sent to one of its addresses. The shortest CIDRs that have
 * none are 224.0.0.0/4 and ff00::/8: others, one end of which has none, are longer.
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

/* Whether two lists are the same, in the same order. */
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

/* Two prefixes are disjoint, or one holds the other: then that is it. */
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
