// SPDX-License-Identifier: GPL-2.0
/* From 5.19 to 6.19, GSO packets beyond 64 KiB have an option with their length. */
#include <linux/ipv6.h>

int nfm_probe(void);
int nfm_probe(void)
{
	return IP6SKB_FAKEJUMBO;
}
