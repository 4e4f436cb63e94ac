// SPDX-License-Identifier: GPL-2.0
/* Since 6.18, IPv4 route lookups take a DSCP instead of a TOS. */
#include <net/flow.h>
#include <net/inet_dscp.h>

dscp_t nfm_probe(const struct flowi4 *fl4);
dscp_t nfm_probe(const struct flowi4 *fl4)
{
	return fl4->flowi4_dscp;
}
