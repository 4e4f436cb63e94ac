// SPDX-License-Identifier: GPL-2.0
#include <linux/if_vlan.h>
#include <linux/rtnetlink.h>
#include <net/rtnetlink.h>

#include "eni/device.h"

/* VLAN devices on top of a device take frames with their tags. */
static bool nfm_device_has_vlans(struct net_device *dev)
{
	struct net_device *upper;
	struct list_head *iter;

	netdev_for_each_upper_dev_rcu(dev, upper, iter)
		if (is_vlan_dev(upper))
			return true;
	return false;
}

/* The other end of a veth is elsewhere, or a program holds it (tun). */
static bool nfm_device_is_virtual(const struct net_device *dev)
{
	const struct rtnl_link_ops *ops = dev->rtnl_link_ops;

	if (!ops)
		return false;
	if (!strcmp(ops->kind, "tun"))
		return true;
	return !strcmp(ops->kind, "veth") && ops->get_link_net &&
	       ops->get_link_net(dev) != dev_net(dev);
}

/**
 * nfm_device_role() - get the role of a device
 * @dev: the device
 *
 * Whoever registers a receive handler keeps frames from the IP stack: bridges and Open
 * vSwitch, bonds and teams, macvlan, macvtap, ipvlan and MACsec devices.
 *
 * Context: RTNL.
 * Return: the role.
 */
struct nfm_role nfm_device_role(const struct net_device *dev)
{
	/* The kernel's iterators do not take a const device. */
	struct net_device *at = (struct net_device *)dev;

	return (struct nfm_role){
		.diverted = rcu_access_pointer(dev->rx_handler),
		.trunk = nfm_device_has_vlans(at),
		.port = netif_is_any_bridge_port(dev),
		.bridged = netif_is_bridge_port(dev),
		.virtual = nfm_device_is_virtual(dev),
		.hardware = dev->dev.parent,
		.promiscuous = dev->gflags & IFF_PROMISC,
	};
}

/**
 * nfm_device_find() - look up a device by any of its names
 * @net: the namespace
 * @name: primary name or altname
 * @device: output, the device; untouched if there is none
 *
 * Return: true if there is one.
 */
bool nfm_device_find(struct net *net, const char *name,
		     struct nfm_device *device)
{
	const struct net_device *dev;

	rcu_read_lock();
	dev = dev_get_by_name_rcu(net, name);
	if (dev) {
		device->ifindex = dev->ifindex;
		device->loopback = !nfm_device_is_eni(dev);
		strscpy(device->name, dev->name, sizeof(device->name));
	}
	rcu_read_unlock();
	return dev;
}
