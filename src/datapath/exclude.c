// SPDX-License-Identifier: GPL-2.0
#include <net/ndisc.h>

#include "datapath/carried.h"
#include "datapath/exclude.h"

/* Room for a link-layer address and the nonce of RFC 7527. */
#define NFM_ND_OPTIONS_MAX 16

/*
 * Recognises neighbour discovery of a receiver: solicitations and advertisements
 * whose target (RFC 4861, section 4.3) is a receiver of the ENI's network. It
 * goes to a multicast address, but it is the receiver's traffic all the same, and
 * copies cause it: copied, it would cause itself. What no neighbour takes for such
 * a message (sections 7.1.1 and 7.1.2), or what has more in it, is an ordinary
 * packet.
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
 * nfm_exclude_other() - judges what takes a closer look
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
	/* Of fragments, nfm_fragment_follow() has told. */
	if (key->fragment ?
		    key->fragment == NFM_FRAGMENT_CARRIED :
		    nfm_carries_copy(source->tunnels, source->mark, skb, key))
		return NFM_VERDICT_CARRIED;
	return NFM_VERDICT_COPY;
}
