/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETNS_NETNS_H
#define _NFM_NETNS_NETNS_H

#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/workqueue.h>

#include "config/config.h"
#include "datapath/datapath.h"
#include "eni/inventory.h"
#include "lib/job.h"
#include "plan/plan.h"
#include "xmit/feedback.h"

struct nfm_netns;
struct nfm_tenant;

/**
 * struct nfm_frontend - who brings commands to namespaces, and is told of changes
 * @init: prepares a namespace
 * @exit: ends what waits in a namespace that is leaving; its lock is free
 * @changed: another inventory is in force, for a job; the namespace is locked
 * @receiver_changed: a receiver's @told is another; the namespace is locked
 *
 * All in process context.
 */
struct nfm_frontend {
	void (*init)(struct nfm_netns *ns);
	void (*exit)(struct nfm_netns *ns);
	void (*changed)(struct net *net, const struct nfm_inventory *old,
			const struct nfm_inventory *new,
			const struct nfm_job *job);
	void (*receiver_changed)(struct net *net, u32 generation,
				 const struct nfm_session *session,
				 const struct nfm_receiver *receiver,
				 enum nfm_cause cause);
};

extern const struct nfm_frontend *nfm_frontend;

/**
 * struct nfm_netns - what nf_mirror keeps for a network namespace
 * @net: the namespace, which outlives this
 * @tenant: who has it, if another user namespace than the first owns it, so that
 *	    what is done in it must cost nobody else; a reference, or NULL; constant
 * @workqueue: does its works; constant
 * @free_on: frees what was in force, also once the namespace is gone; constant
 * @account: what its configurations take; a reference
 * @lock: serialises changes; taken before RTNL, never under it
 * @calls: struct nfm_call, those that wait
 * @n_calls: number of @calls
 * @calls_bytes: what they count, in all
 * @calls_lock: protects these three
 * @calls_work: carries them out, and ends the transactions of clients that are gone
 * @n_dumps: number of dumps that are under way
 * @transactions: struct nfm_transaction; protected by @lock
 * @inventory: configuration and devices in force; written under @lock and
 *	       @inventory_lock, read under either
 * @inventory_lock: keeps it until there is a reference
 * @departed: devices that went since the last inventory was taken
 * @datapath: what packets reach
 * @following: there is a session, or soon will be, so plans follow devices; written
 *	       under @lock, read without
 * @leaving: the namespace goes, so nothing may follow anything any more, and what
 *	     is under way ends; written under no lock, so that it need not wait
 * @memcg: the memory cgroup of who sent the last command, which pays for what
 *	   follows from it; a reference, or NULL; protected by @lock
 * @charging: the task that has @lock and charges a memory cgroup, or NULL
 * @charging_lock: protects it, and keeps the task
 * @refresh: follows the devices, some time after the first of a burst of events
 * @refresh_took: how long that took the last time, in jiffies
 * @health: looks at the receivers, some time after the first of a burst
 * @health_due: something happened since it began; any context
 * @health_at: number of the session that it looks at next; its own
 * @health_left: how many it still has to look at; its own
 * @health_took: how long the last look took, in jiffies
 * @routes: of changes of routes; registered once there was a session
 * @routes_followed: it is; protected by @lock
 */
struct nfm_netns {
	struct net *net;
	struct nfm_tenant *tenant;
	struct workqueue_struct *workqueue;
	struct workqueue_struct *free_on;
	struct nfm_account *account;
	struct mutex lock;
	struct list_head calls;
	unsigned int n_calls;
	unsigned int calls_bytes;
	spinlock_t calls_lock;
	struct work_struct calls_work;
	atomic_t n_dumps;
	struct list_head transactions;
	struct nfm_inventory *inventory;
	spinlock_t inventory_lock;
	struct nfm_departed departed;
	struct nfm_datapath datapath;
	bool following;
	bool leaving;
	struct mem_cgroup *memcg;
	struct task_struct *charging;
	spinlock_t charging_lock;
	struct delayed_work refresh;
	unsigned long refresh_took;
	struct delayed_work health;
	unsigned int health_due;
	unsigned int health_at;
	unsigned int health_left;
	unsigned long health_took;
	struct notifier_block routes;
	bool routes_followed;
};

int nfm_netns_register(const struct nfm_frontend *frontend);
void nfm_netns_unregister(void);

struct nfm_netns *nfm_netns_get(const struct net *net);
struct mem_cgroup *nfm_netns_charge(struct nfm_netns *ns,
				    struct mem_cgroup *memcg);
void nfm_netns_charge_end(struct nfm_netns *ns, struct mem_cgroup *before);
int nfm_netns_commit(struct nfm_netns *ns, struct nfm_config *config,
		     const struct nfm_job *job);
void nfm_netns_refresh_work(struct work_struct *work);
void nfm_netns_refresh(const struct net *net);
void nfm_netns_forget_device(const struct net *net, int ifindex);
struct nfm_inventory *nfm_netns_inventory(struct nfm_netns *ns, bool fresh);

#endif /* _NFM_NETNS_NETNS_H */
