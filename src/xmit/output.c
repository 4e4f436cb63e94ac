// SPDX-License-Identifier: GPL-2.0
#include <net/arp.h>
#include <net/ip.h>
#include <net/ip6_route.h>
#include <net/lwtunnel.h>
#include <net/ndisc.h>
#include <net/neighbour.h>
#include <net/route.h>
#include <net/xfrm.h>

#include "compat/skb.h"
#include "xmit/output.h"

/* Minimum payload of all fragments but the last, in bytes. */
#define NFM_FRAGMENT_LEAST 8

unsigned int nfm_output_budget = 64 << 20;

static int nfm_output_set_budget(const char *text,
				 const struct kernel_param *param)
{
	unsigned int bytes;
	int err;

	err = kstrtouint(text, 0, &bytes);
	if (err)
		return err;
	/* sk_wmem_alloc, which copies are charged to, counts up to INT_MAX. */
	if (bytes > 1 << 30)
		return -ERANGE;
	WRITE_ONCE(nfm_output_budget, bytes);
	return 0;
}

static const struct kernel_param_ops nfm_output_budget_ops = {
	.set = nfm_output_set_budget,
	.get = param_get_uint,
};

module_param_cb(budget, &nfm_output_budget_ops, &nfm_output_budget, 0644);
MODULE_PARM_DESC(
	budget,
	"Memory limit of copies in flight per network namespace, in bytes, up to 2^30 (default 67108864)");

static bool nfm_route_is_v4(const struct dst_entry *dst)
{
	return dst->ops->family == AF_INET;
}

static bool nfm_output_is_direct(const struct dst_entry *dst)
{
	if (nfm_route_is_v4(dst))
		return nfm_route_is_direct_v4(dst);
	return !dst_xfrm(dst) && !dst->lwtstate &&
	       !(container_of(dst, struct rt6_info, dst)->rt6i_flags &
		 RTF_LOCAL);
}

/* The neighbour stays valid because bottom halves are off. */
static struct neighbour *nfm_neigh(const struct dst_entry *dst,
				   const struct in6_addr *daddr)
{
	const struct rtable *rt = container_of(dst, struct rtable, dst);
	const struct rt6_info *rt6 = container_of(dst, struct rt6_info, dst);

	if (!nfm_route_is_v4(dst))
		return ip_neigh_gw6(dst->dev, rt6_nexthop(rt6, daddr));
	if (rt->rt_gw_family == AF_INET6)
		return ip_neigh_gw6(dst->dev, &rt->rt_gw6);
	return ip_neigh_gw4(dst->dev, rt_nexthop(rt, nfm_addr_v4(daddr)));
}

/*
 * The first copies may wait in the neighbour's queue, as long as it need not drop
 * others for them. Once resolution has failed, further ones would stay there
 * uncounted, so they only trigger another attempt.
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
	/* Leave half of the queue limit to the copy at hand. */
	if (!READ_ONCE(receiver->failed) &&
	    READ_ONCE(neigh->arp_queue_len_bytes) <
		    NEIGH_VAR(neigh->parms, QUEUE_LEN_BYTES) / 2)
		return true;
	neigh_event_send(neigh, NULL);
	return false;
}

/**
 * nfm_output_find_neigh() - look up the neighbour to send a copy to
 * @dst: the route to the receiver
 * @receiver: the receiver
 *
 * Context: bottom halves off; the neighbour is valid until they are on again.
 * Return: the neighbour; NULL if the copy has to go through the stack; an ERR_PTR()
 * if it has no chance to arrive, -ENETDOWN if the device cannot send.
 */
struct neighbour *nfm_output_find_neigh(const struct dst_entry *dst,
					struct nfm_receiver *receiver)
{
	struct neighbour *neigh;

	if (unlikely(!nfm_device_can_send(dst->dev)))
		return ERR_PTR(-ENETDOWN);
	if (unlikely(!nfm_output_is_direct(dst)))
		return NULL;
	neigh = nfm_neigh(dst, &receiver->addr);
	if (!IS_ERR(neigh) && unlikely(!nfm_neigh_ready(neigh, receiver)))
		return ERR_PTR(-EHOSTUNREACH);
	return neigh;
}

/*
 * Fragments made by the stack would hold a dst reference, and IPv6 ones would pass
 * OUTPUT. Those made here are charged to the owner of @skb, which the caller keeps.
 */
static noinline int nfm_output_fragments_v4(struct sk_buff *skb,
					    struct dst_entry *dst,
					    struct neighbour *neigh)
{
	unsigned int mtu = dst_mtu(dst);
	struct ip_frag_state state;
	int err = 0;

	if (mtu < IPV4_MIN_MTU)
		return -EMSGSIZE;
	ip_frag_init(skb, sizeof(struct iphdr), LL_RESERVED_SPACE(neigh->dev),
		     mtu - sizeof(struct iphdr), false, &state);
	while (state.left && !err) {
		struct sk_buff *fragment = ip_frag_next(skb, &state);

		if (IS_ERR(fragment))
			return PTR_ERR(fragment);
		err = nfm_output_direct_v4(fragment, dst, neigh);
	}
	return err;
}

static noinline int nfm_output_fragments_v6(struct net *net,
					    struct sk_buff *skb,
					    struct dst_entry *dst,
					    struct neighbour *neigh)
{
	unsigned int headers = sizeof(struct ipv6hdr) + sizeof(struct frag_hdr);
	unsigned int mtu = dst_mtu(dst);
	struct ip6_frag_state state;
	struct ipv6hdr *ip;
	int err;

	if (mtu < headers + NFM_FRAGMENT_LEAST)
		return -EMSGSIZE;
	err = skb_checksum_help(skb);
	ip = ipv6_hdr(skb);
	ip6_frag_init(skb, sizeof(*ip), mtu - headers,
		      neigh->dev->needed_tailroom,
		      LL_RESERVED_SPACE(neigh->dev), &ip->nexthdr, ip->nexthdr,
		      ipv6_select_ident(net, &ip->daddr, &ip->saddr), &state);
	while (state.left && !err) {
		struct sk_buff *fragment = ip6_frag_next(skb, &state);

		if (IS_ERR(fragment))
			return PTR_ERR(fragment);
		err = nfm_output_direct(fragment, dst, neigh, false);
	}
	return err;
}

/*
 * Like ip_local_out() and ip6_local_out(), but bypass OUTPUT and POST_ROUTING as if
 * the copy had passed them. Nor does conntrack track it if it comes back to this
 * host.
 */
static noinline int nfm_output_stack(struct net *net, struct sock *sk,
				     struct sk_buff *skb, struct dst_entry *dst,
				     bool fits)
{
	skb_dst_set(skb, dst_clone(dst));
	nfm_skb_untrack(skb);
	/* Other packets received on lo are not PACKET_OUTGOING, either. */
	if (dst->dev->flags & IFF_LOOPBACK)
		skb->pkt_type = PACKET_HOST;
	memset(skb->cb, 0, sizeof(skb->cb));
	if (nfm_route_is_v4(dst)) {
		IPCB(skb)->flags = IPSKB_REROUTED;
	} else {
		IP6CB(skb)->flags = IP6SKB_REROUTED;
		skb->ignore_df = !fits;
	}
	return dst->output(net, sk, skb);
}

/**
 * nfm_output() - send an encapsulated copy
 * @net: the namespace
 * @sk: owner of copies
 * @skb: the copy, data at the outer IP header; consumed
 * @dst: its route
 * @neigh: result of nfm_output_find_neigh()
 * @fits: it need not be fragmented
 *
 * Sends the copy directly through the route's device and neighbour, and through the
 * stack only if the route requires it (IPsec, light-weight tunnels, a receiver on
 * this host).
 *
 * Context: bottom halves off, RCU read side.
 * Return: 0, or an error of the device or its qdisc: the copy is lost.
 */
int nfm_output(struct net *net, struct sock *sk, struct sk_buff *skb,
	       struct dst_entry *dst, struct neighbour *neigh, bool fits)
{
	bool v4 = nfm_route_is_v4(dst);
	int err;

	skb->protocol = v4 ? htons(ETH_P_IP) : htons(ETH_P_IPV6);
	skb->pkt_type = PACKET_OUTGOING;
	if (!neigh)
		return nfm_output_stack(net, sk, skb, dst, fits);
	if (!fits) {
		err = v4 ? nfm_output_fragments_v4(skb, dst, neigh) :
			   nfm_output_fragments_v6(net, skb, dst, neigh);
		consume_skb(skb);
		return err;
	}
	if (v4)
		return nfm_output_direct_v4(skb, dst, neigh);
	return nfm_output_direct(skb, dst, neigh, false);
}
