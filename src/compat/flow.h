/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_COMPAT_FLOW_H
#define _NFM_COMPAT_FLOW_H

#include <linux/ip.h>
#include <net/flow.h>
#include <net/inet_ecn.h>
#ifdef NFM_HAS_FLOWI4_DSCP
#include <net/inet_dscp.h>
#endif

/**
 * nfm_flow4_set_dscp() - set the DSCP of a route lookup
 * @fl4: flow of the lookup
 * @iph: IPv4 header with the DSCP
 */
static inline void nfm_flow4_set_dscp(struct flowi4 *fl4,
				      const struct iphdr *iph)
{
#ifdef NFM_HAS_FLOWI4_DSCP
	fl4->flowi4_dscp = inet_dsfield_to_dscp(iph->tos);
#else
	fl4->flowi4_tos = iph->tos & ~INET_ECN_MASK;
#endif
}

#endif /* _NFM_COMPAT_FLOW_H */
