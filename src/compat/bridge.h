/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_COMPAT_BRIDGE_H
#define _NFM_COMPAT_BRIDGE_H

#include <linux/netfilter_bridge.h>

/**
 * nfm_bridge_otherhost() - check whether bridge netfilter saw PACKET_OTHERHOST
 * @skb: the packet
 *
 * Return: true if it did; false in kernels without bridge netfilter.
 */
static inline bool nfm_bridge_otherhost(const struct sk_buff *skb)
{
#if IS_ENABLED(CONFIG_BRIDGE_NETFILTER)
	const struct nf_bridge_info *bridge = nf_bridge_info_get(skb);

	return bridge && bridge->pkt_otherhost;
#else
	return false;
#endif
}

#endif /* _NFM_COMPAT_BRIDGE_H */
