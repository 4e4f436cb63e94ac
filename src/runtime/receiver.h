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
 * @mtu_short: bytes that the path lacks for the largest copies; 0: none
 * @feedback: the flow that was last found to carry copies there; its protocol is 0
 *	      if there is none
 */
struct nfm_health {
	u8 state;
	unsigned int mtu_short;
	struct nfm_flow feedback;
};

/**
 * struct nfm_route - the way to a receiver, as one CPU knows it
 * @dst: it; a reference; NULL: not looked up yet
 * @cookie: what tells whether @dst still holds, see dst_check()
 * @direct: it is of IPv4, and does no more than name a device and a next hop; the
 *	    device wants no more than LL_MAX_HEADER bytes in front of the IP header
 * @next_hop: the IPv4 address of that; of a route that is not direct, of no meaning
 * @saddr: the source address that copies leave with
 * @suspicion: which flow may carry the copies that leave by it
 *
 * Used by its own CPU with bottom halves off.
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
 * @ref: holders: the versions of the session
 * @addr: the IP; constant
 * @failed: nobody answered for its link address when last asked; a hint that
 *	    any CPU reads and writes, for not queueing copies that would rot
 * @fed_back: it has @carriers; written with them, read without a lock
 * @special: @failed and @fed_back at once: 0 for most receivers, to which copies
 *	     may simply be sent
 * @told: its health when it was last looked at; protected by the namespace's
 *	  lock
 * @account: where the namespace finds it in the end; a reference
 * @routed: in @account's list, once a CPU had a route there
 * @routes: the route there, by CPU
 * @stats: what was sent to it, by CPU; its matched members stay zero
 * @carriers: flows that carry copies there; NULL: none was found; written under
 *	      the lock of the namespace's struct nfm_feedback
 * @rests: until then, see ktime_get_ns(), no flow is put on trial for it; protected
 *	   by the same lock
 *
 * Lives as long as the session names the IP, so that changes to the session
 * neither reset its counters nor its route.
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
	struct nfm_health told;
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

/* Some routes of IPv4 do more than name a device and a next hop. */
static inline bool nfm_route_is_direct_v4(const struct dst_entry *dst)
{
	return !dst_xfrm(dst) && !dst->lwtstate &&
	       !(container_of(dst, struct rtable, dst)->rt_flags & RTCF_LOCAL);
}

/**
 * nfm_route_is_straight() - tells whether a route is direct, and still valid
 * @route: the route
 * @net: the namespace that copies leave from
 *
 * As dst_check() does, which is a call into the route's protocol. See
 * ipv4_dst_check() in net/ipv4/route.c.
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
 * nfm_device_can_send() - tells whether a device is up and has a carrier
 * @dev: the device
 *
 * As netif_running() and netif_carrier_ok() do, at once. What cannot send throws
 * copies away, most devices without saying so.
 */
static inline bool nfm_device_can_send(const struct net_device *dev)
{
	const unsigned long up = BIT(__LINK_STATE_START);

	return (READ_ONCE(dev->state) & (up | BIT(__LINK_STATE_NOCARRIER))) ==
	       up;
}

/**
 * nfm_receiver_has_route() - finds the way to a receiver
 * @receiver: the receiver
 * @route: this CPU's route there; becomes valid, until bottom halves are on again
 * @net: the namespace that copies leave from
 * @port: the UDP port that they go to
 *
 * Context: bottom halves off.
 * Return: false if there is none.
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
