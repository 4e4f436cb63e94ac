// SPDX-License-Identifier: GPL-2.0
/* Since 5.16, frames pass a hook when a device sends them. */
#include <linux/netfilter.h>

int nfm_probe(void);
int nfm_probe(void)
{
	return NF_NETDEV_EGRESS;
}
