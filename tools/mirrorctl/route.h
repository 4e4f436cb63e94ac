/* SPDX-License-Identifier: GPL-2.0 */
/* What rtnetlink knows; libnl-route asks it. */
#ifndef _MIRRORCTL_ROUTE_H
#define _MIRRORCTL_ROUTE_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

struct nl_sock;

/* NULL if rtnetlink cannot be asked. */
struct nl_sock *route_open(void);
void route_close(struct nl_sock *rt);

/*
 * How long a packet to @to may be, or UINT32_MAX, and the name of the device that
 * it leaves by if that cannot send, else NULL. False: no route leads there.
 */
bool route_path(struct nl_sock *rt, const struct in6_addr *to, uint32_t *mtu,
		const char **silent);

#endif /* _MIRRORCTL_ROUTE_H */
