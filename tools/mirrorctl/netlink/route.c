// SPDX-License-Identifier: GPL-2.0
#include <string.h>
#include <linux/if.h>
#include <linux/rtnetlink.h>
#include <netlink/netlink.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>
#include <netlink/route/route.h>

#include "netlink/route.h"
#include "util/pool.h"

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

/* Look up the device and return its MTU; 0: unknown. */
static uint32_t find_device(struct nl_sock *rt, struct path *path)
{
	struct rtnl_link *link;
	uint32_t mtu;

	if (rtnl_link_get_kernel(rt, path->ifindex, NULL, &link))
		return 0;
	path->device = pool_strdup(rtnl_link_get_name(link));
	mtu = rtnl_link_get_mtu(link);
	/* Up and with carrier, whatever the operational state. */
	path->silent = !(rtnl_link_get_flags(link) & IFF_LOWER_UP);
	rtnl_link_put(link);
	return mtu;
}

bool route_find(struct nl_sock *rt, const struct in6_addr *to,
		struct path *path)
{
	struct rtnl_route *route = look_up(rt, to);
	struct rtnl_nexthop *hop;
	uint32_t mtu;

	if (!route)
		return false;
	*path = (struct path){ .mtu = UINT32_MAX, .device = "" };
	hop = rtnl_route_nexthop_n(route, 0);
	path->ifindex = hop ? rtnl_route_nh_get_ifindex(hop) : 0;
	path->broadcast = rtnl_route_get_type(route) == RTN_BROADCAST;
	mtu = path->ifindex ? find_device(rt, path) : 0;
	/* A route MTU, configured or learned, overrides that of the device. */
	if (rtnl_route_get_metric(route, RTAX_MTU, &path->mtu) && mtu)
		path->mtu = mtu;
	rtnl_route_put(route);
	return true;
}

/* Return a reference to the VRF of a device; NULL: not in a VRF. */
static struct rtnl_link *find_vrf(struct nl_cache *links, int ifindex)
{
	struct rtnl_link *link = rtnl_link_get(links, ifindex);
	struct rtnl_link *master = NULL;
	const char *type;

	if (link && rtnl_link_get_master(link))
		master = rtnl_link_get(links, rtnl_link_get_master(link));
	if (link)
		rtnl_link_put(link);
	type = master ? rtnl_link_get_type(master) : NULL;
	if (type && !strcmp(type, "vrf"))
		return master;
	if (master)
		rtnl_link_put(master);
	return NULL;
}

static void add_subnet(struct rtnl_addr *addr, struct nl_cache *links,
		       struct vrf_list *list)
{
	struct nl_addr *local = rtnl_addr_get_peer(addr) ?:
					rtnl_addr_get_local(addr);
	struct rtnl_link *vrf = find_vrf(links, rtnl_addr_get_ifindex(addr));
	struct vrf_subnet *subnet;

	if (!vrf)
		return;
	subnet = pool_zalloc(sizeof(*subnet));
	if (local &&
	    address_set(&subnet->cidr.in6, nl_addr_get_binary_addr(local),
			nl_addr_get_len(local))) {
		subnet->cidr.len = rtnl_addr_get_prefixlen(addr);
		subnet->cidr.in6 = cidr_first(&subnet->cidr);
		subnet->ifindex = rtnl_addr_get_ifindex(addr);
		subnet->vrf = rtnl_link_get_ifindex(vrf);
		subnet->name = pool_strdup(rtnl_link_get_name(vrf));
		STAILQ_INSERT_TAIL(list, subnet, next);
	}
	rtnl_link_put(vrf);
}

void route_vrfs(struct nl_sock *rt, struct vrf_list *list)
{
	struct nl_cache *links, *addrs;
	struct nl_object *addr;

	STAILQ_INIT(list);
	if (rtnl_link_alloc_cache(rt, AF_UNSPEC, &links))
		return;
	if (!rtnl_addr_alloc_cache(rt, &addrs)) {
		for (addr = nl_cache_get_first(addrs); addr;
		     addr = nl_cache_get_next(addr))
			add_subnet((struct rtnl_addr *)addr, links, list);
		nl_cache_free(addrs);
	}
	nl_cache_free(links);
}
