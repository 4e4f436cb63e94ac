// SPDX-License-Identifier: GPL-2.0
#include <linux/in.h>

#include "lib/addr.h"

static bool nfm_v4_is_unicast(__be32 addr)
{
	return !ipv4_is_multicast(addr) && !ipv4_is_lbcast(addr) &&
	       !ipv4_is_zeronet(addr) && !ipv4_is_loopback(addr);
}

/**
 * nfm_addr_is_among() - look for an address in a list
 * @addr: the address
 * @addrs: the list
 * @n: number of @addrs
 *
 * Return: true if @addr is in the list.
 */
bool nfm_addr_is_among(const struct in6_addr *addr,
		       const struct in6_addr *addrs, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		if (ipv6_addr_equal(&addrs[i], addr))
			return true;
	return false;
}

/**
 * nfm_addr_is_unicast() - check whether packets can be sent to an address
 * @addr: the address
 *
 * Return: false for multicast, broadcast, unspecified and loopback addresses, and
 * for IPv6 link-local ones, which need a device.
 */
bool nfm_addr_is_unicast(const struct in6_addr *addr)
{
	if (nfm_addr_is_v4(addr))
		return nfm_v4_is_unicast(nfm_addr_v4(addr));
	return !ipv6_addr_is_multicast(addr) && !ipv6_addr_any(addr) &&
	       !ipv6_addr_loopback(addr) &&
	       !(ipv6_addr_type(addr) & IPV6_ADDR_LINKLOCAL);
}

/**
 * nfm_addr_is_reserved() - check whether an address is in a reserved IPv4 range
 * @addr: the address
 *
 * Few networks use these ranges, but Linux handles their addresses like any others.
 *
 * Return: true if @addr is in 0.0.0.0/8 or 240.0.0.0/4.
 */
bool nfm_addr_is_reserved(const struct in6_addr *addr)
{
	u32 v4 = ntohl(nfm_addr_v4(addr));

	return nfm_addr_is_v4(addr) && (v4 >> 24 == 0 || v4 >> 28 == 0xf);
}

/**
 * nfm_addr_print() - format an address as text
 * @text: output buffer of NFM_ADDR_TEXT bytes
 * @addr: the address
 */
void nfm_addr_print(char *text, const struct in6_addr *addr)
{
	if (nfm_addr_is_v4(addr))
		snprintf(text, NFM_ADDR_TEXT, "%pI4", &addr->s6_addr32[3]);
	else
		snprintf(text, NFM_ADDR_TEXT, "%pI6c", addr);
}
