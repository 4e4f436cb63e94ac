/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_DATAPATH_CRYPTO_H
#define _NFM_DATAPATH_CRYPTO_H

#include <net/xfrm.h>

#include "compat/skb.h"
#include "xmit/packet.h"

bool nfm_crypto_is_offloaded(const struct nfm_packet *packet);

/* GRO passes ESP directly to IPsec, so no hook sees the encrypted packet. */
static inline bool nfm_crypto_is_after_gro(const struct sec_path *path)
{
	return path->ovec[0].flags & XFRM_GRO;
}

/**
 * nfm_crypto_is_decrypted() - check for the plaintext of a packet that a hook has seen
 *			       encrypted
 * @packet: a received packet
 *
 * IPsec's own devices, which have no Ethernet, receive nothing but plaintext.
 *
 * Return: true if this host has decrypted the packet since it passed the hook.
 */
static __always_inline bool
nfm_crypto_is_decrypted(const struct nfm_packet *packet)
{
	const struct sec_path *path = skb_sec_path(packet->skb);

	return unlikely(path) && packet->source->ethernet &&
	       !nfm_crypto_is_after_gro(path) && !xfrm_offload(packet->skb);
}

/* Mark a packet that no hook sees encrypted, as it is on the wire. */
static __always_inline void nfm_crypto_check(struct nfm_packet *packet)
{
	const struct sk_buff *skb = packet->skb;

	if (likely(!nfm_skb_is_decrypted(skb) && !skb_sec_path(skb)) ||
	    !nfm_crypto_is_offloaded(packet))
		return;
	packet->plaintext = true;
	packet->plain = false;
}

#endif /* _NFM_DATAPATH_CRYPTO_H */
