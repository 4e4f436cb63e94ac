/* SPDX-License-Identifier: GPL-2.0 */
/* Routes and VRFs from rtnetlink, through libnl-route. */
#ifndef _MIRRORCTL_NETLINK_ROUTE_H
#define _MIRRORCTL_NETLINK_ROUTE_H

#include "model/model.h"

struct nl_sock;

/* Returns NULL if rtnetlink is not available. */
struct nl_sock *route_open(void);
void route_close(struct nl_sock *rt);

/* Route to an address. */
struct path {
	uint32_t mtu; /* UINT32_MAX: unknown */
	int ifindex; /* of the outgoing device; 0: none */
	const char *device; /* name of the outgoing device */
	bool broadcast; /* broadcast address of a subnet */
	bool silent; /* the device is down or has no carrier */
};

/* Returns false if there is no route. */
bool route_find(struct nl_sock *rt, const struct in6_addr *to,
		struct path *path);

/* Subnet of a device in a VRF. */
struct vrf_subnet {
	STAILQ_ENTRY(vrf_subnet) next;
	struct cidr cidr;
	int ifindex; /* of the device */
	int vrf; /* ifindex of the VRF */
	const char *name; /* of the VRF */
};
STAILQ_HEAD(vrf_list, vrf_subnet);

/* List the subnets in all VRFs. */
void route_vrfs(struct nl_sock *rt, struct vrf_list *list);

#endif /* _MIRRORCTL_NETLINK_ROUTE_H */
