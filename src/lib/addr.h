/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_LIB_ADDR_H
#define _NFM_LIB_ADDR_H

#include <net/ipv6.h>

/*
 * All addresses are stored as IPv6 addresses. IPv4 addresses are mapped to
 * ::ffff:a.b.c.d (RFC 4291, section 2.5.5.2), and 96 is added to the length of IPv4
 * prefixes. Lists can therefore mix families, and comparisons need not check the
 * family.
 */
#define NFM_V4_BITS 96

static inline void nfm_addr_set_v4(struct in6_addr *addr, __be32 v4)
{
	ipv6_addr_set_v4mapped(v4, addr);
}

static inline bool nfm_addr_is_v4(const struct in6_addr *addr)
{
	return ipv6_addr_v4mapped(addr);
}

static inline __be32 nfm_addr_v4(const struct in6_addr *addr)
{
	return addr->s6_addr32[3];
}

/* Return the upper (0) or lower (1) half of an address, in host order. */
static inline u64 nfm_addr_half(const struct in6_addr *addr, int half)
{
	return (u64)be32_to_cpu(addr->s6_addr32[2 * half]) << 32 |
	       be32_to_cpu(addr->s6_addr32[2 * half + 1]);
}

/* Space for an address as text, including the terminating NUL. */
#define NFM_ADDR_TEXT 48

void nfm_addr_print(char *text, const struct in6_addr *addr);
bool nfm_addr_is_among(const struct in6_addr *addr,
		       const struct in6_addr *addrs, unsigned int n);
bool nfm_addr_is_unicast(const struct in6_addr *addr);
bool nfm_addr_is_reserved(const struct in6_addr *addr);

#endif /* _NFM_LIB_ADDR_H */
