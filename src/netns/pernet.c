// SPDX-License-Identifier: GPL-2.0
/* What nf_mirror keeps for each network namespace comes and goes with it. */
#include <linux/user_namespace.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>
#include <net/sock.h>

#include "compat/memcg.h"
#include "datapath/hook.h"
#include "datapath/icmp_error.h"
#include "netns/netns.h"
#include "netns/receivers.h"
#include "netns/transaction.h"
#include "plan/plan.h"
#include "xmit/feedback.h"

/*
 * Works are what each namespace that has sessions does for itself. Those of tenants,
 * however many they are, do not hold up the others'; and no more than so many of them
 * for each processor compete with what else the host does.
 */
#define NFM_TENANT_WORKS 4
static struct workqueue_struct *nfm_host_workqueue;
static struct workqueue_struct *nfm_tenant_workqueue;

static unsigned int nfm_net_id __read_mostly;

const struct nfm_frontend *nfm_frontend __read_mostly;

/**
 * nfm_net_get() - finds what nf_mirror keeps for a namespace
 * @net: the namespace
 */
struct nfm_net *nfm_net_get(const struct net *net)
{
	return net_generic(net, nfm_net_id);
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

static void nfm_net_convicted(struct nfm_sender *sender)
{
	nfm_health_queue(container_of(sender, struct nfm_net, datapath.sender));
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
	nfm_frontend->init(nn);
	nfm_health_init(nn);
	nfm_feedback_init(&nn->datapath.sender.feedback);
	nn->account = nfm_account_alloc();
	if (!nn->account)
		return -ENOMEM;
	err = nfm_sender_init(&nn->datapath.sender, net, nfm_net_convicted);
	if (err)
		goto put_account;
	err = nfm_net_begin(nn);
	if (err)
		goto exit_sender;
	return 0;

exit_sender:
	nfm_sender_exit(&nn->datapath.sender);
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
	nfm_tap_close(&nn->datapath, ~0);
	nfm_news_close(&nn->datapath);
	mutex_unlock(&nn->lock);
	nfm_frontend->exit(nn);
	cancel_delayed_work_sync(&nn->refresh);
	nfm_feedback_exit(&nn->datapath.sender.feedback);
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
	nfm_plan_retire(rcu_dereference_protected(nn->datapath.plan, true),
			nn->workqueue);
	kvfree(nn->datapath.fragments);
	nfm_account_put(nn->account);
	nfm_memcg_put(nn->memcg);
	nfm_sender_exit(&nn->datapath.sender);
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
 * @frontend: who brings their commands
 *
 * Return: 0 or a negative errno.
 */
int nfm_net_start(const struct nfm_frontend *frontend)
{
	int err = nfm_net_alloc_workqueues();

	nfm_frontend = frontend;
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
