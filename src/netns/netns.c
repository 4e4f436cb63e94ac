// SPDX-License-Identifier: GPL-2.0
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/in.h>
#include <linux/net.h>
#include <linux/user_namespace.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>
#include <net/sock.h>

#include "compat/memcg.h"
#include "datapath/exclude.h"
#include "datapath/hook.h"
#include "datapath/icmp_error.h"
#include "netlink/call.h"
#include "netlink/notify.h"
#include "netlink/transaction.h"
#include "netns/netns.h"
#include "netns/receivers.h"

/* So long may a plan trail behind the devices; a burst is one rebuild. */
#define NFM_REFRESH_DELAY msecs_to_jiffies(20)
/* After a rebuild that lacked memory. */
#define NFM_REFRESH_RETRY msecs_to_jiffies(1000)

/* So often is a plan made anew because too many devices went meanwhile. */
#define NFM_COMMIT_TRIES 4
/* So long may a request in a tenant's namespace wait for devices to be followed. */
#define NFM_TENANT_WAIT_MS 20

/*
 * Works are what each namespace that has sessions does for itself. Those of tenants,
 * however many they are, do not hold up the others'; and no more than so many of them
 * for each processor compete with what else the host does.
 */
#define NFM_TENANT_WORKS 4
static struct workqueue_struct *nfm_host_workqueue;
static struct workqueue_struct *nfm_tenant_workqueue;

static unsigned int nfm_net_id __read_mostly;

/**
 * nfm_net_get() - finds what nf_mirror keeps for a namespace
 * @net: the namespace
 */
struct nfm_net *nfm_net_get(const struct net *net)
{
	return net_generic(net, nfm_net_id);
}

/* The plan in force; NULL while the namespace is being set up. */
static struct nfm_plan *nfm_net_plan(const struct nfm_net *nn)
{
	return rcu_dereference_protected(nn->plan, lockdep_is_held(&nn->lock));
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
		rcu_assign_pointer(nn->plan, plan);
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
	nfm_notify_change(nn->net, nn->inventory, inventory, job);
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
	err = nfm_tap_open(nn, plan->sides);
	if (!err && plan->sides)
		err = nfm_news_open(nn);
	if (!err)
		err = nfm_net_publish(nn, inventory, plan, job);
	if (err)
		goto close_taps;
	nfm_tap_close(nn, ~plan->sides);
	if (!plan->sides)
		nfm_news_close(nn);
	return 0;

close_taps:
	nfm_tap_close(nn, nfm_net_plan(nn) ? ~nfm_net_plan(nn)->sides : ~0);
	if (!nn->hooked)
		nfm_news_close(nn);
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

static void nfm_net_refresh_work(struct work_struct *work)
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
	plan = rcu_dereference(nn->plan);
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

/* Never bound nor connected: it only owns copies, which are told by its data. */
static struct sock *nfm_net_socket(struct net *net)
{
	struct socket *sock;
	int err;

	err = sock_create_kern(net, AF_INET, SOCK_DGRAM, IPPROTO_UDP, &sock);
	if (err)
		return ERR_PTR(err);
	rcu_assign_sk_user_data(sock->sk, (void *)&nfm_gate_owner);
	/* Nobody waits for room, so nobody is to be told of it. */
	sock_set_flag(sock->sk, SOCK_USE_WRITE_QUEUE);
	return sock->sk;
}

/* Nothing is mirrored to begin with. */
static int nfm_net_begin(struct nfm_net *nn)
{
	const struct nfm_job job = { .leaving = &nn->leaving };
	struct nfm_config *config;
	int err;

	config = nfm_config_alloc(nn->account);
	err = config ? nfm_config_seal(config, &job) : -ENOMEM;
	if (!err) {
		mutex_lock(&nn->lock);
		err = nfm_net_commit(nn, config, &job);
		mutex_unlock(&nn->lock);
	}
	nfm_config_put(config);
	return err;
}

static int __net_init nfm_net_init(struct net *net)
{
	struct nfm_net *nn = nfm_net_get(net);
	int err;

	nn->net = net;
	nn->tenant = net->user_ns != &init_user_ns;
	nn->workqueue = nn->tenant ? nfm_tenant_workqueue : nfm_host_workqueue;
	mutex_init(&nn->lock);
	spin_lock_init(&nn->inventory_lock);
	spin_lock_init(&nn->departed.lock);
	INIT_LIST_HEAD(&nn->transactions);
	INIT_DELAYED_WORK(&nn->refresh, nfm_net_refresh_work);
	nfm_call_init(nn);
	nfm_health_init(nn);
	nfm_feedback_init(&nn->feedback);
	nn->account = nfm_account_alloc();
	if (!nn->account)
		return -ENOMEM;
	nn->sk = nfm_net_socket(net);
	err = PTR_ERR_OR_ZERO(nn->sk);
	if (err)
		goto put_account;
	err = nfm_net_begin(nn);
	if (err)
		goto release_socket;
	return 0;

release_socket:
	sock_release(nn->sk->sk_socket);
put_account:
	nfm_account_put(nn->account);
	return err;
}

/* Before the grace period that all namespaces that go now share. */
static void __net_exit nfm_net_pre_exit(struct net *net)
{
	struct nfm_net *nn = nfm_net_get(net);

	/* What is under way sees it, and lets go of the lock. */
	WRITE_ONCE(nn->leaving, true);
	mutex_lock(&nn->lock);
	WRITE_ONCE(nn->following, false);
	nfm_tap_close(nn, ~0);
	nfm_news_close(nn);
	mutex_unlock(&nn->lock);
	nfm_call_exit(nn);
	cancel_delayed_work_sync(&nn->refresh);
	nfm_feedback_exit(&nn->feedback);
	nfm_health_exit(nn);
}

/*
 * If the namespace goes, and not the module, no packet comes here any more. Its
 * devices are next, and some kernels (5.10) wait for routes over IPv6 before
 * they let its lo go.
 */
static void __net_exit nfm_net_devices_exit(struct net *net)
{
	const struct nfm_net *nn = nfm_net_get(net);

	if (nn->leaving)
		nfm_account_forget_routes(nn->account);
}

/*
 * No packet, no device event and no command comes here any more. Nobody waits for
 * what was configured to be freed, which may be much: without its routes, it may
 * outlast the namespace.
 */
static void __net_exit nfm_net_exit(struct net *net)
{
	struct nfm_net *nn = nfm_net_get(net);

	/* An event that still saw @following may have queued them again. */
	cancel_delayed_work_sync(&nn->refresh);
	cancel_delayed_work_sync(&nn->health);
	nfm_transaction_end_all(nn);
	nfm_account_forget_routes(nn->account);
	nfm_inventory_put(nn->inventory);
	nfm_plan_retire(rcu_dereference_protected(nn->plan, true),
			nn->workqueue);
	kvfree(nn->fragments);
	nfm_account_put(nn->account);
	nfm_memcg_put(nn->memcg);
	sock_release(nn->sk->sk_socket);
}

static struct pernet_operations nfm_net_ops = {
	.init = nfm_net_init,
	.pre_exit = nfm_net_pre_exit,
	.exit = nfm_net_exit,
	.id = &nfm_net_id,
	.size = sizeof(struct nfm_net),
};

static struct pernet_operations nfm_net_devices_ops = {
	.exit = nfm_net_devices_exit,
};

static int nfm_net_alloc_workqueues(void)
{
	unsigned int works = NFM_TENANT_WORKS * num_possible_cpus();

	nfm_host_workqueue = alloc_workqueue("nf_mirror", WQ_UNBOUND, 0);
	nfm_tenant_workqueue =
		alloc_workqueue("nf_mirror_tenants", WQ_UNBOUND,
				min_t(unsigned int, works, WQ_MAX_ACTIVE));
	if (nfm_host_workqueue && nfm_tenant_workqueue)
		return 0;
	return -ENOMEM;
}

/* Plans that were retired wait for a grace period, then for a worker. */
static void nfm_net_free_workqueues(void)
{
	rcu_barrier();
	if (nfm_host_workqueue)
		destroy_workqueue(nfm_host_workqueue);
	if (nfm_tenant_workqueue)
		destroy_workqueue(nfm_tenant_workqueue);
}

/**
 * nfm_net_start() - prepares all namespaces, present and future
 *
 * Return: 0 or a negative errno.
 */
int nfm_net_start(void)
{
	int err = nfm_net_alloc_workqueues();

	if (err)
		goto free_workqueues;
	err = nfm_feedback_start();
	if (err)
		goto free_workqueues;
	err = register_pernet_subsys(&nfm_net_ops);
	if (err)
		goto stop_feedback;
	err = register_pernet_device(&nfm_net_devices_ops);
	if (err)
		goto unregister_subsys;
	return 0;

unregister_subsys:
	unregister_pernet_subsys(&nfm_net_ops);
stop_feedback:
	nfm_feedback_stop();
free_workqueues:
	nfm_net_free_workqueues();
	return err;
}

/**
 * nfm_net_stop() - takes nfm_net_start() back, once nothing calls in any more
 */
void nfm_net_stop(void)
{
	unregister_pernet_device(&nfm_net_devices_ops);
	unregister_pernet_subsys(&nfm_net_ops);
	nfm_feedback_stop();
	nfm_net_free_workqueues();
}
