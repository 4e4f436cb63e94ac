// SPDX-License-Identifier: GPL-2.0
/* Activates configurations, and keeps the plan in step with the devices. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <net/net_namespace.h>

#include "datapath/hook.h"
#include "datapath/icmp_error.h"
#include "datapath/tap.h"
#include "netns/netns.h"
#include "netns/receivers.h"
#include "plan/plan.h"

/* Delay of a rebuild after a device event; coalesces bursts. */
#define NFM_REFRESH_DELAY msecs_to_jiffies(20)
/* Upper bound if a tenant's refresh takes long; it may have slept for memory. */
#define NFM_REFRESH_DELAY_MAX msecs_to_jiffies(5000)
/* Retry delay after a rebuild failed, for lack of memory or at a limit. */
#define NFM_REFRESH_RETRY msecs_to_jiffies(1000)

/* Attempts to build a plan while too many devices are being unregistered. */
#define NFM_COMMIT_TRIES 4
/* Longest wait for a refresh by a request in a tenant's namespace. */
#define NFM_TENANT_WAIT_MS 20

/* Return the active plan; NULL while the namespace is being set up. */
static struct nfm_plan *nfm_netns_plan(const struct nfm_netns *ns)
{
	return rcu_dereference_protected(ns->datapath.plan,
					 lockdep_is_held(&ns->lock));
}

/* Publish an inventory; consumes it. */
static void nfm_netns_set_inventory(struct nfm_netns *ns,
				    struct nfm_inventory *inventory)
{
	struct nfm_inventory *old = ns->inventory;

	inventory->free_on = ns->free_on;
	spin_lock(&ns->inventory_lock);
	ns->inventory = inventory;
	spin_unlock(&ns->inventory_lock);
	if (old)
		nfm_inventory_put_later(old);
}

/*
 * Publish a plan to the datapath. Return false if too many devices were
 * unregistered since the inventory was taken: the plan might then tap new
 * devices that reuse their indices.
 */
static bool nfm_netns_set_plan(struct nfm_netns *ns, struct nfm_plan *plan)
{
	struct nfm_departed *departed = &ns->departed;
	unsigned int i;
	bool known;

	spin_lock(&departed->lock);
	known = departed->n <= NFM_DEPARTED_MAX;
	if (known) {
		rcu_assign_pointer(ns->datapath.plan, plan);
		for (i = 0; i < departed->n; i++)
			nfm_plan_forget(plan, departed->ifindices[i]);
	}
	spin_unlock(&departed->lock);
	return known;
}

/* Activate an inventory and the plan built from it; consumes both on success. */
static int nfm_netns_publish(struct nfm_netns *ns,
			     struct nfm_inventory *inventory,
			     struct nfm_plan *plan, const struct nfm_job *job)
{
	struct nfm_plan *old = nfm_netns_plan(ns);

	inventory->classifier_bytes = plan->classifier_bytes;
	if (!nfm_netns_set_plan(ns, plan))
		return -EAGAIN;
	nfm_taps_publish(&ns->datapath, plan);
	nfm_plan_retire(old, ns->free_on);
	nfm_frontend->changed(ns->net, ns->inventory, inventory, job);
	nfm_netns_set_inventory(ns, inventory);
	WRITE_ONCE(ns->following, inventory->config->sessions.count);
	nfm_receivers_check(ns);
	return 0;
}

/* Register the hooks that a plan needs; on failure, some of them. */
static int nfm_netns_hook(struct nfm_netns *ns, const struct nfm_plan *plan,
			  const struct nfm_job *job)
{
	int err;

	err = nfm_hooks_register(&ns->datapath, plan->hooks);
	if (!err)
		err = nfm_taps_register(&ns->datapath, plan, job);
	if (!err && (plan->hooks || plan->has_frames))
		err = nfm_icmp_error_register(&ns->datapath);
	return err;
}

/**
 * nfm_netns_unhook() - unregister the hooks that a plan does not need
 * @ns: the namespace, locked
 * @plan: the active plan; NULL for none
 *
 * Does not wait for packets that are in a hook.
 *
 * Context: process; takes RTNL.
 */
void nfm_netns_unhook(struct nfm_netns *ns, const struct nfm_plan *plan)
{
	nfm_hooks_unregister(&ns->datapath, plan ? ~plan->hooks : ~0);
	nfm_taps_trim(&ns->datapath, plan);
	if (!plan || !(plan->hooks || plan->has_frames))
		nfm_icmp_error_unregister(&ns->datapath);
}

static int nfm_netns_try_commit(struct nfm_netns *ns, struct nfm_config *config,
				const struct nfm_job *job)
{
	u32 generation = ns->inventory ? ns->inventory->generation + 1 : 1;
	struct nfm_inventory *inventory;
	struct nfm_plan *plan;
	int err;

	inventory = nfm_inventory_take(ns->net, config, generation,
				       &ns->departed, job);
	if (IS_ERR(inventory))
		return PTR_ERR(inventory);
	plan = nfm_plan_build(inventory, nfm_netns_plan(ns), job);
	err = PTR_ERR_OR_ZERO(plan);
	if (err)
		goto put_inventory;
	err = nfm_netns_hook(ns, plan, job);
	if (!err)
		err = nfm_netns_publish(ns, inventory, plan, job);
	nfm_netns_unhook(ns, nfm_netns_plan(ns));
	if (!err)
		return 0;
	nfm_plan_free(plan);
put_inventory:
	nfm_inventory_put(inventory);
	return err;
}

/**
 * nfm_netns_commit() - activate a configuration
 * @ns: the namespace, locked
 * @config: a sealed configuration, maybe the active one; not consumed
 * @job: the job that this is part of
 *
 * Return: 0, or a negative errno with nothing changed.
 */
int nfm_netns_commit(struct nfm_netns *ns, struct nfm_config *config,
		     const struct nfm_job *job)
{
	bool following = ns->following;
	int tries = 0, err;

	lockdep_assert_held(&ns->lock);
	/* Miss no device event from here on: the inventory is taken next. */
	if (config->sessions.count)
		WRITE_ONCE(ns->following, true);
	do {
		err = nfm_netns_try_commit(ns, config, job);
	} while (err == -EAGAIN && ++tries < NFM_COMMIT_TRIES);
	if (err)
		WRITE_ONCE(ns->following, following);
	return err;
}

/*
 * Schedule a refresh. A tenant's waits for as long as the last one took, up to
 * NFM_REFRESH_DELAY_MAX, and so uses at most half of a CPU.
 */
static void nfm_netns_refresh_in(struct nfm_netns *ns, unsigned long delay)
{
	if (ns->tenant)
		delay = clamp(READ_ONCE(ns->refresh_took), delay,
			      NFM_REFRESH_DELAY_MAX);
	queue_delayed_work(ns->workqueue, &ns->refresh, delay);
}

static void nfm_netns_refresh_now(struct nfm_netns *ns)
{
	const struct nfm_job job = { .leaving = &ns->leaving };
	struct nfm_inventory *inventory = ns->inventory;
	unsigned long begun = jiffies;
	struct mem_cgroup *before;
	int err = 0;

	if (READ_ONCE(ns->leaving))
		return;
	before = nfm_netns_charge(ns, ns->memcg);
	if (ns->following) {
		err = nfm_netns_commit(ns, inventory->config, &job);
	} else {
		/* Devices are not followed without a session: take a look now. */
		inventory = nfm_inventory_take(ns->net, inventory->config,
					       inventory->generation,
					       &ns->departed, &job);
		if (!IS_ERR(inventory))
			nfm_netns_set_inventory(ns, inventory);
	}
	nfm_netns_charge_end(ns, before);
	WRITE_ONCE(ns->refresh_took, jiffies - begun);
	if (!err || err == -EINTR)
		return;
	if (err == -EAGAIN) {
		nfm_netns_refresh_in(ns, NFM_REFRESH_DELAY);
		return;
	}
	/* Only the host's own namespaces write to its log. */
	if (!ns->tenant)
		pr_warn_ratelimited(
			"no memory to follow a change of devices, or more than is allowed; trying again\n");
	nfm_netns_refresh_in(ns, NFM_REFRESH_RETRY);
}

/**
 * nfm_netns_refresh_work() - bring a namespace up to date with its devices
 * @work: the namespace's @refresh
 */
void nfm_netns_refresh_work(struct work_struct *work)
{
	struct nfm_netns *ns =
		container_of(to_delayed_work(work), struct nfm_netns, refresh);

	mutex_lock(&ns->lock);
	nfm_netns_refresh_now(ns);
	mutex_unlock(&ns->lock);
}

/**
 * nfm_netns_refresh() - schedule an update of a namespace's plan for its devices
 * @net: the namespace
 *
 * Context: any.
 */
void nfm_netns_refresh(const struct net *net)
{
	struct nfm_netns *ns = nfm_netns_get(net);

	if (READ_ONCE(ns->following))
		nfm_netns_refresh_in(ns, NFM_REFRESH_DELAY);
}

/**
 * nfm_netns_forget_device() - stop tapping an unregistered device, at once
 * @net: its namespace
 * @ifindex: its index, which a new device may reuse
 *
 * Context: RTNL.
 */
void nfm_netns_forget_device(const struct net *net, int ifindex)
{
	struct nfm_netns *ns = nfm_netns_get(net);
	struct nfm_departed *departed = &ns->departed;
	struct nfm_plan *plan;

	spin_lock(&departed->lock);
	if (departed->n < NFM_DEPARTED_MAX)
		departed->ifindices[departed->n] = ifindex;
	departed->n++;
	spin_unlock(&departed->lock);

	rcu_read_lock();
	plan = rcu_dereference(ns->datapath.plan);
	if (plan)
		nfm_plan_forget(plan, ifindex);
	rcu_read_unlock();
	nfm_taps_forget(&ns->datapath, ifindex);
}

/* Readers of the host's own namespaces wait until device changes show. */
static void nfm_netns_catch_up(struct nfm_netns *ns)
{
	if (mutex_lock_killable(&ns->lock))
		return;
	if (!ns->following || delayed_work_pending(&ns->refresh))
		nfm_netns_refresh_now(ns);
	mutex_unlock(&ns->lock);
}

/*
 * A tenant's request holds up Generic Netlink, so its wait is short. A tenant
 * whose refresh takes longer than that sees slightly outdated devices.
 */
static void nfm_netns_refresh_soon(struct nfm_netns *ns)
{
	unsigned int waited;

	if (READ_ONCE(ns->following) && !delayed_work_pending(&ns->refresh))
		return;
	if (jiffies_to_msecs(READ_ONCE(ns->refresh_took)) >
	    NFM_TENANT_WAIT_MS) {
		nfm_netns_refresh_in(ns, NFM_REFRESH_DELAY);
		return;
	}
	mod_delayed_work(ns->workqueue, &ns->refresh, 0);
	for (waited = 0; waited < NFM_TENANT_WAIT_MS; waited++) {
		if (!work_busy(&ns->refresh.work))
			return;
		usleep_range(500, 1000);
	}
}

/**
 * nfm_netns_inventory() - get the active configuration and the devices
 * @ns: the namespace
 * @fresh: bring a tenant's namespace up to date first, unless that takes too
 *	   long; the host's own are brought up to date in any case
 *
 * If a refresh fails, the devices are as they were before it.
 *
 * Return: the inventory, with a reference for the caller.
 */
struct nfm_inventory *nfm_netns_inventory(struct nfm_netns *ns, bool fresh)
{
	struct nfm_inventory *inventory;

	if (!ns->tenant)
		nfm_netns_catch_up(ns);
	else if (fresh)
		nfm_netns_refresh_soon(ns);
	spin_lock(&ns->inventory_lock);
	inventory = nfm_inventory_get(ns->inventory);
	spin_unlock(&ns->inventory_lock);
	return inventory;
}
