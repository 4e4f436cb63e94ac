// SPDX-License-Identifier: GPL-2.0
#include <net/ip.h>
#include <net/lwtunnel.h>
#include <net/neighbour.h>
#include <net/route.h>
#include <net/xfrm.h>

#include "path/output.h"

/* Some routes do more than name a device and a next hop. */
static bool nfm_output_is_direct(const struct rtable *rt)
{
	return !(rt->rt_flags & RTCF_LOCAL) && !dst_xfrm(&rt->dst) &&
	       !rt->dst.lwtstate;
}

static struct neighbour *nfm_output_neigh(struct rtable *rt, __be32 daddr)
{
	struct net_device *dev = rt->dst.dev;

	if (rt->rt_gw_family == AF_INET6)
		return ip_neigh_gw6(dev, &rt->rt_gw6);
	return ip_neigh_gw4(dev, rt_nexthop(rt, daddr));
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
 * @rt: the route to the receiver
 * @receiver: the receiver
 *
 * Context: bottom halves off.
 */
bool nfm_output_ready(struct rtable *rt, struct nfm_receiver *receiver)
{
	struct neighbour *neigh;
	bool ready;

	if (!nfm_output_is_direct(rt))
		return true;
	rcu_read_lock_bh();
	neigh = nfm_output_neigh(rt, receiver->addr);
	ready = !IS_ERR(neigh) && nfm_neigh_ready(neigh, receiver);
	rcu_read_unlock_bh();
	return ready;
}

/* To the device, past OUTPUT, POST_ROUTING and conntrack. */
static int nfm_output_direct(struct net *net, struct sock *sk,
			     struct sk_buff *skb)
{
	struct rtable *rt = skb_rtable(skb);
	struct neighbour *neigh;
	bool is_v6gw = false;
	int err;

	skb->dev = rt->dst.dev;
	skb->protocol = htons(ETH_P_IP);
	/* Nobody here wants an ICMP error if no neighbour answers. */
	skb->pkt_type = PACKET_OUTGOING;

	rcu_read_lock_bh();
	neigh = ip_neigh_for_gw(rt, skb, &is_v6gw);
	if (IS_ERR(neigh)) {
		kfree_skb(skb);
		err = PTR_ERR(neigh);
	} else {
		err = neigh_output(neigh, skb, is_v6gw);
	}
	rcu_read_unlock_bh();
	return err;
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
 * receiver on this very host).
 *
 * Context: bottom halves off.
 * Return: 0, or an error of the device or its queue: the copy is lost.
 */
int nfm_output(struct net *net, struct sock *sk, struct sk_buff *skb, bool fits)
{
	int err;

	if (!nfm_output_is_direct(skb_rtable(skb)))
		err = ip_local_out(net, sk, skb);
	else if (fits)
		err = nfm_output_direct(net, sk, skb);
	else
		err = ip_do_fragment(net, sk, skb, nfm_output_direct);
	return net_xmit_eval(err);
}
