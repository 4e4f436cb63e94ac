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

/* To qdiscs that know priorities, copies come after all else. */
#define NFM_PRIORITY TC_PRIO_FILLER

extern unsigned int nfm_output_budget;

struct neighbour *nfm_output_find_neigh(const struct dst_entry *dst,
					struct nfm_receiver *receiver);
int nfm_output(struct net *net, struct sock *sk, struct sk_buff *skb,
	       struct dst_entry *dst, struct neighbour *neigh, bool fits);

/**
 * nfm_output_known_neigh() - finds who takes a copy next, in most cases
 * @route: the way to the receiver, straight
 * @receiver: the receiver
 *
 * Context: bottom halves off; the neighbour is valid until they are on again.
 * Return: the neighbour, if it is one of IPv4 whose address is known, and has only
 * to be handed the copy; else NULL, as for a receiver that is special, and
 * nfm_output_find_neigh() knows more.
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
 * nfm_output_has_budget() - tells whether another copy may be on its way
 * @sk: the owner of copies, whom those that are on their way are charged to
 *
 * Return: false if they take as much memory as they may; the last one may have
 * taken more.
 */
static inline bool nfm_output_has_budget(const struct sock *sk)
{
	return refcount_read(&sk->sk_wmem_alloc) < READ_ONCE(nfm_output_budget);
}

/**
 * nfm_output_own() - charges a copy to the owner of copies
 * @frame: a buffer that nobody owns
 * @sk: the owner
 *
 * As skb_set_owner_w() does, in line.
 */
static inline void nfm_output_own(struct sk_buff *frame, struct sock *sk)
{
	frame->sk = sk;
	frame->destructor = sock_wfree;
	refcount_add(frame->truesize, &sk->sk_wmem_alloc);
}

/**
 * nfm_output_drop() - tells what a copy that no neighbour can take is dropped as
 * @neigh: what nfm_output_find_neigh() said, an ERR_PTR()
 *
 * Return: the reason.
 */
static inline enum nfm_drop nfm_output_drop(const struct neighbour *neigh)
{
	return neigh == ERR_PTR(-ENETDOWN) ? NFM_DROP_QUEUE :
					     NFM_DROP_UNRESOLVED;
}

/* The MTU of a route of IPv4, unless it has an lwtstate, is that of its device. */
static inline bool nfm_output_has_device_mtu(const struct dst_entry *dst)
{
	return likely(!container_of(dst, struct rtable, dst)->rt_pmtu) &&
	       likely(!dst_metric_raw(dst, RTAX_MTU));
}

/**
 * nfm_output_mtu_direct_v4() - tells how long packets may be
 * @dst: a route of IPv4 that nfm_route_is_direct_v4() holds for
 *
 * As dst_mtu() does, which is a call, but that it does not know of IP_MAX_MTU.
 */
static inline unsigned int nfm_output_mtu_direct_v4(const struct dst_entry *dst)
{
	if (nfm_output_has_device_mtu(dst))
		return READ_ONCE(dst->dev->mtu);
	return dst_mtu(dst);
}

/**
 * nfm_output_mtu_v4() - tells how long packets may be
 * @dst: a route of IPv4
 */
static inline unsigned int nfm_output_mtu_v4(const struct dst_entry *dst)
{
	if (unlikely(dst->lwtstate))
		return dst_mtu(dst);
	return min_t(unsigned int, nfm_output_mtu_direct_v4(dst), IP_MAX_MTU);
}

/**
 * nfm_output_headroom() - tells what a copy needs in front of its outer headers
 * @dst: the route to the receiver
 *
 * Return: bytes.
 */
static inline unsigned int nfm_output_headroom(const struct dst_entry *dst)
{
	return LL_RESERVED_SPACE(dst->dev) + dst->header_len;
}

/**
 * nfm_output_direct() - sends a copy to the device, past OUTPUT, POST_ROUTING and
 *			 conntrack
 * @skb: the copy, data at the outer IP header, outgoing, so that nobody here gets
 *	 an ICMP error if no neighbour answers; consumed
 * @dst: its route
 * @neigh: who takes it
 * @skip_cache: the link-layer header that @neigh keeps is for the other version of
 *		IP
 *
 * Context: bottom halves off, RCU read side.
 * Return: 0, or what the device or its queue says: the copy is lost. A queue that
 * says NET_XMIT_CN has thrown it away, or another of its flow for it.
 */
static inline int nfm_output_direct(struct sk_buff *skb, struct dst_entry *dst,
				    struct neighbour *neigh, bool skip_cache)
{
	/*
	 * The device drops the route first of all, unless it needs it. Whoever
	 * keeps the copy longer than this takes a reference.
	 */
	if (unlikely(!(neigh->dev->priv_flags & IFF_XMIT_DST_RELEASE)))
		skb_dst_set_noref(skb, dst);
	skb->dev = neigh->dev;
	return neigh_output(neigh, skb, skip_cache);
}

/**
 * nfm_output_direct_v4() - the same, over IPv4
 * @skb: see nfm_output_direct(); of that protocol
 * @dst: see there
 * @neigh: see there
 */
static inline int nfm_output_direct_v4(struct sk_buff *skb,
				       struct dst_entry *dst,
				       struct neighbour *neigh)
{
	const struct rtable *rt = container_of(dst, struct rtable, dst);

	return nfm_output_direct(skb, dst, neigh, rt->rt_gw_family == AF_INET6);
}

#endif /* _NFM_XMIT_OUTPUT_H */
