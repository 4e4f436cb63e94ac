// SPDX-License-Identifier: GPL-2.0
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/in.h>
#include <linux/net.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>
#include <net/sock.h>

#include "health.h"
#include "net.h"
#include "netlink/notify.h"
#include "netlink/transaction.h"
#include "path/gate.h"
#include "path/news.h"
#include "path/tap.h"

/* So long may a plan trail behind the devices; a burst is one rebuild. */
#define NFM_REFRESH_DELAY msecs_to_jiffies(20)
/* After a rebuild that lacked memory. */
#define NFM_REFRESH_RETRY msecs_to_jiffies(1000)

struct workqueue_struct *nfm_workqueue;
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

/* Puts an inventory and the plan made from it in force; consumes both. */
static void nfm_net_publish(struct nfm_net *nn, struct nfm_inventory *inventory,
			    struct nfm_plan *plan)
{
	struct nfm_plan *old = nfm_net_plan(nn);

	inventory->classifier_bytes = plan->classifier_bytes;
	rcu_assign_pointer(nn->plan, plan);
	nfm_plan_retire(old);
	nfm_notify_change(nn->net, nn->inventory, inventory);
	nfm_inventory_put(nn->inventory);
	nn->inventory = inventory;
	WRITE_ONCE(nn->following, inventory->config->sessions.count);
	nfm_health_queue(nn);
}

/**
 * nfm_net_commit() - puts a configuration in force
 * @nn: the namespace, locked
 * @config: a sealed configuration, maybe the one in force; not consumed
 *
 * Return: 0 or a negative errno, with everything as it was.
 */
int nfm_net_commit(struct nfm_net *nn, struct nfm_config *config)
{
	u32 generation = nn->inventory ? nn->inventory->generation + 1 : 1;
	bool following = nn->following;
	struct nfm_inventory *inventory;
	struct nfm_plan *plan;
	int err = -ENOMEM;

	lockdep_assert_held(&nn->lock);
	/* A device that comes after the others were looked at must not be lost. */
	if (config->sessions.count)
		WRITE_ONCE(nn->following, true);
	inventory = nfm_inventory_take(nn->net, config, generation);
	if (!inventory)
		goto follow_as_before;
	plan = nfm_plan_build(inventory, nfm_net_plan(nn));
	err = PTR_ERR_OR_ZERO(plan);
	if (err)
		goto put_inventory;
	err = nfm_tap_open(nn, plan->sides);
	if (!err && plan->sides)
		err = nfm_news_open(nn);
	if (err)
		goto close_taps;
	nfm_tap_close(nn, ~plan->sides);
	if (!plan->sides)
		nfm_news_close(nn);
	nfm_net_publish(nn, inventory, plan);
	return 0;

close_taps:
	nfm_tap_close(nn, ~nfm_net_plan(nn)->sides);
	if (!nn->hooked)
		nfm_news_close(nn);
	nfm_plan_free(plan);
put_inventory:
	nfm_inventory_put(inventory);
follow_as_before:
	WRITE_ONCE(nn->following, following);
	return err;
}

static void nfm_net_refresh_work(struct work_struct *work)
{
	struct nfm_net *nn =
		container_of(to_delayed_work(work), struct nfm_net, refresh);

	mutex_lock(&nn->lock);
	if (!nn->leaving && nfm_net_commit(nn, nn->inventory->config)) {
		pr_warn_ratelimited(
			"no memory to follow a change of devices, or more than is allowed; trying again\n");
		queue_delayed_work(nfm_workqueue, &nn->refresh,
				   NFM_REFRESH_RETRY);
	}
	mutex_unlock(&nn->lock);
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
		queue_delayed_work(nfm_workqueue, &nn->refresh,
				   NFM_REFRESH_DELAY);
}

/* Nothing follows devices while there is no session, so look now. */
static void nfm_net_look(struct nfm_net *nn)
{
	struct nfm_inventory *inventory = nfm_inventory_take(
		nn->net, nn->inventory->config, nn->inventory->generation);

	if (!inventory)
		return;
	nfm_inventory_put(nn->inventory);
	nn->inventory = inventory;
}

/**
 * nfm_net_inventory() - looks at configuration and devices as they are now
 * @nn: the namespace
 *
 * Return: the inventory, with a reference for the caller; if memory is short,
 * with devices as they were a moment ago.
 */
struct nfm_inventory *nfm_net_inventory(struct nfm_net *nn)
{
	struct nfm_inventory *inventory;

	mutex_lock(&nn->lock);
	if (!nn->following)
		nfm_net_look(nn);
	else if (delayed_work_pending(&nn->refresh))
		nfm_net_commit(nn, nn->inventory->config);
	inventory = nfm_inventory_get(nn->inventory);
	mutex_unlock(&nn->lock);
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

static int __net_init nfm_net_init(struct net *net)
{
	struct nfm_net *nn = nfm_net_get(net);
	struct nfm_config *config;
	int err;

	nn->net = net;
	mutex_init(&nn->lock);
	INIT_LIST_HEAD(&nn->transactions);
	INIT_DELAYED_WORK(&nn->refresh, nfm_net_refresh_work);
	nfm_health_init(nn);
	nfm_feedback_init(&nn->feedback);
	nn->sk = nfm_net_socket(net);
	if (IS_ERR(nn->sk))
		return PTR_ERR(nn->sk);
	config = nfm_config_alloc();
	err = config ? nfm_config_seal(config) : -ENOMEM;
	if (!err) {
		mutex_lock(&nn->lock);
		err = nfm_net_commit(nn, config);
		mutex_unlock(&nn->lock);
	}
	nfm_config_put(config);
	if (err)
		sock_release(nn->sk->sk_socket);
	return err;
}

/* Before the grace period that all namespaces that go now share. */
static void __net_exit nfm_net_pre_exit(struct net *net)
{
	struct nfm_net *nn = nfm_net_get(net);

	mutex_lock(&nn->lock);
	nn->leaving = true;
	WRITE_ONCE(nn->following, false);
	nfm_tap_close(nn, ~0);
	nfm_news_close(nn);
	mutex_unlock(&nn->lock);
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
	const struct nfm_config *config = nn->inventory->config;
	unsigned int i, j;

	if (!nn->leaving)
		return;
	for (i = 0; i < config->sessions.count; i++) {
		struct nfm_session *session = nfm_config_session(config, i);

		for (j = 0; j < session->n_receivers; j++)
			nfm_receiver_forget_routes(session->receivers[j]);
	}
}

/* No packet, no device event and no command comes here any more. */
static void __net_exit nfm_net_exit(struct net *net)
{
	struct nfm_net *nn = nfm_net_get(net);

	/* An event that still saw @following may have queued them again. */
	cancel_delayed_work_sync(&nn->refresh);
	cancel_delayed_work_sync(&nn->health);
	nfm_transaction_end_all(nn);
	nfm_plan_free(rcu_dereference_protected(nn->plan, true));
	nfm_inventory_put(nn->inventory);
	kvfree(nn->fragments);
	sock_release(nn->sk->sk_socket);
}

/*
 * Plans that were retired wait for a grace period, then for a worker. What
 * they hold, routes above all, must not outlast the namespace.
 */
static void __net_exit nfm_net_exit_batch(struct list_head *nets)
{
	rcu_barrier();
	flush_workqueue(nfm_workqueue);
}

static struct pernet_operations nfm_net_ops = {
	.init = nfm_net_init,
	.pre_exit = nfm_net_pre_exit,
	.exit = nfm_net_exit,
	.exit_batch = nfm_net_exit_batch,
	.id = &nfm_net_id,
	.size = sizeof(struct nfm_net),
};

static struct pernet_operations nfm_net_devices_ops = {
	.exit = nfm_net_devices_exit,
};

/**
 * nfm_net_start() - prepares all namespaces, present and future
 *
 * Return: 0 or a negative errno.
 */
int nfm_net_start(void)
{
	int err;

	nfm_workqueue = alloc_workqueue("nf_mirror", WQ_UNBOUND, 0);
	if (!nfm_workqueue)
		return -ENOMEM;
	err = nfm_feedback_start();
	if (err)
		goto destroy_workqueue;
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
destroy_workqueue:
	destroy_workqueue(nfm_workqueue);
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
	destroy_workqueue(nfm_workqueue);
}
