/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_COMPAT_IPV6_H
#define _NFM_COMPAT_IPV6_H

#include <linux/ipv6.h>
#include <net/ndisc.h>

/**
 * nfm_ipv6_is_jumbo() - check for the jumbo option of a GSO packet
 * @skb: an IPv6 packet
 *
 * The option holds the packet's length, and is never on the wire.
 *
 * Return: true if the packet has it; false in kernels that do not add it.
 */
static inline bool nfm_ipv6_is_jumbo(const struct sk_buff *skb)
{
#ifdef NFM_HAS_IP6SKB_FAKEJUMBO
	return IP6CB(skb)->flags & IP6SKB_FAKEJUMBO;
#else
	return false;
#endif
}

/**
 * nfm_ipv6_neigh() - look up a neighbour
 * @dev: the device
 * @addr: address of the neighbour
 *
 * Context: bottom halves off, RCU read side.
 * Return: the neighbour, without a reference, or NULL if there is none.
 */
static inline struct neighbour *nfm_ipv6_neigh(struct net_device *dev,
					       const struct in6_addr *addr)
{
#ifdef NFM_HAS_IPV6_NEIGH_STUB
	return __ipv6_neigh_lookup_noref_stub(dev, addr);
#else
	return __ipv6_neigh_lookup_noref(dev, addr);
#endif
}

/**
 * nfm_ipv6_forwards() - check whether IPv6 packets may be forwarded
 * @dev: the device that receives them
 *
 * Context: RCU read side.
 * Return: true if the namespace or, since 6.17, the device forwards.
 */
static inline bool nfm_ipv6_forwards(const struct net_device *dev)
{
	const struct ipv6_devconf *all = dev_net(dev)->ipv6.devconf_all;
#ifdef NFM_HAS_IPV6_FORCE_FORWARDING
	const struct inet6_dev *idev = __in6_dev_get(dev);

	if (idev && READ_ONCE(idev->cnf.force_forwarding))
		return true;
#endif
	/* NULL if the host has IPv6 disabled. */
	return all && READ_ONCE(all->forwarding);
}

#endif /* _NFM_COMPAT_IPV6_H */
