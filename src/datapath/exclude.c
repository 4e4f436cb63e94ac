// SPDX-License-Identifier: GPL-2.0
#include <net/ndisc.h>

#include "datapath/carried.h"
#include "datapath/exclude.h"

/* Space for the options with a link-layer address and a nonce (RFC 7527). */
#define NFM_ND_OPTIONS_MAX 16

/*
 * Recognise neighbour discovery for a receiver: solicitations and advertisements
 * whose target (RFC 4861, section 4.3) is a receiver of the ENI's network. They may
 * go to a multicast address, but still are the receiver's traffic. Copies trigger
 * them, so copying them would trigger more. A message that neighbours discard
 * (sections 7.1.1 and 7.1.2), or that carries more data, is an ordinary packet.
 */
static bool nfm_exclude_is_discovery(const struct nfm_source *source,
				     const struct sk_buff *skb,
				     const struct nfm_key *key)
{
	const struct nd_msg *message;
	struct nd_msg buffer;

	if (key->family != NFM_FAMILY_V6 || !key->offset ||
	    ipv6_hdr(skb)->hop_limit != 255 ||
	    skb->len > key->offset + sizeof(buffer) + NFM_ND_OPTIONS_MAX)
		return false;
	message = skb_header_pointer(skb, key->offset, sizeof(buffer), &buffer);
	if (!message)
		return false;
	if (message->icmph.icmp6_code ||
	    (message->icmph.icmp6_type != NDISC_NEIGHBOUR_SOLICITATION &&
	     message->icmph.icmp6_type != NDISC_NEIGHBOUR_ADVERTISEMENT))
		return false;
	return nfm_addrset_has(source->receivers, &message->target);
}

/**
 * nfm_exclude_other() - check a packet that the fast path cannot decide
 * @source: the ENI
 * @skb: the packet
 * @key: its key
 *
 * Return: see nfm_exclude().
 */
enum nfm_verdict nfm_exclude_other(const struct nfm_source *source,
				   const struct sk_buff *skb,
				   const struct nfm_key *key)
{
	if (key->proto == IPPROTO_ICMPV6 &&
	    nfm_exclude_is_discovery(source, skb, key))
		return NFM_VERDICT_NEVER;
	/* nfm_hook_follow() has marked fragments that carry a copy. */
	if (key->fragment ?
		    key->fragment == NFM_FRAGMENT_CARRIED :
		    nfm_carries_copy(source->tunnels, source->mark, skb, key))
		return NFM_VERDICT_CARRIED;
	return NFM_VERDICT_COPY;
}
