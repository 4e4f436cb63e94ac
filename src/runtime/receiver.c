// SPDX-License-Identifier: GPL-2.0
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/udp.h>
#include <net/arp.h>
#include <net/ip6_route.h>
#include <net/route.h>
#include <net/rtnetlink.h>
#include <net/vxlan.h>
#include <net/xfrm.h>

#include "compat/ipv6.h"
#include "runtime/receiver.h"

/**
 * nfm_receiver_alloc() - allocate a receiver
 * @addr: its IP
 * @account: account of the namespace
 *
 * Return: the receiver, with one reference, or NULL.
 */
struct nfm_receiver *nfm_receiver_alloc(const struct in6_addr *addr,
					struct nfm_account *account)
{
	struct nfm_receiver *receiver;

	receiver = kzalloc(sizeof(*receiver), GFP_KERNEL_ACCOUNT);
	if (!receiver)
		return NULL;
	receiver->stats = nfm_stats_alloc();
	if (!receiver->stats)
		goto free_receiver;
	receiver->routes = alloc_percpu_gfp(struct nfm_route,
					    GFP_KERNEL_ACCOUNT | __GFP_ZERO);
	if (!receiver->routes)
		goto free_stats;
	receiver->addr = *addr;
	receiver->account = nfm_account_get(account);
	INIT_LIST_HEAD(&receiver->routed);
	receiver->reported.state = NFM_RECEIVER_UNRESOLVED;
	kref_init(&receiver->ref);
	return receiver;

free_stats:
	free_percpu(receiver->stats);
free_receiver:
	kfree(receiver);
	return NULL;
}

/**
 * nfm_receiver_get() - take a reference
 * @receiver: the receiver
 *
 * Return: @receiver.
 */
struct nfm_receiver *nfm_receiver_get(struct nfm_receiver *receiver)
{
	kref_get(&receiver->ref);
	return receiver;
}

/* Called with the account locked, and while no copy is being sent to @receiver. */
static void nfm_receiver_forget_routes(struct nfm_receiver *receiver)
{
	int cpu;

	list_del_init(&receiver->routed);
	for_each_possible_cpu(cpu) {
		struct nfm_route *route = per_cpu_ptr(receiver->routes, cpu);

		dst_release(route->dst);
		route->dst = NULL;
		route->direct = false;
	}
}

/**
 * nfm_account_forget_routes() - release all cached routes of a namespace
 * @account: account of the namespace, in which no copy is being sent
 *
 * Takes time proportional to the number of receivers that copies were sent to.
 */
void nfm_account_forget_routes(struct nfm_account *account)
{
	struct nfm_receiver *receiver;

	do {
		spin_lock_bh(&account->lock);
		receiver = list_first_entry_or_null(
			&account->routed, struct nfm_receiver, routed);
		if (receiver)
			nfm_receiver_forget_routes(receiver);
		spin_unlock_bh(&account->lock);
		cond_resched();
	} while (receiver);
}

static void nfm_receiver_release(struct kref *ref)
{
	struct nfm_receiver *receiver =
		container_of(ref, struct nfm_receiver, ref);

	spin_lock_bh(&receiver->account->lock);
	if (!list_empty(&receiver->routed))
		nfm_receiver_forget_routes(receiver);
	spin_unlock_bh(&receiver->account->lock);
	nfm_account_put(receiver->account);
	free_percpu(receiver->routes);
	free_percpu(receiver->stats);
	kfree(rcu_dereference_protected(receiver->carriers, true));
	kfree(receiver);
}

/**
 * nfm_receiver_put() - drop a reference, and free the receiver with the last one
 * @receiver: the receiver; may be NULL
 */
void nfm_receiver_put(struct nfm_receiver *receiver)
{
	if (receiver)
		kref_put(&receiver->ref, nfm_receiver_release);
}

/* The flow includes the protocol so that IPsec policies are looked up. */
static struct dst_entry *nfm_route_v4(const struct nfm_receiver *receiver,
				      struct net *net, u16 port,
				      struct in6_addr *saddr)
{
	struct flowi4 fl4 = {
		.daddr = nfm_addr_v4(&receiver->addr),
		.flowi4_proto = IPPROTO_UDP,
		.fl4_dport = htons(port),
	};
	struct rtable *rt = ip_route_output_flow(net, &fl4, NULL);

	if (IS_ERR(rt))
		return ERR_CAST(rt);
	/* The host may have joined such a subnet after the session was created. */
	if (rt->rt_flags & (RTCF_BROADCAST | RTCF_MULTICAST)) {
		ip_rt_put(rt);
		return ERR_PTR(-ENETUNREACH);
	}
	nfm_addr_set_v4(saddr, fl4.saddr);
	return &rt->dst;
}

static struct dst_entry *nfm_route_v6(const struct nfm_receiver *receiver,
				      struct net *net, u16 port,
				      struct in6_addr *saddr)
{
	struct flowi6 fl6 = {
		.daddr = receiver->addr,
		.flowi6_proto = IPPROTO_UDP,
		.fl6_dport = htons(port),
	};
	struct dst_entry *dst = ip6_dst_lookup_flow(net, NULL, &fl6, NULL);

	if (IS_ERR(dst))
		return dst;
	/* Likewise; also, as a router, this host would get the copies itself. */
	if (container_of(dst, struct rt6_info, dst)->rt6i_flags & RTF_ANYCAST) {
		dst_release(dst);
		return ERR_PTR(-ENETUNREACH);
	}
	*saddr = fl6.saddr;
	return dst;
}

/*
 * While IPsec keys are being negotiated, the look-up returns a dst that drops
 * packets; treat it as no route.
 */
static struct dst_entry *nfm_route_lookup(const struct nfm_receiver *receiver,
					  struct net *net, u16 port,
					  struct in6_addr *saddr)
{
	struct dst_entry *dst =
		nfm_addr_is_v4(&receiver->addr) ?
			nfm_route_v4(receiver, net, port, saddr) :
			nfm_route_v6(receiver, net, port, saddr);

	if (IS_ERR(dst) || dst->obsolete != DST_OBSOLETE_DEAD)
		return dst;
	dst_release(dst);
	return ERR_PTR(-ENETUNREACH);
}

static void nfm_route_set(struct nfm_route *route, struct dst_entry *dst,
			  const struct nfm_receiver *receiver)
{
	const struct rtable *rt = container_of(dst, struct rtable, dst);
	bool v4 = dst->ops->family == AF_INET;

	route->dst = dst;
	route->cookie =
		v4 ? 0 :
		     rt6_get_cookie(container_of(dst, struct rt6_info, dst));
	route->direct = v4 && nfm_route_is_direct_v4(dst) &&
			rt->rt_gw_family != AF_INET6 &&
			LL_RESERVED_SPACE(dst->dev) <= LL_MAX_HEADER;
	if (route->direct)
		route->next_hop = rt_nexthop(rt, nfm_addr_v4(&receiver->addr));
}

/*
 * The path of a copy behind such a device is unknown: a program reads it, or a
 * tunnel encrypts it.
 */
static bool nfm_device_is_opaque(const struct net_device *dev)
{
	return dev->type == ARPHRD_NONE || dev->type == ARPHRD_PPP ||
	       (dev->rtnl_link_ops && !strcmp(dev->rtnl_link_ops->kind, "tun"));
}

static void nfm_receiver_note_route(struct nfm_receiver *receiver)
{
	struct nfm_account *account = receiver->account;

	if (!list_empty(&receiver->routed))
		return;
	spin_lock(&account->lock);
	if (list_empty(&receiver->routed))
		list_add(&receiver->routed, &account->routed);
	spin_unlock(&account->lock);
}

/**
 * nfm_receiver_find_route() - look up the route to a receiver again
 * @receiver: the receiver
 * @route: this CPU's route there; replaced
 * @net: namespace that copies leave from
 * @port: destination UDP port of the copies
 *
 * Context: BHs disabled.
 * Return: false if there is no route.
 */
bool nfm_receiver_find_route(struct nfm_receiver *receiver,
			     struct nfm_route *route, struct net *net, u16 port)
{
	const struct net_device *before = route->dst ? route->dst->dev : NULL;
	struct dst_entry *dst;

	dst_release(route->dst);
	route->dst = NULL;
	route->direct = false;
	dst = nfm_route_lookup(receiver, net, port, &route->saddr);
	if (IS_ERR(dst))
		return false;
	if (dst->dev != before)
		nfm_suspicion_init(&route->suspicion,
				   nfm_device_is_opaque(dst->dev));
	nfm_route_set(route, dst, receiver);
	nfm_receiver_note_route(receiver);
	return true;
}

/* Behind an IPsec transform, the neighbour cannot be determined from here. */
static bool nfm_neigh_is_asked_for(const struct dst_entry *dst)
{
	const struct net_device *dev = dst->dev;

	return !dst_xfrm(dst) && dev->header_ops &&
	       !(dev->flags & (IFF_NOARP | IFF_LOOPBACK | IFF_POINTOPOINT));
}

/* BHs are disabled, so the neighbour stays valid. */
static struct neighbour *nfm_neigh_find(const struct dst_entry *dst,
					const struct in6_addr *addr)
{
	const struct rtable *rt = container_of(dst, struct rtable, dst);
	struct net_device *dev = dst->dev;

	if (!nfm_addr_is_v4(addr))
		return nfm_ipv6_neigh(
			dev,
			rt6_nexthop(container_of(dst, struct rt6_info, dst),
				    addr));
	if (rt->rt_gw_family == AF_INET6)
		return nfm_ipv6_neigh(dev, &rt->rt_gw6);
	return __ipv4_neigh_lookup_noref(
		dev, (__force u32)rt_nexthop(rt, nfm_addr_v4(addr)));
}

/* Does not create an entry: neighbour tables are small, and shared by all netns. */
static enum nfm_receiver_state nfm_neigh_state(const struct dst_entry *dst,
					       const struct in6_addr *addr)
{
	const struct neighbour *neigh;
	u8 state = NUD_NOARP;

	if (nfm_neigh_is_asked_for(dst)) {
		/* Kernels differ in which of these protects the look-up. */
		rcu_read_lock();
		rcu_read_lock_bh();
		neigh = nfm_neigh_find(dst, addr);
		state = neigh ? READ_ONCE(neigh->nud_state) : NUD_NONE;
		rcu_read_unlock_bh();
		rcu_read_unlock();
	}
	if (state & NUD_VALID)
		return NFM_RECEIVER_RESOLVED;
	return state & NUD_FAILED ? NFM_RECEIVER_FAILED :
				    NFM_RECEIVER_UNRESOLVED;
}

/*
 * Bytes that a copy adds to a packet: the outer headers and the inner Ethernet
 * header.
 */
static unsigned int nfm_receiver_overhead(const struct nfm_receiver *receiver)
{
	return (nfm_addr_is_v4(&receiver->addr) ? sizeof(struct iphdr) :
						  sizeof(struct ipv6hdr)) +
	       sizeof(struct udphdr) + sizeof(struct vxlanhdr) + ETH_HLEN;
}

/**
 * nfm_receiver_health() - check whether copies can reach a receiver now
 * @receiver: the receiver
 * @net: namespace that copies leave from
 * @port: destination UDP port of the copies
 * @mtu: length of the longest packet that may be copied, in bytes
 * @health: output, the result
 *
 * Context: process; may sleep.
 */
void nfm_receiver_health(struct nfm_receiver *receiver, struct net *net,
			 u16 port, unsigned int mtu, struct nfm_health *health)
{
	unsigned int needed = mtu + nfm_receiver_overhead(receiver);
	struct dst_entry *dst;
	struct in6_addr saddr;

	/* The look-up walks all policy rules, of which there may be many. */
	cond_resched();
	*health = (struct nfm_health){ .state = NFM_RECEIVER_NO_ROUTE };
	nfm_carriers_last(&receiver->carriers, &health->feedback);
	dst = nfm_route_lookup(receiver, net, port, &saddr);
	if (IS_ERR(dst))
		return;
	health->state = nfm_device_can_send(dst->dev) ?
				nfm_neigh_state(dst, &receiver->addr) :
				NFM_RECEIVER_NO_CARRIER;
	if (health->state == NFM_RECEIVER_UNRESOLVED &&
	    READ_ONCE(receiver->failed))
		health->state = NFM_RECEIVER_FAILED;
	if (mtu && needed > dst_mtu(dst))
		health->mtu_short = needed - dst_mtu(dst);
	dst_release(dst);
}
