// SPDX-License-Identifier: GPL-2.0
/* Before 7.1, IPv6 could be a module, which others called through stubs. */
#include <net/ndisc.h>

struct neighbour *nfm_probe(struct net_device *dev, const void *addr);
struct neighbour *nfm_probe(struct net_device *dev, const void *addr)
{
	return __ipv6_neigh_lookup_noref_stub(dev, addr);
}
