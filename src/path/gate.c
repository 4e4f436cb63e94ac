// SPDX-License-Identifier: GPL-2.0
#include <net/ndisc.h>

#include "path/gate.h"

DEFINE_PER_CPU(bool, nfm_gate_shut);

/**
 * nfm_gate_asks_for_receiver() - recognises neighbour discovery of a receiver
 * @tap: the ENI
 * @skb: an ICMPv6 packet
 * @key: its key
 *
 * It goes to a multicast address, but it is the receiver's traffic all the
 * same, and copies cause it: copied, it would cause itself.
 *
 * Return: true for a solicitation or an advertisement whose target (RFC 4861,
 * section 4.3) is a receiver of the ENI's network.
 */
bool nfm_gate_asks_for_receiver(const struct nfm_tap *tap,
				const struct sk_buff *skb,
				const struct nfm_key *key)
{
	const struct nd_msg *message;
	struct nd_msg buffer;

	if (!key->offset)
		return false;
	message = skb_header_pointer(skb, key->offset, sizeof(buffer), &buffer);
	if (!message)
		return false;
	if (message->icmph.icmp6_type != NDISC_NEIGHBOUR_SOLICITATION &&
	    message->icmph.icmp6_type != NDISC_NEIGHBOUR_ADVERTISEMENT)
		return false;
	return nfm_addrset_has(tap->receivers, &message->target);
}
