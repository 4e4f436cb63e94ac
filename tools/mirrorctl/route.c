// SPDX-License-Identifier: GPL-2.0
#include <linux/if.h>
#include <linux/rtnetlink.h>
#include <netlink/netlink.h>
#include <netlink/route/link.h>
#include <netlink/route/route.h>

#include "model.h"
#include "pool.h"
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

/* Its MTU, 0 if there is none to be had; @silent: its name, if it cannot send. */
static uint32_t look_at_device(struct nl_sock *rt, int ifindex,
			       const char **silent)
{
	struct rtnl_link *link;
	uint32_t mtu;

	if (rtnl_link_get_kernel(rt, ifindex, NULL, &link))
		return 0;
	mtu = rtnl_link_get_mtu(link);
	/* That it is up and has a carrier, whatever it thinks of its peer. */
	if (!(rtnl_link_get_flags(link) & IFF_LOWER_UP))
		*silent = pool_strdup(rtnl_link_get_name(link));
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

bool route_path(struct nl_sock *rt, const struct in6_addr *to, uint32_t *mtu,
		const char **silent)
{
	struct rtnl_route *route = look_up(rt, to);
	struct rtnl_nexthop *hop;
	uint32_t device = 0;

	*silent = NULL;
	if (!route)
		return false;
	*mtu = UINT32_MAX;
	hop = rtnl_route_nexthop_n(route, 0);
	if (hop)
		device = look_at_device(rt, rtnl_route_nh_get_ifindex(hop),
					silent);
	/* The route's own, or one that was learned, goes before the device's. */
	if (rtnl_route_get_metric(route, RTAX_MTU, mtu) && device)
		*mtu = device;
	rtnl_route_put(route);
	return true;
}
