// SPDX-License-Identifier: GPL-2.0
#include "datapath/crypto.h"

/**
 * nfm_crypto_is_offloaded() - check for a packet whose encrypted form no hook sees
 * @packet: the packet
 *
 * It is encrypted by a device, or by IPsec on the way to one. It is counted, but not
 * copied.
 *
 * Return: true if it is such a packet.
 */
bool nfm_crypto_is_offloaded(const struct nfm_packet *packet)
{
	const struct xfrm_offload *offload = xfrm_offload(packet->skb);
	const struct sec_path *path = skb_sec_path(packet->skb);

	if (nfm_skb_is_decrypted(packet->skb))
		return true;
	if (packet->hook == NFM_HOOK_RX)
		return packet->source->ethernet &&
		       (offload || nfm_crypto_is_after_gro(path));
	/* Otherwise it was decrypted on receive, and is forwarded. */
	return offload && !(offload->flags & (XFRM_GRO | CRYPTO_DONE));
}
