// SPDX-License-Identifier: GPL-2.0
#include <linux/rtnetlink.h>
#include <netlink/netlink.h>
#include <netlink/route/link.h>
#include <netlink/route/route.h>

#include "model.h"
#include "route.h"

struct nl_sock *route_open(void)
{
	struct nl_sock *rt = nl_socket_alloc();

	if (rt && nl_connect(rt, NETLINK_ROUTE)) {
		nl_socket_free(rt);
		return NULL;
	}
	return rt;
}

void route_close(struct nl_sock *rt)
{
	nl_socket_free(rt);
}

static uint32_t device_mtu(struct nl_sock *rt, int ifindex)
{
	struct rtnl_link *link;
	uint32_t mtu;

	if (rtnl_link_get_kernel(rt, ifindex, NULL, &link))
		return 0;
	mtu = rtnl_link_get_mtu(link);
	rtnl_link_put(link);
	return mtu;
}

static struct rtnl_route *look_up(struct nl_sock *rt, const struct in6_addr *to)
{
	struct nl_addr *addr = nl_addr_build(
		address_family(to), address_bytes(to), address_size(to));
	struct rtnl_route *route = NULL;

	if (!addr || rtnl_route_lookup(rt, addr, &route))
		route = NULL;
	nl_addr_put(addr);
	return route;
}

bool route_path_mtu(struct nl_sock *rt, const struct in6_addr *to,
		    uint32_t *mtu)
{
	struct rtnl_route *route = look_up(rt, to);
	struct rtnl_nexthop *hop;
	uint32_t device;

	if (!route)
		return false;
	*mtu = UINT32_MAX;
	hop = rtnl_route_nexthop_n(route, 0);
	device = hop ? device_mtu(rt, rtnl_route_nh_get_ifindex(hop)) : 0;
	/* The route's own, or one that was learned, goes before the device's. */
	if (rtnl_route_get_metric(route, RTAX_MTU, mtu) && device)
		*mtu = device;
	rtnl_route_put(route);
	return true;
}
