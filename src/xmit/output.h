/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_XMIT_OUTPUT_H
#define _NFM_XMIT_OUTPUT_H

#include <linux/pkt_sched.h>
#include <net/arp.h>
#include <net/ip.h>
#include <net/neighbour.h>
#include <net/route.h>
#include <net/sock.h>

#include "runtime/receiver.h"

/* Qdiscs that use priorities send copies after all other traffic. */
#define NFM_PRIORITY TC_PRIO_FILLER

extern unsigned int nfm_output_budget;

struct neighbour *nfm_output_find_neigh(const struct dst_entry *dst,
					struct nfm_receiver *receiver);
int nfm_output(struct net *net, struct sock *sk, struct sk_buff *skb,
	       struct dst_entry *dst, struct neighbour *neigh, bool fits);

/**
 * nfm_output_known_neigh() - fast lookup of the neighbour to send a copy to
 * @route: route to the receiver, for which nfm_route_is_straight() holds
 * @receiver: the receiver
 *
 * Context: bottom halves off; the neighbour is valid until they are on again.
 * Return: an IPv4 neighbour whose link-layer address is known and which only needs
 * to be handed the copy; else NULL, as for a special receiver, and
 * nfm_output_find_neigh() has to decide.
 */
static inline struct neighbour *
nfm_output_known_neigh(const struct nfm_route *route,
		       const struct nfm_receiver *receiver)
{
	struct neighbour *neigh;

	if (unlikely(READ_ONCE(receiver->special)))
		return NULL;
	neigh = __ipv4_neigh_lookup_noref(route->dst->dev,
					  (__force u32)route->next_hop);
	if (unlikely(!neigh || !(READ_ONCE(neigh->nud_state) & NUD_VALID) ||
		     !nfm_device_can_send(neigh->dev)))
		return NULL;
	return neigh;
}

/**
 * nfm_output_has_budget() - check whether another copy may be sent
 * @sk: owner of copies, charged for those in flight
 *
 * Return: false if copies in flight use up the budget; the last one may have
 * exceeded it.
 */
static inline bool nfm_output_has_budget(const struct sock *sk)
{
	return refcount_read(&sk->sk_wmem_alloc) < READ_ONCE(nfm_output_budget);
}

/**
 * nfm_output_own() - charge a copy to the owner of copies
 * @frame: an skb without owner
 * @sk: the owner
 *
 * Like skb_set_owner_w(), but inlined.
 */
static inline void nfm_output_own(struct sk_buff *frame, struct sock *sk)
{
	frame->sk = sk;
	frame->destructor = sock_wfree;
	refcount_add(frame->truesize, &sk->sk_wmem_alloc);
}

/**
 * nfm_output_drop() - get the drop reason of a copy that no neighbour can take
 * @neigh: ERR_PTR() from nfm_output_find_neigh()
 *
 * Return: the reason.
 */
static inline enum nfm_drop nfm_output_drop(const struct neighbour *neigh)
{
	return neigh == ERR_PTR(-ENETDOWN) ? NFM_DROP_QUEUE :
					     NFM_DROP_UNRESOLVED;
}

/* Check whether the MTU of an IPv4 route without lwtstate is that of its device. */
static inline bool nfm_output_has_device_mtu(const struct dst_entry *dst)
{
	return likely(!container_of(dst, struct rtable, dst)->rt_pmtu) &&
	       likely(!dst_metric_raw(dst, RTAX_MTU));
}

/**
 * nfm_output_mtu_direct_v4() - get the MTU of a direct IPv4 route
 * @dst: an IPv4 route for which nfm_route_is_direct_v4() holds
 *
 * Like dst_mtu(), which is a call, but without the limit of IP_MAX_MTU.
 *
 * Return: MTU in bytes.
 */
static inline unsigned int nfm_output_mtu_direct_v4(const struct dst_entry *dst)
{
	if (nfm_output_has_device_mtu(dst))
		return READ_ONCE(dst->dev->mtu);
	return dst_mtu(dst);
}

/**
 * nfm_output_mtu_v4() - get the MTU of an IPv4 route
 * @dst: an IPv4 route
 *
 * Return: MTU in bytes.
 */
static inline unsigned int nfm_output_mtu_v4(const struct dst_entry *dst)
{
	if (unlikely(dst->lwtstate))
		return dst_mtu(dst);
	return min_t(unsigned int, nfm_output_mtu_direct_v4(dst), IP_MAX_MTU);
}

/**
 * nfm_output_headroom() - get the headroom needed in front of the outer headers
 * @dst: the route to the receiver
 *
 * Return: bytes.
 */
static inline unsigned int nfm_output_headroom(const struct dst_entry *dst)
{
	return LL_RESERVED_SPACE(dst->dev) + dst->header_len;
}

/**
 * nfm_output_direct() - send a copy to the device, bypassing OUTPUT, POST_ROUTING
 *			 and conntrack
 * @skb: the copy, data at the outer IP header; PACKET_OUTGOING, so that nobody on
 *	 this host gets an ICMP error if no neighbour answers; consumed
 * @dst: its route
 * @neigh: neighbour to send it to
 * @skip_cache: the link-layer header cached by @neigh is for the other IP version
 *
 * Context: bottom halves off, RCU read side.
 * Return: 0, or an error of the device or its qdisc: the copy is lost. A qdisc that
 * returns NET_XMIT_CN has dropped it, or another packet of its flow instead.
 */
static inline int nfm_output_direct(struct sk_buff *skb, struct dst_entry *dst,
				    struct neighbour *neigh, bool skip_cache)
{
	/*
	 * Attach the dst only if the device needs it; others drop it first. No
	 * reference is taken: it is valid while BHs are off, and a qdisc that
	 * queues the skb calls skb_dst_force().
	 */
	if (unlikely(!(neigh->dev->priv_flags & IFF_XMIT_DST_RELEASE)))
		skb_dst_set_noref(skb, dst);
	skb->dev = neigh->dev;
	return neigh_output(neigh, skb, skip_cache);
}

/**
 * nfm_output_direct_v4() - send a copy to the device over IPv4
 * @skb: the copy, see nfm_output_direct()
 * @dst: its IPv4 route
 * @neigh: neighbour to send it to
 *
 * Context: see nfm_output_direct().
 * Return: see nfm_output_direct().
 */
static inline int nfm_output_direct_v4(struct sk_buff *skb,
				       struct dst_entry *dst,
				       struct neighbour *neigh)
{
	const struct rtable *rt = container_of(dst, struct rtable, dst);

	return nfm_output_direct(skb, dst, neigh, rt->rt_gw_family == AF_INET6);
}

#endif /* _NFM_XMIT_OUTPUT_H */
