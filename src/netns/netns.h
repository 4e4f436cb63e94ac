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
 * struct nfm_frontend - command interface of the namespaces, notified of changes
 * @init: prepares a namespace
 * @exit: ends the commands queued in a namespace that is leaving; called
 *	  without its lock
 * @changed: a job activated a new inventory; called with the namespace locked
 * @receiver_changed: nfm_receiver.reported changed; called with the namespace
 *		      locked
 *
 * All are called in process context.
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
 * struct nfm_netns - nf_mirror state of a network namespace
 * @net: the namespace, which outlives this
 * @tenant: tenant that has the namespace, unless init_user_ns owns it; its work
 *	    must cost nobody else; a reference, or NULL; constant
 * @workqueue: runs the work of the namespace; constant
 * @free_on: workqueue that frees retired objects, even after the namespace is
 *	     gone; constant
 * @account: memory accounting of its configurations; a reference
 * @lock: serialises changes; taken before RTNL, never under it
 * @calls: queued commands, struct nfm_call
 * @n_calls: number of @calls
 * @calls_bytes: sum of their @bytes
 * @calls_lock: protects @calls, @n_calls and @calls_bytes
 * @calls_work: carries out @calls, and ends the transactions of closed sockets
 * @n_dumps: number of dumps under way
 * @transactions: list of struct nfm_transaction; protected by @lock
 * @inventory: active configuration and devices; written under @lock and
 *	       @inventory_lock, read under either
 * @inventory_lock: protects @inventory until the reader holds a reference
 * @departed: devices unregistered since the last inventory was taken
 * @datapath: state of the packet path
 * @following: a session exists or is being added, so plans follow the devices;
 *	       written under @lock, read locklessly
 * @leaving: the namespace is going away: follow no more events and end jobs
 *	     under way; written without a lock, so that the writer need not wait
 * @memcg: memory cgroup of the sender of the last successful command, charged
 *	   for follow-up work; a reference, or NULL; protected by @lock
 * @charging: task that holds @lock and charges a memory cgroup, or NULL
 * @charging_lock: protects @charging; while it is held, that task cannot exit
 * @refresh: follows the devices, delayed to coalesce bursts of events
 * @refresh_took: duration of the last refresh, in jiffies
 * @health: checks the receivers, delayed to coalesce bursts of events
 * @health_due: set by an event since the current round of checks began; any
 *		context
 * @health_at: number of the session to check next; used by @health only
 * @health_left: sessions left to check in this round; used by @health only
 * @health_took: duration of the last run of @health, in jiffies
 * @routes: FIB notifier; registered once there is a session
 * @routes_followed: @routes is registered; protected by @lock
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
void nfm_netns_unhook(struct nfm_netns *ns, const struct nfm_plan *plan);
void nfm_netns_refresh_work(struct work_struct *work);
void nfm_netns_refresh(const struct net *net);
void nfm_netns_forget_device(const struct net *net, int ifindex);
struct nfm_inventory *nfm_netns_inventory(struct nfm_netns *ns, bool fresh);

#endif /* _NFM_NETNS_NETNS_H */
