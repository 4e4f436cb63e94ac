// SPDX-License-Identifier: GPL-2.0
/* Creates and destroys the state of each network namespace. */
#include <linux/delay.h>
#include <linux/sched.h>
#include <linux/user_namespace.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>
#include <net/sock.h>

#include "compat/memcg.h"
#include "netns/netns.h"
#include "netns/receivers.h"
#include "netns/tenant.h"
#include "netns/transaction.h"
#include "plan/plan.h"
#include "xmit/feedback.h"

/* Runs the work of the host's own namespaces; for tenants see netns/tenant.c. */
static struct workqueue_struct *nfm_host_workqueue;
/* Frees objects of tenants; nobody waits for it. */
static struct workqueue_struct *nfm_tenants_free;

/* The module is being unloaded: namespaces stay, and must unregister everything. */
static bool nfm_netns_unloading;

static unsigned int nfm_netns_id __read_mostly;

const struct nfm_frontend *nfm_frontend __read_mostly;

/**
 * nfm_netns_get() - look up the state of a namespace
 * @net: the namespace
 */
struct nfm_netns *nfm_netns_get(const struct net *net)
{
	return net_generic(net, nfm_netns_id);
}

/* Start with an empty configuration. */
static int nfm_netns_init_config(struct nfm_netns *ns)
{
	const struct nfm_job job = { .leaving = &ns->leaving };
	struct nfm_config *config;
	int err;

	config = nfm_config_alloc(ns->account);
	err = config ? nfm_config_seal(config, &job) : -ENOMEM;
	if (!err) {
		mutex_lock(&ns->lock);
		err = nfm_netns_commit(ns, config, &job);
		mutex_unlock(&ns->lock);
	}
	nfm_config_put(config);
	return err;
}

static void nfm_netns_convicted(struct nfm_sender *sender)
{
	nfm_receivers_check(
		container_of(sender, struct nfm_netns, datapath.sender));
}

static int __net_init nfm_netns_init_works(struct nfm_netns *ns)
{
	struct user_namespace *user_ns = ns->net->user_ns;

	ns->workqueue = nfm_host_workqueue;
	ns->free_on = nfm_host_workqueue;
	if (user_ns == &init_user_ns)
		return 0;
	ns->tenant = nfm_tenant_get(user_ns);
	if (!ns->tenant)
		return -ENOMEM;
	ns->workqueue = nfm_tenant_workqueue(ns->tenant);
	ns->free_on = nfm_tenants_free;
	return 0;
}

static void nfm_netns_exit_works(struct nfm_netns *ns)
{
	if (ns->tenant)
		nfm_tenant_put(ns->tenant);
}

static int __net_init nfm_netns_init(struct net *net)
{
	struct nfm_netns *ns = nfm_netns_get(net);
	int err;

	ns->net = net;
	err = nfm_netns_init_works(ns);
	if (err)
		return err;
	mutex_init(&ns->lock);
	spin_lock_init(&ns->inventory_lock);
	spin_lock_init(&ns->charging_lock);
	spin_lock_init(&ns->departed.lock);
	INIT_LIST_HEAD(&ns->transactions);
	xa_init(&ns->datapath.taps);
	INIT_DELAYED_WORK(&ns->refresh, nfm_netns_refresh_work);
	nfm_frontend->init(ns);
	nfm_receivers_init(ns);
	nfm_feedback_init(&ns->datapath.sender.feedback);
	err = -ENOMEM;
	ns->account = nfm_account_alloc();
	if (!ns->account)
		goto exit_works;
	err = nfm_sender_init(&ns->datapath.sender, net, nfm_netns_convicted);
	if (err)
		goto put_account;
	err = nfm_netns_init_config(ns);
	if (err)
		goto exit_sender;
	return 0;

exit_sender:
	nfm_sender_exit(&ns->datapath.sender);
put_account:
	nfm_account_put(ns->account);
exit_works:
	nfm_netns_exit_works(ns);
	return err;
}

/**
 * nfm_netns_charge() - charge memory to the cgroup on whose behalf it is used
 * @ns: the namespace, locked
 * @memcg: the memory cgroup; NULL for that of the current task
 *
 * Return: the memory cgroup charged before, for nfm_netns_charge_end().
 */
struct mem_cgroup *nfm_netns_charge(struct nfm_netns *ns,
				    struct mem_cgroup *memcg)
{
	spin_lock(&ns->charging_lock);
	ns->charging = current;
	spin_unlock(&ns->charging_lock);
	return nfm_memcg_charge(memcg);
}

/**
 * nfm_netns_charge_end() - undo nfm_netns_charge()
 * @ns: the namespace, still locked
 * @before: the memory cgroup to charge from now on
 */
void nfm_netns_charge_end(struct nfm_netns *ns, struct mem_cgroup *before)
{
	nfm_memcg_charge(before);
	spin_lock(&ns->charging_lock);
	ns->charging = NULL;
	spin_unlock(&ns->charging_lock);
}

/*
 * Jobs under way notice @leaving and release the lock. A task above memory.high
 * sleeps up to two seconds per 64 pages (see mem_cgroup_handle_over_high()),
 * which a tenant can bring about. Wake it, so that other namespaces need not
 * wait for it.
 */
static void nfm_netns_lock_leaving(struct nfm_netns *ns)
{
	WRITE_ONCE(ns->leaving, true);
	while (!mutex_trylock(&ns->lock)) {
		spin_lock(&ns->charging_lock);
		if (ns->charging)
			wake_up_process(ns->charging);
		spin_unlock(&ns->charging_lock);
		usleep_range(500, 1000);
	}
}

/* Runs before the grace period that all namespaces being destroyed share. */
static void __net_exit nfm_netns_pre_exit(struct net *net)
{
	struct nfm_netns *ns = nfm_netns_get(net);

	nfm_netns_lock_leaving(ns);
	WRITE_ONCE(ns->following, false);
	nfm_netns_unhook(ns, NULL);
	mutex_unlock(&ns->lock);
	nfm_frontend->exit(ns);
	cancel_delayed_work_sync(&ns->refresh);
	nfm_feedback_exit(&ns->datapath.sender.feedback);
	nfm_receivers_exit(ns, READ_ONCE(nfm_netns_unloading));
}

/*
 * If the namespace is destroyed, rather than the module unloaded, no more
 * packets arrive. Its devices are next, and some kernels (5.10) wait for IPv6
 * routes before they release its lo.
 */
static void __net_exit nfm_netns_devices_exit(struct net *net)
{
	const struct nfm_netns *ns = nfm_netns_get(net);

	if (ns->leaving)
		nfm_account_forget_routes(ns->account);
}

/*
 * No more packets, device events or commands arrive. The configuration may be
 * large and is freed asynchronously: without its routes, it may outlive the
 * namespace.
 */
static void __net_exit nfm_netns_exit(struct net *net)
{
	struct nfm_netns *ns = nfm_netns_get(net);

	/* An event that still saw @following may have queued them again. */
	cancel_delayed_work_sync(&ns->refresh);
	cancel_delayed_work_sync(&ns->health);
	nfm_transaction_end_all(ns);
	nfm_account_forget_routes(ns->account);
	nfm_inventory_put(ns->inventory);
	nfm_plan_retire(rcu_dereference_protected(ns->datapath.plan, true),
			ns->free_on);
	kvfree(ns->datapath.fragments);
	xa_destroy(&ns->datapath.taps);
	nfm_account_put(ns->account);
	nfm_memcg_put(ns->memcg);
	nfm_sender_exit(&ns->datapath.sender);
	nfm_netns_exit_works(ns);
}

static struct pernet_operations nfm_netns_ops = {
	.init = nfm_netns_init,
	.pre_exit = nfm_netns_pre_exit,
	.exit = nfm_netns_exit,
	.id = &nfm_netns_id,
	.size = sizeof(struct nfm_netns),
};

static struct pernet_operations nfm_netns_devices_ops = {
	.exit = nfm_netns_devices_exit,
};

/* Retired plans wait for a grace period, then for a worker. */
static void nfm_netns_free_workqueues(void)
{
	rcu_barrier();
	if (nfm_host_workqueue)
		destroy_workqueue(nfm_host_workqueue);
	if (nfm_tenants_free)
		destroy_workqueue(nfm_tenants_free);
}

/**
 * nfm_netns_register() - prepare all namespaces, present and future
 * @frontend: their command interface
 *
 * Return: 0 or a negative errno.
 */
int nfm_netns_register(const struct nfm_frontend *frontend)
{
	int err = -ENOMEM;

	nfm_frontend = frontend;
	nfm_host_workqueue = alloc_workqueue("nf_mirror", WQ_UNBOUND, 0);
	nfm_tenants_free = alloc_workqueue("nf_mirror_tenants", WQ_UNBOUND, 0);
	if (!nfm_host_workqueue || !nfm_tenants_free)
		goto free_workqueues;
	err = nfm_feedback_alloc_workqueue();
	if (err)
		goto free_workqueues;
	err = register_pernet_subsys(&nfm_netns_ops);
	if (err)
		goto stop_feedback;
	err = register_pernet_device(&nfm_netns_devices_ops);
	if (err)
		goto unregister_subsys;
	return 0;

unregister_subsys:
	unregister_pernet_subsys(&nfm_netns_ops);
stop_feedback:
	nfm_feedback_free_workqueue();
free_workqueues:
	nfm_netns_free_workqueues();
	return err;
}

/**
 * nfm_netns_unregister() - undo nfm_netns_register(), once nothing calls in
 */
void nfm_netns_unregister(void)
{
	WRITE_ONCE(nfm_netns_unloading, true);
	unregister_pernet_device(&nfm_netns_devices_ops);
	unregister_pernet_subsys(&nfm_netns_ops);
	nfm_feedback_free_workqueue();
	nfm_netns_free_workqueues();
}
