/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_RUNTIME_RECEIVER_H
#define _NFM_RUNTIME_RECEIVER_H

#include <linux/netdevice.h>
#include <net/dst.h>
#include <net/net_namespace.h>
#include <net/route.h>

#include "lib/addr.h"
#include "runtime/account.h"
#include "runtime/feedback.h"
#include "runtime/stats.h"

struct net;

/**
 * struct nfm_health - whether copies can reach a receiver
 * @state: enum nfm_receiver_state
 * @mtu_short: bytes by which the path MTU is too small for the largest copies;
 *	       0: none
 * @feedback: flow that was last found to carry copies there; its protocol is 0 if
 *	      there is none
 */
struct nfm_health {
	u8 state;
	unsigned int mtu_short;
	struct nfm_flow feedback;
};

/**
 * struct nfm_route - a CPU's cached route to a receiver
 * @dst: the route, a reference; NULL if there is none
 * @cookie: validity cookie of @dst, see dst_check()
 * @direct: the route is IPv4 and only names a device and an IPv4 next hop, and the
 *	    device needs at most LL_MAX_HEADER bytes in front of the IP header
 * @next_hop: IPv4 address of the next hop; unused unless @direct
 * @saddr: source address of the copies
 * @suspicion: flow that may carry the copies leaving by this route
 *
 * Used by its own CPU with BHs disabled.
 */
struct nfm_route {
	struct dst_entry *dst;
	u32 cookie;
	bool direct;
	__be32 next_hop;
	struct in6_addr saddr;
	struct nfm_suspicion suspicion;
};

/**
 * struct nfm_receiver - an IP that gets copies of a session
 * @ref: holders: the versions of the session, a trial and the copies that it holds
 * @addr: the IP; constant
 * @failed: its link-layer address could not be resolved last time; a hint that any
 *	    CPU reads and writes, to avoid queueing copies that would never leave
 * @fed_back: @carriers is set; written with it, read locklessly
 * @special: @failed and @fed_back in one read; 0 for most receivers, to which
 *	     copies are sent without further checks
 * @reported: health at the last check; protected by the lock of the namespace
 * @account: account of the namespace, whose list @routed is on; a reference
 * @routed: entry in @account's list, once a CPU had a route there
 * @routes: cached routes, per CPU
 * @stats: counters of copies sent there, per CPU; the matched members stay zero
 * @carriers: flows that carry copies there, or NULL; written under the lock of the
 *	      namespace's struct nfm_feedback
 * @rests: time before which no flow is put on trial for this receiver, see
 *	   ktime_get_ns(); protected by the same lock
 *
 * Lives as long as the session names the IP, so changes to the session reset
 * neither its counters nor its routes.
 */
struct nfm_receiver {
	struct kref ref;
	struct in6_addr addr;
	union {
		struct {
			bool failed;
			bool fed_back;
		};
		u16 special;
	};
	struct nfm_health reported;
	struct nfm_account *account;
	struct list_head routed;
	struct nfm_route __percpu *routes;
	struct nfm_stats __percpu *stats;
	struct nfm_carriers __rcu *carriers;
	u64 rests;
};

struct nfm_receiver *nfm_receiver_alloc(const struct in6_addr *addr,
					struct nfm_account *account);
struct nfm_receiver *nfm_receiver_get(struct nfm_receiver *receiver);
void nfm_receiver_put(struct nfm_receiver *receiver);

void nfm_account_forget_routes(struct nfm_account *account);
bool nfm_receiver_find_route(struct nfm_receiver *receiver,
			     struct nfm_route *route, struct net *net,
			     u16 port);
void nfm_receiver_health(struct nfm_receiver *receiver, struct net *net,
			 u16 port, unsigned int mtu, struct nfm_health *health);

/* True if an IPv4 route does no more than name a device and a next hop. */
static inline bool nfm_route_is_direct_v4(const struct dst_entry *dst)
{
	return !dst_xfrm(dst) && !dst->lwtstate &&
	       !(container_of(dst, struct rtable, dst)->rt_flags & RTCF_LOCAL);
}

/**
 * nfm_route_is_straight() - check whether a route is direct and still valid
 * @route: the route
 * @net: namespace that copies leave from
 *
 * Open-coded dst_check(), which is an indirect call; see ipv4_dst_check() in
 * net/ipv4/route.c.
 *
 * Return: true if it is.
 */
static inline bool nfm_route_is_straight(const struct nfm_route *route,
					 const struct net *net)
{
	const struct dst_entry *dst = route->dst;

	return route->direct && dst->obsolete == DST_OBSOLETE_FORCE_CHK &&
	       container_of(dst, struct rtable, dst)->rt_genid ==
		       rt_genid_ipv4(net);
}

/**
 * nfm_device_can_send() - check whether a device is up and has a carrier
 * @dev: the device
 *
 * netif_running() and netif_carrier_ok() in one read. Other devices drop copies,
 * most of them silently.
 *
 * Return: true if it can send.
 */
static inline bool nfm_device_can_send(const struct net_device *dev)
{
	const unsigned long up = BIT(__LINK_STATE_START);

	return (READ_ONCE(dev->state) & (up | BIT(__LINK_STATE_NOCARRIER))) ==
	       up;
}

/**
 * nfm_receiver_has_route() - make sure that a CPU's route to a receiver is valid
 * @receiver: the receiver
 * @route: this CPU's route there; looked up again if necessary, then valid while
 *	   BHs are disabled
 * @net: namespace that copies leave from
 * @port: destination UDP port of the copies
 *
 * Context: BHs disabled.
 * Return: false if there is no route.
 */
static inline bool nfm_receiver_has_route(struct nfm_receiver *receiver,
					  struct nfm_route *route,
					  struct net *net, u16 port)
{
	if (route->dst && dst_check(route->dst, route->cookie))
		return true;
	return nfm_receiver_find_route(receiver, route, net, port);
}

#endif /* _NFM_RUNTIME_RECEIVER_H */
