// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>
#include <net/genetlink.h>

#include "netlink/family.h"
#include "netns/devices.h"
#include "netns/netns.h"
#include "netns/receivers.h"
#include "xmit/skb_pool.h"

static int __init nfm_init(void)
{
	int err;

	err = nfm_netns_register(&nfm_family_frontend);
	if (err)
		return err;
	err = nfm_devices_register();
	if (err)
		goto stop_net;
	err = nfm_receivers_register();
	if (err)
		goto stop_watch;
	err = nfm_family_register();
	if (err)
		goto stop_health;
	return 0;

stop_health:
	nfm_receivers_unregister();
stop_watch:
	nfm_devices_unregister();
stop_net:
	nfm_netns_unregister();
	return err;
}

static void __exit nfm_exit(void)
{
	nfm_family_unregister();
	nfm_receivers_unregister();
	nfm_devices_unregister();
	nfm_netns_unregister();
	nfm_skb_pool_free();
}

module_init(nfm_init);
module_exit(nfm_exit);

MODULE_DESCRIPTION("Traffic mirroring of network devices over VXLAN");
MODULE_AUTHOR("The nf_mirror authors");
MODULE_LICENSE("GPL");
MODULE_VERSION(NFM_VERSION);
MODULE_ALIAS_GENL_FAMILY(NFM_GENL_NAME);
