/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NET_H
#define _NFM_NET_H

#include <linux/mutex.h>
#include <linux/netfilter.h>
#include <linux/notifier.h>
#include <linux/workqueue.h>

#include "config/config.h"
#include "eni/inventory.h"
#include "path/feedback.h"
#include "plan/plan.h"

/* For each side: IPv4 and IPv6. */
#define NFM_HOOKS 2

/**
 * struct nfm_net - what nf_mirror keeps for a network namespace
 * @net: the namespace, which outlives this
 * @lock: serialises changes; taken before RTNL, never under it
 * @transactions: struct nfm_transaction; protected by @lock
 * @inventory: configuration and devices in force; protected by @lock
 * @plan: what packets read; written under @lock, read under RCU
 * @hooks: how packets get here, by enum nfm_side; protected by @lock
 * @hooked: bit for each of @hooks that is registered; protected by @lock
 * @news_hooks: how answers to copies get here; protected by @lock
 * @news_hooked: they are registered; protected by @lock
 * @following: there is a session, or is about to be, so plans follow devices;
 *	       written under @lock, read without
 * @leaving: the namespace goes, so nothing may follow anything any more;
 *	     protected by @lock
 * @refresh: does so, some time after the first of a burst of events
 * @health: looks at the receivers, some time after the first of a burst
 * @health_due: something happened since it began; any context
 * @health_at: number of the session that it looks at next; its own
 * @health_left: how many it still has to look at; its own
 * @routes: of changes of routes; registered once there was a session
 * @routes_followed: it is; protected by @lock
 * @fragments: what is known of fragmented packets; made when there are hooks for
 *	       the first time, then constant
 * @feedback: what finds out which flows carry copies
 * @sk: owner of all copies, which tells them from other packets; constant
 */
struct nfm_net {
	struct net *net;
	struct mutex lock;
	struct list_head transactions;
	struct nfm_inventory *inventory;
	struct nfm_plan __rcu *plan;
	struct nf_hook_ops hooks[NFM_SIDES][NFM_HOOKS];
	u8 hooked;
	struct nf_hook_ops news_hooks[NFM_HOOKS];
	bool news_hooked;
	bool following;
	bool leaving;
	struct delayed_work refresh;
	struct delayed_work health;
	unsigned int health_due;
	unsigned int health_at;
	unsigned int health_left;
	struct notifier_block routes;
	bool routes_followed;
	struct nfm_fragments *fragments;
	struct nfm_feedback feedback;
	struct sock *sk;
};

/* Frees retired plans and refreshes plans. */
extern struct workqueue_struct *nfm_workqueue;

int nfm_net_start(void);
void nfm_net_stop(void);

struct nfm_net *nfm_net_get(const struct net *net);
int nfm_net_commit(struct nfm_net *nn, struct nfm_config *config);
void nfm_net_refresh(const struct net *net);
struct nfm_inventory *nfm_net_inventory(struct nfm_net *nn);

#endif /* _NFM_NET_H */
