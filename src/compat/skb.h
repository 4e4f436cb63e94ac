/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_COMPAT_SKB_H
#define _NFM_COMPAT_SKB_H

#include <linux/skbuff.h>
#ifdef NFM_HAS_SKBUFF_REF
#include <linux/skbuff_ref.h>
#endif

/**
 * nfm_skb_is_readable() - tells whether a packet can be read
 * @skb: the packet
 *
 * Return: false if some of it is in the memory of a device (devmem TCP).
 */
static inline bool nfm_skb_is_readable(const struct sk_buff *skb)
{
#ifdef NFM_HAS_SKB_FRAGS_READABLE
	return skb_frags_readable(skb);
#else
	return true;
#endif
}

#endif /* _NFM_COMPAT_SKB_H */
