/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_COMPAT_NETDEV_H
#define _NFM_COMPAT_NETDEV_H

#include <linux/netfilter.h>
#include <linux/skbuff.h>

/* Frames that a device sends pass a hook of their own. */
#ifdef NFM_HAS_NF_NETDEV_EGRESS
#define NFM_NETDEV_EGRESS NF_NETDEV_EGRESS
#else
#define NFM_NETDEV_EGRESS NF_NETDEV_NUMHOOKS
#endif

/**
 * nfm_netdev_has_egress() - check whether frames pass a hook when a device sends them
 *
 * Return: true if they do.
 */
static inline bool nfm_netdev_has_egress(void)
{
#ifdef NFM_HAS_NF_NETDEV_EGRESS
	return IS_ENABLED(CONFIG_NETFILTER_EGRESS);
#else
	return false;
#endif
}

/**
 * nfm_netdev_skip_egress() - let a packet pass the egress hook of its first device
 * @skb: the packet; its bytes are not touched
 */
static inline void nfm_netdev_skip_egress(struct sk_buff *skb)
{
#ifdef CONFIG_NETFILTER_SKIP_EGRESS
	skb->nf_skip_egress = 1;
#endif
}

#endif /* _NFM_COMPAT_NETDEV_H */
