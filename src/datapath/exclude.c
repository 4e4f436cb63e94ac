// SPDX-License-Identifier: GPL-2.0
#include <linux/if_arp.h>
#include <net/ndisc.h>

#include "compat/ipv6.h"
#include "datapath/carried.h"
#include "datapath/exclude.h"
#include "datapath/frag_cache.h"

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
	/* nfm_fragment_track() has marked fragments that carry a copy. */
	if (key->fragment ?
		    key->fragment == NFM_FRAGMENT_CARRIED :
		    nfm_carries_copy(source->tunnels, source->mark, skb, key))
		return NFM_VERDICT_CARRIED;
	return NFM_VERDICT_COPY;
}

/**
 * struct nfm_arp - ARP for IPv4 over Ethernet (RFC 826)
 * @header: hardware and protocol types, operation
 * @sender_mac: hardware address of the sender
 * @sender: protocol address of the sender
 * @target_mac: hardware address of the target
 * @target: protocol address of the target
 */
struct nfm_arp {
	struct arphdr header;
	u8 sender_mac[ETH_ALEN] __aligned(2);
	__be32 sender;
	u8 target_mac[ETH_ALEN] __aligned(2);
	__be32 target;
} __packed;

/* Recognise ARP for or by a receiver: copies trigger it. */
static bool nfm_exclude_is_arp(const struct nfm_source *source,
			       const struct sk_buff *skb)
{
	struct in6_addr sender, target;
	const struct nfm_arp *arp;
	struct nfm_arp buffer;

	arp = skb_header_pointer(skb, 0, sizeof(buffer), &buffer);
	if (!arp || arp->header.ar_pro != htons(ETH_P_IP) ||
	    arp->header.ar_hln != ETH_ALEN ||
	    arp->header.ar_pln != sizeof(arp->sender))
		return false;
	nfm_addr_set_v4(&sender, arp->sender);
	nfm_addr_set_v4(&target, arp->target);
	return nfm_addrset_has(source->receivers, &sender) ||
	       nfm_addrset_has(source->receivers, &target);
}

/**
 * nfm_exclude_frame() - check whether a frame that is no IP packet must not be copied
 * @source: the ENI
 * @skb: the frame, data behind its link-layer header
 * @type: its EtherType
 *
 * Return: NFM_VERDICT_NEVER or NFM_VERDICT_COPY.
 */
enum nfm_verdict nfm_exclude_frame(const struct nfm_source *source,
				   const struct sk_buff *skb, __be16 type)
{
	if ((skb->sk && nfm_sender_owns(skb->sk)) ||
	    (type == htons(ETH_P_ARP) && nfm_exclude_is_arp(source, skb)))
		return NFM_VERDICT_NEVER;
	return NFM_VERDICT_COPY;
}

/**
 * nfm_fragment_track() - follow a fragment, also by whether its datagram is a copy
 * @fragments: fragment cache of the namespace
 * @source: the ENI
 * @skb: a fragment, data at its IP header
 * @hook: hook that it passes
 * @key: its key; see nfm_fragment_follow()
 */
void nfm_fragment_track(struct nfm_fragments *fragments,
			const struct nfm_source *source,
			const struct sk_buff *skb, enum nfm_hook hook,
			struct nfm_key *key)
{
	u32 where;

	if (key->fragment == NFM_FRAGMENT_FIRST &&
	    nfm_carries_copy(source->tunnels, source->mark, skb, key))
		key->fragment = NFM_FRAGMENT_CARRIED;
	/* A frame of a device passes the IP hooks of the next one as well. */
	where = source->network << 2 | !!source->frames[hook] << 1 | hook;
	nfm_fragment_follow(fragments, skb, where, nfm_ipv6_forwards(skb->dev),
			    key);
}
