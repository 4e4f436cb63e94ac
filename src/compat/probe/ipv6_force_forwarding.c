// SPDX-License-Identifier: GPL-2.0
/* Since 6.17 a device may forward where the namespace does not. */
#include <linux/ipv6.h>

int nfm_probe(const struct inet6_dev *idev);
int nfm_probe(const struct inet6_dev *idev)
{
	return idev->cnf.force_forwarding;
}
