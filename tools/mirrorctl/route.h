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

/* How long a packet to @to may be, or UINT32_MAX; false: no route leads there. */
bool route_path_mtu(struct nl_sock *rt, const struct in6_addr *to,
		    uint32_t *mtu);

#endif /* _MIRRORCTL_ROUTE_H */
