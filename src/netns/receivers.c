// SPDX-License-Identifier: GPL-2.0
/* Monitors whether copies can reach their receivers, and reports failures. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/netdevice.h>
#include <linux/sched.h>
#include <linux/user_namespace.h>
#include <net/fib_notifier.h>
#include <net/neighbour.h>
#include <net/netevent.h>

#include "netns/netns.h"
#include "netns/receivers.h"

/* Delay of a check after an event; coalesces bursts. */
#define NFM_HEALTH_DELAY msecs_to_jiffies(100)
/* Upper bound if a tenant's check takes long. */
#define NFM_HEALTH_DELAY_MAX msecs_to_jiffies(5000)
/* Receivers checked per run, with the namespace locked. */
#define NFM_HEALTH_RECEIVERS 1024
static_assert(NFM_HEALTH_RECEIVERS >= NFM_RECEIVERS_MAX);
/* Retry delay if register_fib_notifier() failed, as when routes keep changing. */
#define NFM_HEALTH_RETRY msecs_to_jiffies(1000)

static void nfm_receiver_warn(const struct net *net,
			      const struct nfm_session *session,
			      const struct nfm_receiver *receiver,
			      const struct nfm_health *before)
{
	char addr[NFM_ADDR_TEXT], from[NFM_ADDR_TEXT], to[NFM_ADDR_TEXT];
	const struct nfm_health *now = &receiver->reported;
	const struct nfm_flow *flow = &now->feedback;
	const char *name = session->object.name;

	/* Only owners of the host's own namespaces may write to its log. */
	if (net->user_ns != &init_user_ns)
		return;
	nfm_addr_print(addr, &receiver->addr);
	if (now->state != before->state) {
		if (now->state == NFM_RECEIVER_NO_ROUTE)
			pr_warn_ratelimited(
				"session %s: no route to receiver %s\n", name,
				addr);
		else if (now->state == NFM_RECEIVER_FAILED)
			pr_warn_ratelimited(
				"session %s: nobody answers for receiver %s\n",
				name, addr);
		else if (now->state == NFM_RECEIVER_NO_CARRIER)
			pr_warn_ratelimited(
				"session %s: the device that leads to receiver %s is down or has no carrier\n",
				name, addr);
	}
	if (now->mtu_short > before->mtu_short)
		pr_warn_ratelimited(
			"session %s: the path to receiver %s is %u bytes short of what its largest copies need\n",
			name, addr, now->mtu_short);
	if (flow->proto && !nfm_flow_is(flow, &before->feedback)) {
		nfm_addr_print(from, &flow->saddr);
		nfm_addr_print(to, &flow->daddr);
		pr_warn_ratelimited(
			"session %s: copies to receiver %s are carried by packets that are copied, protocol %u from %s port %u to %s port %u; these are not copied any more\n",
			name, addr, flow->proto, from, flow->sport, to,
			flow->dport);
	}
}

static void nfm_receivers_check_session(struct nfm_netns *ns, unsigned int i)
{
	const struct nfm_inventory *inventory = ns->inventory;
	const struct nfm_session *session =
		nfm_config_session(inventory->config, i);
	unsigned int j;

	for (j = 0; j < session->n_receivers && !READ_ONCE(ns->leaving); j++) {
		struct nfm_receiver *receiver = session->receivers[j];
		struct nfm_health before = receiver->reported;
		bool looped;

		nfm_receiver_health(receiver, ns->net, session->params.port,
				    inventory->mtus[i], &receiver->reported);
		looped = !nfm_flow_is(&receiver->reported.feedback,
				      &before.feedback);
		if (receiver->reported.state == before.state &&
		    receiver->reported.mtu_short == before.mtu_short && !looped)
			continue;
		nfm_receiver_warn(ns->net, session, receiver, &before);
		nfm_frontend->receiver_changed(
			ns->net, inventory->generation, session, receiver,
			looped ? NFM_CAUSE_FEEDBACK : NFM_CAUSE_ROUTE);
	}
}

/*
 * Wait until there is a session: register_fib_notifier() replays all routes,
 * and there may be a million.
 */
static void nfm_receivers_follow_routes(struct nfm_netns *ns)
{
	if (ns->routes_followed)
		return;
	if (register_fib_notifier(ns->net, &ns->routes, NULL, NULL))
		queue_delayed_work(ns->workqueue, &ns->health,
				   NFM_HEALTH_RETRY);
	else
		ns->routes_followed = true;
}

/* Check some sessions. Return true if more are left. */
static bool nfm_receivers_check_some(struct nfm_netns *ns)
{
	const struct nfm_config *config = ns->inventory->config;
	unsigned int count = config->sessions.count;
	unsigned int looked = 0;

	if (!ns->health_left)
		ns->health_at = 0;
	if (xchg(&ns->health_due, 0))
		ns->health_left = count;
	ns->health_left = min(ns->health_left, count);
	while (ns->health_left && !READ_ONCE(ns->leaving)) {
		unsigned int i = ns->health_at % count;
		const struct nfm_session *session =
			nfm_config_session(config, i);

		if (session->params.enabled) {
			looked += session->n_receivers;
			/* Check all of a session's receivers in the same run. */
			if (looked > NFM_HEALTH_RECEIVERS)
				break;
			nfm_receivers_check_session(ns, i);
		}
		ns->health_at++;
		ns->health_left--;
		cond_resched();
	}
	return ns->health_left;
}

/*
 * A tenant's check waits for as long as the last one took, up to
 * NFM_HEALTH_DELAY_MAX, and so uses at most half of a CPU.
 */
static unsigned long nfm_receivers_delay(const struct nfm_netns *ns)
{
	if (!ns->tenant)
		return NFM_HEALTH_DELAY;
	return clamp(READ_ONCE(ns->health_took), NFM_HEALTH_DELAY,
		     NFM_HEALTH_DELAY_MAX);
}

static void nfm_receivers_check_work(struct work_struct *work)
{
	struct nfm_netns *ns =
		container_of(to_delayed_work(work), struct nfm_netns, health);
	unsigned long begun;
	bool more;

	mutex_lock(&ns->lock);
	if (ns->leaving)
		goto unlock;
	begun = jiffies;
	if (ns->inventory->config->sessions.count)
		nfm_receivers_follow_routes(ns);
	more = nfm_receivers_check_some(ns);
	WRITE_ONCE(ns->health_took, jiffies - begun);
	if (more)
		queue_delayed_work(ns->workqueue, &ns->health,
				   nfm_receivers_delay(ns));
unlock:
	mutex_unlock(&ns->lock);
}

/**
 * nfm_receivers_check() - schedule a check of a namespace's receivers
 * @ns: the namespace
 *
 * Context: any.
 */
void nfm_receivers_check(struct nfm_netns *ns)
{
	if (!READ_ONCE(ns->following))
		return;
	xchg(&ns->health_due, 1);
	queue_delayed_work(ns->workqueue, &ns->health, nfm_receivers_delay(ns));
}

static int nfm_route_event(struct notifier_block *nb, unsigned long event,
			   void *info)
{
	nfm_receivers_check(container_of(nb, struct nfm_netns, routes));
	return NOTIFY_DONE;
}

/* Neighbours change state all the time; only a final result matters. */
static int nfm_neighbour_event(struct notifier_block *nb, unsigned long event,
			       void *info)
{
	const struct neighbour *neigh = info;

	if (event == NETEVENT_NEIGH_UPDATE &&
	    READ_ONCE(neigh->nud_state) & (NUD_FAILED | NUD_CONNECTED))
		nfm_receivers_check(nfm_netns_get(dev_net(neigh->dev)));
	return NOTIFY_DONE;
}

/* Devices that go up or down, or whose carrier changes. */
static int nfm_carrier_event(struct notifier_block *nb, unsigned long event,
			     void *info)
{
	switch (event) {
	case NETDEV_UP:
	case NETDEV_DOWN:
	case NETDEV_CHANGE:
		nfm_receivers_check(nfm_netns_get(
			dev_net(netdev_notifier_info_to_dev(info))));
	}
	return NOTIFY_DONE;
}

static struct notifier_block nfm_neighbour_notifier = {
	.notifier_call = nfm_neighbour_event,
};

static struct notifier_block nfm_carrier_notifier = {
	.notifier_call = nfm_carrier_event,
};

/**
 * nfm_receivers_init() - prepare a namespace
 * @ns: the namespace
 */
void nfm_receivers_init(struct nfm_netns *ns)
{
	INIT_DELAYED_WORK(&ns->health, nfm_receivers_check_work);
	ns->routes.notifier_call = nfm_route_event;
}

/**
 * nfm_receivers_exit() - stop monitoring in a namespace
 * @ns: the namespace, which is leaving
 * @unloading: the module is being unloaded, and the namespace stays
 *
 * A destroyed namespace takes its FIB notifier chain with it, and @routes stays
 * allocated until its routes are flushed. Unregistering would take a grace
 * period per namespace, for which other namespaces being destroyed would have
 * to wait.
 */
void nfm_receivers_exit(struct nfm_netns *ns, bool unloading)
{
	cancel_delayed_work_sync(&ns->health);
	if (ns->routes_followed && unloading)
		unregister_fib_notifier(ns->net, &ns->routes);
}

/**
 * nfm_receivers_register() - monitor neighbours and carriers
 *
 * Return: 0 or a negative errno.
 */
int nfm_receivers_register(void)
{
	int err;

	err = register_netevent_notifier(&nfm_neighbour_notifier);
	if (err)
		return err;
	err = register_netdevice_notifier(&nfm_carrier_notifier);
	if (err)
		unregister_netevent_notifier(&nfm_neighbour_notifier);
	return err;
}

/**
 * nfm_receivers_unregister() - undo nfm_receivers_register()
 */
void nfm_receivers_unregister(void)
{
	unregister_netdevice_notifier(&nfm_carrier_notifier);
	unregister_netevent_notifier(&nfm_neighbour_notifier);
}
