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

	err = nfm_net_start(&nfm_family_frontend);
	if (err)
		return err;
	err = nfm_watch_start();
	if (err)
		goto stop_net;
	err = nfm_health_start();
	if (err)
		goto stop_watch;
	err = nfm_family_start();
	if (err)
		goto stop_health;
	return 0;

stop_health:
	nfm_health_stop();
stop_watch:
	nfm_watch_stop();
stop_net:
	nfm_net_stop();
	return err;
}

static void __exit nfm_exit(void)
{
	nfm_family_stop();
	nfm_health_stop();
	nfm_watch_stop();
	nfm_net_stop();
	nfm_pool_stop();
}

module_init(nfm_init);
module_exit(nfm_exit);

MODULE_DESCRIPTION("Traffic mirroring of network devices over VXLAN");
MODULE_AUTHOR("The nf_mirror authors");
MODULE_LICENSE("GPL");
MODULE_VERSION(NFM_VERSION);
MODULE_ALIAS_GENL_FAMILY(NFM_GENL_NAME);
