// SPDX-License-Identifier: GPL-2.0
/* Since 6.7, and in late 6.1, multicast groups have separate flags. */
#include <net/genetlink.h>

int nfm_probe(void);
int nfm_probe(void)
{
	return GENL_MCAST_CAP_NET_ADMIN;
}
