// SPDX-License-Identifier: GPL-2.0
/* Watches whether copies can reach their receivers, and says when they cannot. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/netdevice.h>
#include <linux/sched.h>
#include <linux/user_namespace.h>
#include <net/fib_notifier.h>
#include <net/neighbour.h>
#include <net/netevent.h>

#include "netns/netns.h"
#include "netns/receivers.h"

/* So long may what is said trail behind; a burst of events is one look. */
#define NFM_HEALTH_DELAY msecs_to_jiffies(100)
/* So many receivers are looked at in one go, with the namespace locked. */
#define NFM_HEALTH_RECEIVERS 1024
/* If routes changed all the while that their notifier was to be registered. */
#define NFM_HEALTH_RETRY msecs_to_jiffies(1000)

static void nfm_health_warn_feedback(const struct nfm_session *session,
				     const struct nfm_receiver *receiver)
{
	const struct nfm_flow *flow = &receiver->told.feedback;
	char addr[NFM_ADDR_TEXT], from[NFM_ADDR_TEXT], to[NFM_ADDR_TEXT];

	nfm_addr_print(addr, &receiver->addr);
	nfm_addr_print(from, &flow->saddr);
	nfm_addr_print(to, &flow->daddr);
	pr_warn_ratelimited(
		"session %s: copies to receiver %s are carried by packets that are copied, protocol %u from %s port %u to %s port %u; these are not copied any more\n",
		session->object.name, addr, flow->proto, from, flow->sport, to,
		flow->dport);
}

static void nfm_health_warn(const struct net *net,
			    const struct nfm_session *session,
			    const struct nfm_receiver *receiver,
			    const struct nfm_health *before)
{
	const struct nfm_health *now = &receiver->told;
	const char *name = session->object.name;
	char addr[NFM_ADDR_TEXT];

	/* Others that may make sessions do not get to write to the host's log. */
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
	if (now->feedback.proto &&
	    !nfm_flow_is(&now->feedback, &before->feedback))
		nfm_health_warn_feedback(session, receiver);
}

static void nfm_health_look(struct nfm_net *nn, unsigned int i)
{
	const struct nfm_inventory *inventory = nn->inventory;
	const struct nfm_session *session =
		nfm_config_session(inventory->config, i);
	unsigned int j;

	for (j = 0; j < session->n_receivers; j++) {
		struct nfm_receiver *receiver = session->receivers[j];
		struct nfm_health before = receiver->told;
		bool looped;

		nfm_receiver_health(receiver, nn->net, session->port,
				    inventory->mtus[i], &receiver->told);
		looped = !nfm_flow_is(&receiver->told.feedback,
				      &before.feedback);
		if (receiver->told.state == before.state &&
		    receiver->told.mtu_short == before.mtu_short && !looped)
			continue;
		nfm_health_warn(nn->net, session, receiver, &before);
		nfm_frontend->receiver_changed(
			nn->net, inventory->generation, session, receiver,
			looped ? NFM_CAUSE_FEEDBACK : NFM_CAUSE_ROUTE);
	}
}

/*
 * Not before there is a session: the kernel shows a new notifier all routes,
 * of which there may be a million.
 */
static void nfm_health_follow_routes(struct nfm_net *nn)
{
	if (nn->routes_followed)
		return;
	if (register_fib_notifier(nn->net, &nn->routes, NULL, NULL))
		queue_delayed_work(nn->workqueue, &nn->health,
				   NFM_HEALTH_RETRY);
	else
		nn->routes_followed = true;
}

/* Looks at some sessions, and says whether there are more. */
static bool nfm_health_go_on(struct nfm_net *nn)
{
	const struct nfm_config *config = nn->inventory->config;
	unsigned int count = config->sessions.count;
	unsigned int looked = 0;

	if (!nn->health_left)
		nn->health_at = 0;
	if (xchg(&nn->health_due, 0))
		nn->health_left = count;
	nn->health_left = min(nn->health_left, count);
	while (nn->health_left && looked < NFM_HEALTH_RECEIVERS &&
	       !READ_ONCE(nn->leaving)) {
		unsigned int i = nn->health_at++ % count;
		const struct nfm_session *session =
			nfm_config_session(config, i);

		nn->health_left--;
		if (session->enabled) {
			nfm_health_look(nn, i);
			looked += session->n_receivers;
		}
		cond_resched();
	}
	return nn->health_left;
}

static void nfm_health_work(struct work_struct *work)
{
	struct nfm_net *nn =
		container_of(to_delayed_work(work), struct nfm_net, health);

	mutex_lock(&nn->lock);
	if (nn->leaving)
		goto unlock;
	if (nn->inventory->config->sessions.count)
		nfm_health_follow_routes(nn);
	if (nfm_health_go_on(nn))
		queue_delayed_work(nn->workqueue, &nn->health,
				   NFM_HEALTH_DELAY);
unlock:
	mutex_unlock(&nn->lock);
}

/**
 * nfm_health_queue() - has the receivers of a namespace looked at, soon
 * @nn: the namespace
 *
 * Context: any.
 */
void nfm_health_queue(struct nfm_net *nn)
{
	if (!READ_ONCE(nn->following))
		return;
	xchg(&nn->health_due, 1);
	queue_delayed_work(nn->workqueue, &nn->health, NFM_HEALTH_DELAY);
}

static int nfm_route_event(struct notifier_block *nb, unsigned long event,
			   void *info)
{
	nfm_health_queue(container_of(nb, struct nfm_net, routes));
	return NOTIFY_DONE;
}

/* Link addresses come and go all the time: only the last word on one counts. */
static int nfm_neighbour_event(struct notifier_block *nb, unsigned long event,
			       void *info)
{
	const struct neighbour *neigh = info;

	if (event == NETEVENT_NEIGH_UPDATE &&
	    READ_ONCE(neigh->nud_state) & (NUD_FAILED | NUD_CONNECTED))
		nfm_health_queue(nfm_net_get(dev_net(neigh->dev)));
	return NOTIFY_DONE;
}

/* Up or down, with a carrier or without. */
static int nfm_carrier_event(struct notifier_block *nb, unsigned long event,
			     void *info)
{
	switch (event) {
	case NETDEV_UP:
	case NETDEV_DOWN:
	case NETDEV_CHANGE:
		nfm_health_queue(nfm_net_get(
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
 * nfm_health_init() - prepares a namespace
 * @nn: the namespace
 */
void nfm_health_init(struct nfm_net *nn)
{
	INIT_DELAYED_WORK(&nn->health, nfm_health_work);
	nn->routes.notifier_call = nfm_route_event;
}

/**
 * nfm_health_exit() - ends the watch in a namespace
 * @nn: the namespace, which is leaving
 */
void nfm_health_exit(struct nfm_net *nn)
{
	cancel_delayed_work_sync(&nn->health);
	if (nn->routes_followed)
		unregister_fib_notifier(nn->net, &nn->routes);
}

/**
 * nfm_health_start() - has link addresses and carriers watched
 *
 * Return: 0 or a negative errno.
 */
int nfm_health_start(void)
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
 * nfm_health_stop() - takes nfm_health_start() back
 */
void nfm_health_stop(void)
{
	unregister_netdevice_notifier(&nfm_carrier_notifier);
	unregister_netevent_notifier(&nfm_neighbour_notifier);
}
