/* SPDX-License-Identifier: GPL-2.0 */
/* What keeps packets of ENIs from the hooks, besides what the module reports. */
#ifndef _MIRRORCTL_NETLINK_BLIND_H
#define _MIRRORCTL_NETLINK_BLIND_H

#include "model/model.h"

/*
 * Complete @blind, @unseen, @parent and @master of ENIs that are in a network. What
 * the kernel does not tell is not a reason.
 */
void blind_find(struct eni_list *enis);

#endif /* _MIRRORCTL_NETLINK_BLIND_H */
