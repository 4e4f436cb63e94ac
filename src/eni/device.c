// SPDX-License-Identifier: GPL-2.0
#include "eni/device.h"

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
