// SPDX-License-Identifier: GPL-2.0
/* Since 6.17, a device can forward even if its namespace does not. */
#include <linux/ipv6.h>

int nfm_probe(const struct inet6_dev *idev);
int nfm_probe(const struct inet6_dev *idev)
{
	return idev->cnf.force_forwarding;
}
