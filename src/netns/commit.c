// SPDX-License-Identifier: GPL-2.0
/* Puts configurations in force, and has what packets read follow the devices. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <net/net_namespace.h>

#include "compat/memcg.h"
#include "datapath/hook.h"
#include "datapath/icmp_error.h"
#include "netns/netns.h"
#include "netns/receivers.h"
#include "plan/plan.h"

/* So long may a plan trail behind the devices; a burst is one rebuild. */
#define NFM_REFRESH_DELAY msecs_to_jiffies(20)
/* After a rebuild that lacked memory. */
#define NFM_REFRESH_RETRY msecs_to_jiffies(1000)

/* So often is a plan made anew because too many devices went meanwhile. */
#define NFM_COMMIT_TRIES 4
/* So long may a request in a tenant's namespace wait for devices to be followed. */
#define NFM_TENANT_WAIT_MS 20

/* The plan in force; NULL while the namespace is being set up. */
static struct nfm_plan *nfm_net_plan(const struct nfm_net *nn)
{
	return rcu_dereference_protected(nn->datapath.plan,
					 lockdep_is_held(&nn->lock));
}

/* Has others see an inventory; consumes it. */
static void nfm_net_show(struct nfm_net *nn, struct nfm_inventory *inventory)
{
	struct nfm_inventory *old = nn->inventory;

	inventory->free_on = nn->workqueue;
	spin_lock(&nn->inventory_lock);
	nn->inventory = inventory;
	spin_unlock(&nn->inventory_lock);
	if (old)
		nfm_inventory_put_later(old);
}

/*
 * Has packets read a plan. False: so many devices went since it was begun that
 * those which have their indices now cannot be told from them.
 */
static bool nfm_net_use(struct nfm_net *nn, struct nfm_plan *plan)
{
	struct nfm_departed *departed = &nn->departed;
	unsigned int i;
	bool known;

	spin_lock(&departed->lock);
	known = departed->n <= NFM_DEPARTED_MAX;
	if (known) {
		rcu_assign_pointer(nn->datapath.plan, plan);
		for (i = 0; i < departed->n; i++)
			nfm_plan_forget(plan, departed->ifindices[i]);
	}
	spin_unlock(&departed->lock);
	return known;
}

/* Puts an inventory and the plan made from it in force; consumes both. */
static int nfm_net_publish(struct nfm_net *nn, struct nfm_inventory *inventory,
			   struct nfm_plan *plan, const struct nfm_job *job)
{
	struct nfm_plan *old = nfm_net_plan(nn);

	inventory->classifier_bytes = plan->classifier_bytes;
	if (!nfm_net_use(nn, plan))
		return -EAGAIN;
	nfm_plan_retire(old, nn->workqueue);
	nfm_frontend->changed(nn->net, nn->inventory, inventory, job);
	nfm_net_show(nn, inventory);
	WRITE_ONCE(nn->following, inventory->config->sessions.count);
	nfm_health_queue(nn);
	return 0;
}

static int nfm_net_try(struct nfm_net *nn, struct nfm_config *config,
		       const struct nfm_job *job)
{
	u32 generation = nn->inventory ? nn->inventory->generation + 1 : 1;
	struct nfm_inventory *inventory;
	struct nfm_plan *plan;
	int err;

	inventory = nfm_inventory_take(nn->net, config, generation,
				       &nn->departed, job);
	if (IS_ERR(inventory))
		return PTR_ERR(inventory);
	plan = nfm_plan_build(inventory, nfm_net_plan(nn), job);
	err = PTR_ERR_OR_ZERO(plan);
	if (err)
		goto put_inventory;
	err = nfm_tap_open(&nn->datapath, plan->sides);
	if (!err && plan->sides)
		err = nfm_news_open(&nn->datapath);
	if (!err)
		err = nfm_net_publish(nn, inventory, plan, job);
	if (err)
		goto close_taps;
	nfm_tap_close(&nn->datapath, ~plan->sides);
	if (!plan->sides)
		nfm_news_close(&nn->datapath);
	return 0;

close_taps:
	nfm_tap_close(&nn->datapath,
		      nfm_net_plan(nn) ? ~nfm_net_plan(nn)->sides : ~0);
	if (!nn->datapath.hooked)
		nfm_news_close(&nn->datapath);
	nfm_plan_free(plan);
put_inventory:
	nfm_inventory_put(inventory);
	return err;
}

/**
 * nfm_net_commit() - puts a configuration in force
 * @nn: the namespace, locked
 * @config: a sealed configuration, maybe the one in force; not consumed
 * @job: what it is done for
 *
 * Return: 0 or a negative errno, with everything as it was.
 */
int nfm_net_commit(struct nfm_net *nn, struct nfm_config *config,
		   const struct nfm_job *job)
{
	bool following = nn->following;
	int tries = 0, err;

	lockdep_assert_held(&nn->lock);
	/* What comes after the devices were looked at must not be lost. */
	if (config->sessions.count)
		WRITE_ONCE(nn->following, true);
	do {
		err = nfm_net_try(nn, config, job);
	} while (err == -EAGAIN && ++tries < NFM_COMMIT_TRIES);
	if (err)
		WRITE_ONCE(nn->following, following);
	return err;
}

/* Nothing follows devices while there is no session, so look now. */
static void nfm_net_look(struct nfm_net *nn, const struct nfm_job *job)
{
	struct nfm_inventory *inventory = nfm_inventory_take(
		nn->net, nn->inventory->config, nn->inventory->generation,
		&nn->departed, job);

	if (!IS_ERR(inventory))
		nfm_net_show(nn, inventory);
}

static void nfm_net_refresh_now(struct nfm_net *nn)
{
	const struct nfm_job job = { .leaving = &nn->leaving };
	struct mem_cgroup *before;
	int err = 0;

	if (READ_ONCE(nn->leaving))
		return;
	before = nfm_memcg_charge(nn->memcg);
	if (nn->following)
		err = nfm_net_commit(nn, nn->inventory->config, &job);
	else
		nfm_net_look(nn, &job);
	nfm_memcg_charge(before);
	if (!err || err == -EINTR)
		return;
	if (err == -EAGAIN) {
		queue_delayed_work(nn->workqueue, &nn->refresh,
				   NFM_REFRESH_DELAY);
		return;
	}
	/* The log is the host's. */
	if (!nn->tenant)
		pr_warn_ratelimited(
			"no memory to follow a change of devices, or more than is allowed; trying again\n");
	queue_delayed_work(nn->workqueue, &nn->refresh, NFM_REFRESH_RETRY);
}

/**
 * nfm_net_refresh_work() - follows the devices of a namespace
 * @work: the namespace's @refresh
 */
void nfm_net_refresh_work(struct work_struct *work)
{
	struct nfm_net *nn =
		container_of(to_delayed_work(work), struct nfm_net, refresh);
	unsigned long begun;

	mutex_lock(&nn->lock);
	begun = jiffies;
	nfm_net_refresh_now(nn);
	WRITE_ONCE(nn->refresh_took, jiffies - begun);
	mutex_unlock(&nn->lock);
}

/* Where it takes a tenant long, it takes half of a processor's time at most. */
static unsigned long nfm_net_refresh_delay(const struct nfm_net *nn)
{
	if (!nn->tenant)
		return NFM_REFRESH_DELAY;
	return max(NFM_REFRESH_DELAY, READ_ONCE(nn->refresh_took));
}

/**
 * nfm_net_refresh() - has the plan of a namespace follow its devices, soon
 * @net: the namespace
 *
 * Context: any.
 */
void nfm_net_refresh(const struct net *net)
{
	struct nfm_net *nn = nfm_net_get(net);

	if (READ_ONCE(nn->following))
		queue_delayed_work(nn->workqueue, &nn->refresh,
				   nfm_net_refresh_delay(nn));
}

/**
 * nfm_net_forget() - has a device that is unregistered tapped no longer, at once
 * @net: its namespace
 * @ifindex: its index, which the next device may have
 *
 * Context: RTNL.
 */
void nfm_net_forget(const struct net *net, int ifindex)
{
	struct nfm_net *nn = nfm_net_get(net);
	struct nfm_departed *departed = &nn->departed;
	struct nfm_plan *plan;

	spin_lock(&departed->lock);
	if (departed->n < NFM_DEPARTED_MAX)
		departed->ifindices[departed->n] = ifindex;
	departed->n++;
	spin_unlock(&departed->lock);

	rcu_read_lock();
	plan = rcu_dereference(nn->datapath.plan);
	if (plan)
		nfm_plan_forget(plan, ifindex);
	rcu_read_unlock();
}

/* Who asks about a namespace of the host's own waits for what is to be seen. */
static void nfm_net_catch_up(struct nfm_net *nn)
{
	if (mutex_lock_killable(&nn->lock))
		return;
	if (!nn->following || delayed_work_pending(&nn->refresh))
		nfm_net_refresh_now(nn);
	mutex_unlock(&nn->lock);
}

/*
 * Generic Netlink waits as long as a tenant's request does: not long, and if he
 * makes it so, he is shown devices as they were a moment ago.
 */
static void nfm_net_hurry(struct nfm_net *nn)
{
	unsigned int waited;

	if (READ_ONCE(nn->following) && !delayed_work_pending(&nn->refresh))
		return;
	if (jiffies_to_msecs(READ_ONCE(nn->refresh_took)) >
	    NFM_TENANT_WAIT_MS) {
		queue_delayed_work(nn->workqueue, &nn->refresh,
				   nfm_net_refresh_delay(nn));
		return;
	}
	mod_delayed_work(nn->workqueue, &nn->refresh, 0);
	for (waited = 0; waited < NFM_TENANT_WAIT_MS; waited++) {
		if (!work_busy(&nn->refresh.work))
			return;
		usleep_range(500, 1000);
	}
}

/**
 * nfm_net_inventory() - looks at configuration and devices
 * @nn: the namespace
 * @fresh: as they are now, if memory is not short, and the namespace is not a
 *	   tenant's who has much; else as they were a moment ago
 *
 * Return: the inventory, with a reference for the caller.
 */
struct nfm_inventory *nfm_net_inventory(struct nfm_net *nn, bool fresh)
{
	struct nfm_inventory *inventory;

	if (!nn->tenant)
		nfm_net_catch_up(nn);
	else if (fresh)
		nfm_net_hurry(nn);
	spin_lock(&nn->inventory_lock);
	inventory = nfm_inventory_get(nn->inventory);
	spin_unlock(&nn->inventory_lock);
	return inventory;
}
