/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_ENI_DEVICE_H
#define _NFM_ENI_DEVICE_H

#include <linux/netdevice.h>

/**
 * struct nfm_device - the device that a name refers to now
 * @ifindex: its index
 * @loopback: it is a loopback device, so not an ENI
 * @name: its primary name, as opposed to altnames
 */
struct nfm_device {
	int ifindex;
	bool loopback;
	char name[IFNAMSIZ];
};

/* The loopback device is not an ENI: its packets never leave the host. */
static inline bool nfm_device_is_eni(const struct net_device *dev)
{
	return !(dev->flags & IFF_LOOPBACK);
}

bool nfm_device_find(struct net *net, const char *name,
		     struct nfm_device *device);

#endif /* _NFM_ENI_DEVICE_H */
