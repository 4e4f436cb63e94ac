/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_RUNTIME_RECEIVER_H
#define _NFM_RUNTIME_RECEIVER_H

#include <net/dst_cache.h>

#include "config/addr.h"
#include "runtime/stats.h"

struct net;

/**
 * struct nfm_health - whether copies can reach a receiver
 * @state: enum nfm_receiver_state
 * @mtu_short: bytes that the path lacks for the largest copies; 0: none
 */
struct nfm_health {
	u8 state;
	unsigned int mtu_short;
};

/**
 * struct nfm_receiver - an IP that gets copies of a session
 * @ref: holders: the versions of the session
 * @addr: the IP; constant
 * @failed: nobody answered for its link address when last asked; a hint that
 *	    any CPU reads and writes, for not queueing copies that would rot
 * @told: its health when it was last looked at; protected by the namespace's
 *	  lock
 * @route: the route there, by CPU; revalidates itself
 * @stats: what was sent to it, by CPU; its matched members stay zero
 *
 * Lives as long as the session names the IP, so that changes to the session
 * neither reset its counters nor its route.
 */
struct nfm_receiver {
	struct kref ref;
	struct in6_addr addr;
	bool failed;
	struct nfm_health told;
	struct dst_cache route;
	struct nfm_stats __percpu *stats;
};

struct nfm_receiver *nfm_receiver_alloc(const struct in6_addr *addr);
struct nfm_receiver *nfm_receiver_get(struct nfm_receiver *receiver);
void nfm_receiver_put(struct nfm_receiver *receiver);

struct dst_entry *nfm_receiver_route(struct nfm_receiver *receiver,
				     struct net *net, u16 port,
				     struct in6_addr *saddr);
void nfm_receiver_health(struct nfm_receiver *receiver, struct net *net,
			 u16 port, unsigned int mtu, struct nfm_health *health);

#endif /* _NFM_RUNTIME_RECEIVER_H */
