// SPDX-License-Identifier: GPL-2.0
#include <linux/inetdevice.h>
#include <net/addrconf.h>
#include <net/ip6_route.h>
#include <net/route.h>

#include "eni/subnet.h"

/* Maximum number of addresses of a device to check, as BHs may be disabled. */
#define NFM_EDGE_ADDRS 1024

static bool nfm_ifa_has_edge_v4(const struct in_ifaddr *ifa, __be32 addr)
{
	__be32 host = ~ifa->ifa_mask;

	/* Both addresses of a /31 are host addresses (RFC 3021). */
	return ifa->ifa_prefixlen < 31 && inet_ifa_match(addr, ifa) &&
	       (!(addr & host) || (addr & host) == host);
}

static bool nfm_subnet_has_edge_v4(struct net *net, __be32 addr)
{
	struct flowi4 fl4 = { .daddr = addr };
	struct rtable *rt = ip_route_output_key(net, &fl4);
	const struct in_device *in_dev;
	const struct in_ifaddr *ifa;
	unsigned int n = 0;
	bool edge;

	if (IS_ERR(rt))
		return false;
	edge = rt->rt_flags & RTCF_BROADCAST;
	rcu_read_lock();
	in_dev = __in_dev_get_rcu(rt->dst.dev);
	if (in_dev)
		in_dev_for_each_ifa_rcu(ifa, in_dev) {
			edge = edge || nfm_ifa_has_edge_v4(ifa, addr);
			if (edge || ++n == NFM_EDGE_ADDRS)
				break;
		}
	rcu_read_unlock();
	ip_rt_put(rt);
	return edge;
}

static bool nfm_ifa_has_edge_v6(const struct inet6_ifaddr *ifa,
				const struct in6_addr *addr)
{
	struct in6_addr first;

	ipv6_addr_prefix(&first, &ifa->addr, ifa->prefix_len);
	return ifa->prefix_len < 127 && ipv6_addr_equal(&first, addr);
}

static bool nfm_subnet_has_edge_v6(struct net *net, const struct in6_addr *addr)
{
	struct flowi6 fl6 = { .daddr = *addr };
	const struct inet6_ifaddr *ifa;
	struct inet6_dev *in6_dev;
	struct dst_entry *dst;
	unsigned int n = 0;
	bool edge = false;

	if (!ipv6_mod_enabled())
		return false;
	dst = ip6_route_output(net, NULL, &fl6);
	rcu_read_lock();
	in6_dev = dst->error ? NULL : __in6_dev_get(dst->dev);
	if (in6_dev) {
		edge = container_of(dst, struct rt6_info, dst)->rt6i_flags &
		       RTF_ANYCAST;
		read_lock_bh(&in6_dev->lock);
		list_for_each_entry(ifa, &in6_dev->addr_list, if_list) {
			edge = edge || nfm_ifa_has_edge_v6(ifa, addr);
			if (edge || ++n == NFM_EDGE_ADDRS)
				break;
		}
		read_unlock_bh(&in6_dev->lock);
	}
	rcu_read_unlock();
	dst_release(dst);
	return edge;
}

/**
 * nfm_subnet_has_edge() - check whether an address stands for a subnet of this host
 * @net: the namespace
 * @addr: the address
 *
 * Only the first 1,024 addresses of a device are checked.
 *
 * Return: true if @addr is the broadcast address of a subnet or its first address,
 * which is the network address or, for IPv6, the subnet-router anycast address (RFC
 * 4291, section 2.6.1).
 */
bool nfm_subnet_has_edge(struct net *net, const struct in6_addr *addr)
{
	if (nfm_addr_is_v4(addr))
		return nfm_subnet_has_edge_v4(net, nfm_addr_v4(addr));
	return nfm_subnet_has_edge_v6(net, addr);
}
