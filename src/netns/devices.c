// SPDX-License-Identifier: GPL-2.0
#include <linux/inetdevice.h>
#include <linux/netdevice.h>
#include <linux/sched.h>
#include <net/addrconf.h>

#include "netns/devices.h"
#include "netns/netns.h"

/*
 * Follow every event that changes a struct nfm_eni. A new altname is reported
 * by NETDEV_CHANGE, but only if the device is up; otherwise NETDEV_UP comes
 * later. Only user tasks give names, so NETDEV_CHANGE from kernel threads is
 * ignored: a guest can cause carrier changes as often as it likes.
 */
static int nfm_device_event(struct notifier_block *nb, unsigned long event,
			    void *info)
{
	struct net_device *dev = netdev_notifier_info_to_dev(info);

	switch (event) {
	case NETDEV_CHANGE:
		if (!(current->flags & PF_KTHREAD))
			nfm_netns_refresh(dev_net(dev));
		break;
	case NETDEV_UNREGISTER:
		nfm_netns_forget_device(dev_net(dev), dev->ifindex);
		fallthrough;
	case NETDEV_UP:
	case NETDEV_REGISTER:
	case NETDEV_CHANGENAME:
	case NETDEV_CHANGEUPPER:
	case NETDEV_CHANGEADDR:
	case NETDEV_CHANGEMTU:
	case NETDEV_POST_TYPE_CHANGE:
		nfm_netns_refresh(dev_net(dev));
	}
	return NOTIFY_DONE;
}

static int nfm_address_event(struct notifier_block *nb, unsigned long event,
			     void *info)
{
	const struct in_ifaddr *ifa = info;

	nfm_netns_refresh(dev_net(ifa->ifa_dev->dev));
	return NOTIFY_DONE;
}

static int nfm_address6_event(struct notifier_block *nb, unsigned long event,
			      void *info)
{
	const struct inet6_ifaddr *ifa = info;

	nfm_netns_refresh(dev_net(ifa->idev->dev));
	return NOTIFY_DONE;
}

static struct notifier_block nfm_device_notifier = {
	.notifier_call = nfm_device_event,
};

static struct notifier_block nfm_address_notifier = {
	.notifier_call = nfm_address_event,
};

static struct notifier_block nfm_address6_notifier = {
	.notifier_call = nfm_address6_event,
};

/**
 * nfm_devices_register() - follow devices and their addresses
 *
 * Return: 0 or a negative errno.
 */
int nfm_devices_register(void)
{
	int err;

	err = register_netdevice_notifier(&nfm_device_notifier);
	if (err)
		return err;
	err = register_inetaddr_notifier(&nfm_address_notifier);
	if (err)
		goto stop_devices;
	err = register_inet6addr_notifier(&nfm_address6_notifier);
	if (err)
		goto stop_addresses;
	return 0;

stop_addresses:
	unregister_inetaddr_notifier(&nfm_address_notifier);
stop_devices:
	unregister_netdevice_notifier(&nfm_device_notifier);
	return err;
}

/**
 * nfm_devices_unregister() - undo nfm_devices_register()
 */
void nfm_devices_unregister(void)
{
	unregister_inet6addr_notifier(&nfm_address6_notifier);
	unregister_inetaddr_notifier(&nfm_address_notifier);
	unregister_netdevice_notifier(&nfm_device_notifier);
}
