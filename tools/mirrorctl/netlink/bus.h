/* SPDX-License-Identifier: GPL-2.0 */
/* Dumps of objects of the kernel's other families: rtnetlink, nfnetlink. */
#ifndef _MIRRORCTL_NETLINK_BUS_H
#define _MIRRORCTL_NETLINK_BUS_H

#include <libmnl/libmnl.h>

/*
 * Dump the objects that @request asks @protocol (NETLINK_ROUTE) for, and pass each
 * message to @each, some of them again if the objects change meanwhile. Returns 0, or
 * -1 if the kernel does not list them all: it lacks the subsystem, or the capability
 * is missing.
 */
int bus_dump(int protocol, struct nlmsghdr *request, mnl_cb_t each, void *data);

#endif /* _MIRRORCTL_NETLINK_BUS_H */
