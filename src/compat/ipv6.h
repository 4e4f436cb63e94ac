/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_COMPAT_IPV6_H
#define _NFM_COMPAT_IPV6_H

#include <linux/ipv6.h>
#include <net/ndisc.h>

/**
 * nfm_ipv6_is_jumbo() - tells whether a super-packet has an option with its
 *			 length, which no header on the wire has
 * @skb: the packet, of IPv6
 *
 * Return: that; false in kernels where none has it.
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
 * nfm_ipv6_neigh() - finds a neighbour
 * @dev: the device
 * @addr: the neighbour's address
 *
 * Context: bottom halves off, RCU read side.
 * Return: it, or NULL if it is not known.
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
 * nfm_ipv6_forwards() - tells whether packets of IPv6 may be routed on
 * @dev: the device by which they come
 *
 * Context: RCU read side.
 * Return: that.
 */
static inline bool nfm_ipv6_forwards(const struct net_device *dev)
{
	const struct ipv6_devconf *all = dev_net(dev)->ipv6.devconf_all;
#ifdef NFM_HAS_IPV6_FORCE_FORWARDING
	const struct inet6_dev *idev = __in6_dev_get(dev);

	if (idev && READ_ONCE(idev->cnf.force_forwarding))
		return true;
#endif
	/* None, if the host does without IPv6. */
	return all && READ_ONCE(all->forwarding);
}

#endif /* _NFM_COMPAT_IPV6_H */
