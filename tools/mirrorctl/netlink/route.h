/* SPDX-License-Identifier: GPL-2.0 */
/* What rtnetlink knows; libnl-route asks it. */
#ifndef _MIRRORCTL_NETLINK_ROUTE_H
#define _MIRRORCTL_NETLINK_ROUTE_H

#include "model/model.h"

struct nl_sock;

/* NULL if rtnetlink cannot be asked. */
struct nl_sock *route_open(void);
void route_close(struct nl_sock *rt);

/* The way to an address. */
struct path {
	uint32_t mtu; /* UINT32_MAX: nobody knows */
	int ifindex; /* of the device that packets leave by; 0: none */
	const char *device; /* its name */
	bool broadcast; /* to all hosts of a subnet */
	bool silent; /* the device is down or has no carrier */
};

/* false: no route leads there. */
bool route_find(struct nl_sock *rt, const struct in6_addr *to,
		struct path *path);

/* A subnet that a device is in which is in a VRF. */
struct vrf_subnet {
	STAILQ_ENTRY(vrf_subnet) next;
	struct cidr cidr;
	int ifindex; /* of the device */
	int vrf; /* of the VRF's */
	const char *name; /* the VRF's */
};
STAILQ_HEAD(vrf_list, vrf_subnet);

/* Lists all there are. */
void route_vrfs(struct nl_sock *rt, struct vrf_list *list);

#endif /* _MIRRORCTL_NETLINK_ROUTE_H */
