// SPDX-License-Identifier: GPL-2.0
#include <net/arp.h>
#include <net/ip.h>
#include <net/ip6_route.h>
#include <net/lwtunnel.h>
#include <net/ndisc.h>
#include <net/neighbour.h>
#include <net/route.h>
#include <net/xfrm.h>

#include "path/output.h"

static bool nfm_route_is_v4(const struct dst_entry *dst)
{
	return dst->ops->family == AF_INET;
}

static bool nfm_route_is_local(const struct dst_entry *dst)
{
	if (nfm_route_is_v4(dst))
		return container_of(dst, struct rtable, dst)->rt_flags &
		       RTCF_LOCAL;
	return container_of(dst, struct rt6_info, dst)->rt6i_flags & RTF_LOCAL;
}

/* Some routes do more than name a device and a next hop. */
static bool nfm_output_is_direct(const struct dst_entry *dst)
{
	return !dst_xfrm(dst) && !dst->lwtstate && !nfm_route_is_local(dst);
}

static struct neighbour *nfm_output_neigh_v4(struct rtable *rt, __be32 daddr)
{
	struct net_device *dev = rt->dst.dev;

	if (rt->rt_gw_family == AF_INET6)
		return ip_neigh_gw6(dev, &rt->rt_gw6);
	return ip_neigh_gw4(dev, rt_nexthop(rt, daddr));
}

static struct neighbour *nfm_output_neigh_v6(struct rt6_info *rt,
					     const struct in6_addr *daddr)
{
	return ip_neigh_gw6(rt->dst.dev, rt6_nexthop(rt, daddr));
}

static struct neighbour *nfm_output_neigh(struct dst_entry *dst,
					  const struct in6_addr *daddr)
{
	if (nfm_route_is_v4(dst))
		return nfm_output_neigh_v4(container_of(dst, struct rtable,
							dst),
					   nfm_addr_v4(daddr));
	return nfm_output_neigh_v6(container_of(dst, struct rt6_info, dst),
				   daddr);
}

/*
 * A first copy may wait in the neighbour's queue. Once nobody has answered,
 * further ones would rot there uncounted, so they only ask again.
 */
static bool nfm_neigh_ready(struct neighbour *neigh,
			    struct nfm_receiver *receiver)
{
	u8 state = READ_ONCE(neigh->nud_state);

	if (likely(state & NUD_VALID)) {
		if (unlikely(READ_ONCE(receiver->failed)))
			WRITE_ONCE(receiver->failed, false);
		return true;
	}
	if (state & NUD_FAILED)
		WRITE_ONCE(receiver->failed, true);
	if (!READ_ONCE(receiver->failed))
		return true;
	neigh_event_send(neigh, NULL);
	return false;
}

/**
 * nfm_output_ready() - tells whether a copy has a chance to arrive
 * @dst: the route to the receiver
 * @receiver: the receiver
 *
 * Context: bottom halves off.
 */
bool nfm_output_ready(struct dst_entry *dst, struct nfm_receiver *receiver)
{
	struct neighbour *neigh;
	bool ready;

	if (!nfm_output_is_direct(dst))
		return true;
	rcu_read_lock_bh();
	neigh = nfm_output_neigh(dst, &receiver->addr);
	ready = !IS_ERR(neigh) && nfm_neigh_ready(neigh, receiver);
	rcu_read_unlock_bh();
	return ready;
}

/* With the neighbour in hand: to the device. */
static int nfm_output_neighbour(struct sk_buff *skb, struct neighbour *neigh,
				bool skip_cache)
{
	if (IS_ERR(neigh)) {
		kfree_skb(skb);
		return PTR_ERR(neigh);
	}
	/* Nobody here wants an ICMP error if no neighbour answers. */
	skb->pkt_type = PACKET_OUTGOING;
	skb->dev = skb_dst(skb)->dev;
	return neigh_output(neigh, skb, skip_cache);
}

/* To the device, past OUTPUT, POST_ROUTING and conntrack. */
static int nfm_output_direct_v4(struct net *net, struct sock *sk,
				struct sk_buff *skb)
{
	struct rtable *rt = skb_rtable(skb);
	struct neighbour *neigh;
	int err;

	skb->protocol = htons(ETH_P_IP);
	rcu_read_lock_bh();
	neigh = nfm_output_neigh_v4(rt, ip_hdr(skb)->daddr);
	err = nfm_output_neighbour(skb, neigh, rt->rt_gw_family == AF_INET6);
	rcu_read_unlock_bh();
	return err;
}

static int nfm_output_direct_v6(struct sk_buff *skb)
{
	struct rt6_info *rt = container_of(skb_dst(skb), struct rt6_info, dst);
	struct neighbour *neigh;
	int err;

	skb->protocol = htons(ETH_P_IPV6);
	rcu_read_lock_bh();
	neigh = nfm_output_neigh_v6(rt, &ipv6_hdr(skb)->daddr);
	err = nfm_output_neighbour(skb, neigh, false);
	rcu_read_unlock_bh();
	return err;
}

static int nfm_output_v4(struct net *net, struct sock *sk, struct sk_buff *skb,
			 bool fits)
{
	if (!nfm_output_is_direct(skb_dst(skb)))
		return ip_local_out(net, sk, skb);
	if (fits)
		return nfm_output_direct_v4(net, sk, skb);
	return ip_do_fragment(net, sk, skb, nfm_output_direct_v4);
}

/* Only the stack can fragment IPv6. */
static int nfm_output_v6(struct net *net, struct sock *sk, struct sk_buff *skb,
			 bool fits)
{
	if (fits && nfm_output_is_direct(skb_dst(skb)))
		return nfm_output_direct_v6(skb);
	skb->protocol = htons(ETH_P_IPV6);
	skb->ignore_df = !fits;
	return ip6_local_out(net, sk, skb);
}

/**
 * nfm_output() - sends an encapsulated copy
 * @net: the namespace
 * @sk: owner of copies
 * @skb: the copy, with its route, data at the outer IP header; consumed
 * @fits: it need not be fragmented
 *
 * Copies leave straight through the route's device and neighbour; through the
 * stack only where the route asks for it (IPsec, light-weight tunnels, a
 * receiver on this very host), or to be fragmented over IPv6.
 *
 * Context: bottom halves off.
 * Return: 0, or an error of the device or its queue: the copy is lost.
 */
int nfm_output(struct net *net, struct sock *sk, struct sk_buff *skb, bool fits)
{
	int err;

	if (nfm_route_is_v4(skb_dst(skb)))
		err = nfm_output_v4(net, sk, skb, fits);
	else
		err = nfm_output_v6(net, sk, skb, fits);
	return net_xmit_eval(err);
}
