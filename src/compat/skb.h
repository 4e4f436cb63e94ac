/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_COMPAT_SKB_H
#define _NFM_COMPAT_SKB_H

#include <linux/skbuff.h>
#ifdef NFM_HAS_SKBUFF_REF
#include <linux/skbuff_ref.h>
#endif
#if IS_ENABLED(CONFIG_NF_CONNTRACK)
#include <net/netfilter/nf_conntrack.h>
#endif

/**
 * nfm_skb_is_readable() - check whether all of a packet can be read
 * @skb: the packet
 *
 * Return: false if a part of it is in device memory (devmem TCP).
 */
static inline bool nfm_skb_is_readable(const struct sk_buff *skb)
{
#ifdef NFM_HAS_SKB_FRAGS_READABLE
	return skb_frags_readable(skb);
#else
	return true;
#endif
}

/**
 * nfm_skb_is_decrypted() - check for crypto offload (TLS, PSP)
 * @skb: the packet
 *
 * Return: true if a device has decrypted the packet or will encrypt it; false in
 * kernels without such offloads.
 */
static inline bool nfm_skb_is_decrypted(const struct sk_buff *skb)
{
#ifdef NFM_HAS_SKB_IS_DECRYPTED
	return skb_is_decrypted(skb);
#elif defined(CONFIG_TLS_DEVICE)
	return skb->decrypted;
#else
	return false;
#endif
}

/**
 * nfm_skb_take_shared() - inherit the mark that others may write to the pages
 * @to: shared info of the skb that now refers to the pages, too
 * @from: shared info of the original skb
 */
static inline void nfm_skb_take_shared(struct skb_shared_info *to,
				       const struct skb_shared_info *from)
{
#ifdef NFM_HAS_SKB_SHARED_INFO_FLAGS
	to->flags |= from->flags & SKBFL_SHARED_FRAG;
#else
	to->tx_flags |= from->tx_flags & SKBTX_SHARED_FRAG;
#endif
}

/**
 * nfm_skb_untrack() - exempt a packet from conntrack
 * @skb: the packet, not yet seen by conntrack
 */
static inline void nfm_skb_untrack(struct sk_buff *skb)
{
#if IS_ENABLED(CONFIG_NF_CONNTRACK)
	nf_ct_set(skb, NULL, IP_CT_UNTRACKED);
#endif
}

#ifndef NFM_HAS_SKB_CLEAR_TSTAMP
static inline void skb_clear_tstamp(struct sk_buff *skb)
{
	skb->tstamp = 0;
}
#endif

#endif /* _NFM_COMPAT_SKB_H */
