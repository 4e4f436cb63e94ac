/* SPDX-License-Identifier: GPL-2.0 */
/* BPF programs that netlink does not list. */
#ifndef _MIRRORCTL_NETLINK_TCX_H
#define _MIRRORCTL_NETLINK_TCX_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Return whether a device has programs attached by tcx, which run where the filters of
 * tc do, or by netkit. False if the kernel does not know them, or does not tell.
 */
bool tcx_attached(uint32_t ifindex);

#endif /* _MIRRORCTL_NETLINK_TCX_H */
