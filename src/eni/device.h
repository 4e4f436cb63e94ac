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

/**
 * struct nfm_role - what a device does for others
 * @diverted: the IP stack of its namespace does not get what it receives
 * @trunk: it has VLAN devices on top, which get the frames with their tags
 * @port: it is a port of a bridge or of Open vSwitch
 * @bridged: it is a port of a bridge
 * @virtual: its other end is a guest, a container or a program on this host
 * @hardware: it is a device of this machine
 * @promiscuous: its administrator wants all frames on its wire
 */
struct nfm_role {
	bool diverted;
	bool trunk;
	bool port;
	bool bridged;
	bool virtual;
	bool hardware;
	bool promiscuous;
};

struct nfm_role nfm_device_role(const struct net_device *dev);
bool nfm_device_find(struct net *net, const char *name,
		     struct nfm_device *device);

#endif /* _NFM_ENI_DEVICE_H */
