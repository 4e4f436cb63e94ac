// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>
#include <net/arp.h>
#include <net/route.h>

#include "runtime/receiver.h"

/**
 * nfm_receiver_alloc() - makes a receiver
 * @addr: its IP
 *
 * Return: it, with one reference, or NULL.
 */
struct nfm_receiver *nfm_receiver_alloc(__be32 addr)
{
	struct nfm_receiver *receiver;

	receiver = kzalloc(sizeof(*receiver), GFP_KERNEL_ACCOUNT);
	if (!receiver)
		return NULL;
	receiver->stats = nfm_stats_alloc();
	if (!receiver->stats)
		goto free_receiver;
	if (dst_cache_init(&receiver->route, GFP_KERNEL_ACCOUNT))
		goto free_stats;
	receiver->addr = addr;
	kref_init(&receiver->ref);
	return receiver;

free_stats:
	free_percpu(receiver->stats);
free_receiver:
	kfree(receiver);
	return NULL;
}

/**
 * nfm_receiver_get() - takes a reference
 * @receiver: the receiver
 *
 * Return: @receiver.
 */
struct nfm_receiver *nfm_receiver_get(struct nfm_receiver *receiver)
{
	kref_get(&receiver->ref);
	return receiver;
}

static void nfm_receiver_release(struct kref *ref)
{
	struct nfm_receiver *receiver =
		container_of(ref, struct nfm_receiver, ref);

	dst_cache_destroy(&receiver->route);
	free_percpu(receiver->stats);
	kfree(receiver);
}

/**
 * nfm_receiver_put() - drops a reference, and the receiver with the last one
 * @receiver: the receiver; may be NULL
 */
void nfm_receiver_put(struct nfm_receiver *receiver)
{
	if (receiver)
		kref_put(&receiver->ref, nfm_receiver_release);
}

/* With the protocol in the flow, IPsec policies take part in the look-up. */
static struct rtable *nfm_receiver_lookup(const struct nfm_receiver *receiver,
					  struct net *net, u16 port,
					  __be32 *saddr)
{
	struct flowi4 fl4 = {
		.daddr = receiver->addr,
		.flowi4_proto = IPPROTO_UDP,
		.fl4_dport = htons(port),
	};
	struct rtable *rt = ip_route_output_flow(net, &fl4, NULL);

	if (!IS_ERR(rt))
		*saddr = fl4.saddr;
	return rt;
}

/**
 * nfm_receiver_route() - finds the way to a receiver
 * @receiver: the receiver
 * @net: the namespace that copies leave from
 * @port: the UDP port that they go to
 * @saddr: becomes the source address that they leave with
 *
 * Context: bottom halves off.
 * Return: a route with a reference for the caller, or an ERR_PTR().
 */
struct rtable *nfm_receiver_route(struct nfm_receiver *receiver,
				  struct net *net, u16 port, __be32 *saddr)
{
	struct rtable *rt = dst_cache_get_ip4(&receiver->route, saddr);

	if (likely(rt))
		return rt;
	rt = nfm_receiver_lookup(receiver, net, port, saddr);
	if (!IS_ERR(rt))
		dst_cache_set_ip4(&receiver->route, &rt->dst, *saddr);
	return rt;
}

static enum nfm_receiver_state nfm_neigh_state(struct rtable *rt, __be32 addr)
{
	enum nfm_receiver_state state = NFM_RECEIVER_UNRESOLVED;
	struct neighbour *neigh;

	neigh = dst_neigh_lookup(&rt->dst, &addr);
	if (!neigh)
		return state;
	if (neigh->nud_state & NUD_VALID)
		state = NFM_RECEIVER_RESOLVED;
	else if (neigh->nud_state & NUD_FAILED)
		state = NFM_RECEIVER_FAILED;
	neigh_release(neigh);
	return state;
}

/**
 * nfm_receiver_state() - tells whether copies can reach a receiver now
 * @receiver: the receiver
 * @net: the namespace that copies leave from
 * @port: the UDP port that they go to
 *
 * Context: process.
 */
enum nfm_receiver_state nfm_receiver_state(struct nfm_receiver *receiver,
					   struct net *net, u16 port)
{
	enum nfm_receiver_state state;
	struct rtable *rt;
	__be32 saddr;

	rt = nfm_receiver_lookup(receiver, net, port, &saddr);
	if (IS_ERR(rt))
		return NFM_RECEIVER_NO_ROUTE;
	state = nfm_neigh_state(rt, receiver->addr);
	if (state == NFM_RECEIVER_UNRESOLVED && READ_ONCE(receiver->failed))
		state = NFM_RECEIVER_FAILED;
	ip_rt_put(rt);
	return state;
}
