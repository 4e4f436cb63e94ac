// SPDX-License-Identifier: GPL-2.0
#include <linux/sched.h>

#include "eni/scope.h"
#include "netlink/attr.h"
#include "netlink/notify.h"
#include "netlink/put.h"

/**
 * struct nfm_origin - cause of a change to an object
 * @kind: enum nfm_cause
 * @caller: sender of the command, for NFM_CAUSE_COMMAND; NULL if nobody sent
 *	    one
 * @address: address that came or went, for NFM_CAUSE_ADDRESS
 * @old_name: previous name of the device, for NFM_CAUSE_RENAME
 */
struct nfm_origin {
	u8 kind;
	const struct nfm_caller *caller;
	const struct in6_addr *address;
	const char *old_name;
};

/**
 * struct nfm_event - a message to listeners
 * @net: the namespace
 * @msg: the message
 * @header: its header
 */
struct nfm_event {
	struct net *net;
	struct sk_buff *msg;
	void *header;
};

static bool nfm_watched(struct net *net)
{
	return genl_has_listeners(&nfm_family, net, 0);
}

/* Report the loss: listeners must not take a missing event for no change. */
static void nfm_event_lose(struct nfm_event *event)
{
	nlmsg_free(event->msg);
	genl_set_err(&nfm_family, event->net, 0, 0, -ENOBUFS);
}

static int nfm_put_caller(struct sk_buff *msg, const struct nfm_caller *caller)
{
	static const struct nfm_caller nobody = { .comm = "kworker" };

	if (!caller)
		caller = &nobody;
	if (nla_put_u32(msg, NFM_A_CAUSE_PID, caller->pid))
		return -EMSGSIZE;
	return nla_put_string(msg, NFM_A_CAUSE_COMM, caller->comm);
}

static int nfm_put_cause(struct sk_buff *msg, const struct nfm_origin *origin)
{
	struct nlattr *nest = nla_nest_start(msg, NFM_A_CAUSE);

	if (!nest || nla_put_u32(msg, NFM_A_CAUSE_KIND, origin->kind) ||
	    (origin->kind == NFM_CAUSE_COMMAND &&
	     nfm_put_caller(msg, origin->caller)) ||
	    (origin->address &&
	     nfm_put_addr(msg, NFM_A_CAUSE_ADDRESS, origin->address)) ||
	    (origin->old_name &&
	     nla_put_string(msg, NFM_A_CAUSE_OLD_NAME, origin->old_name)))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static bool nfm_event_begin(struct nfm_event *event, struct net *net,
			    u8 command, u32 generation, enum nfm_change change,
			    const struct nfm_origin *origin)
{
	event->net = net;
	event->msg = nlmsg_new(NFM_MESSAGE_SIZE, GFP_KERNEL | __GFP_NOWARN);
	if (!event->msg)
		goto lose;
	event->header = genlmsg_put(event->msg, 0, 0, &nfm_family, 0, command);
	if (!event->header ||
	    nla_put_u32(event->msg, NFM_A_GENERATION, generation) ||
	    nla_put_u32(event->msg, NFM_A_CHANGE, change) ||
	    nfm_put_cause(event->msg, origin))
		goto lose;
	return true;

lose:
	nfm_event_lose(event);
	return false;
}

/* @err: nonzero if the object did not fit */
static void nfm_event_send(struct nfm_event *event, int err)
{
	if (err) {
		nfm_event_lose(event);
		return;
	}
	genlmsg_end(event->msg, event->header);
	genlmsg_multicast_netns(&nfm_family, event->net, event->msg, 0, 0,
				GFP_KERNEL);
}

static int nfm_put_name(struct sk_buff *msg, int type, int name_type,
			const char *name)
{
	struct nlattr *nest = nla_nest_start(msg, type);

	if (!nest || nla_put_string(msg, name_type, name))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int nfm_put_new_network(struct sk_buff *msg,
			       const struct nfm_inventory *inventory,
			       unsigned int i)
{
	return nfm_put_network(msg, inventory->config, i);
}

static int nfm_put_new_session(struct sk_buff *msg,
			       const struct nfm_inventory *inventory,
			       unsigned int i)
{
	return nfm_put_session(msg, NULL, inventory, i);
}

/**
 * struct nfm_kind - how events describe a kind of object: networks or sessions
 * @command: command of their events
 * @type: attribute type of the object
 * @name_type: attribute type of its name, within the object
 * @put: writes the object with a given index
 */
struct nfm_kind {
	u8 command;
	int type;
	int name_type;
	int (*put)(struct sk_buff *msg, const struct nfm_inventory *inventory,
		   unsigned int i);
};

static const struct nfm_kind nfm_kind_network = {
	NFM_CMD_NETWORK_NTF,
	NFM_A_NETWORK,
	NFM_A_NETWORK_NAME,
	nfm_put_new_network,
};

static const struct nfm_kind nfm_kind_session = {
	NFM_CMD_SESSION_NTF,
	NFM_A_SESSION,
	NFM_A_SESSION_NAME,
	nfm_put_new_session,
};

/* @i: the object's index in @inventory; unused if the object was removed */
static void nfm_notify_object(struct net *net,
			      const struct nfm_inventory *inventory,
			      const struct nfm_kind *kind,
			      enum nfm_change change, const char *name,
			      unsigned int i, const struct nfm_job *job)
{
	const struct nfm_origin origin = { .kind = NFM_CAUSE_COMMAND,
					   .caller = job->caller };
	struct nfm_event event;
	int err;

	if (!nfm_event_begin(&event, net, kind->command, inventory->generation,
			     change, &origin))
		return;
	if (change == NFM_CHANGE_REMOVED)
		err = nfm_put_name(event.msg, kind->type, kind->name_type,
				   name);
	else
		err = kind->put(event.msg, inventory, i);
	nfm_event_send(&event, err);
}

/* Report how two sets differ: both are sorted, and share unchanged objects. */
static void nfm_notify_set(struct net *net,
			   const struct nfm_inventory *inventory,
			   const struct nfm_kind *kind,
			   const struct nfm_set *old, const struct nfm_set *new,
			   const struct nfm_job *job)
{
	unsigned int i = 0, j = 0;

	while ((i < old->count || j < new->count) &&
	       !READ_ONCE(*job->leaving)) {
		const char *was = i < old->count ? old->objects[i]->name : NULL;
		const char *is = j < new->count ? new->objects[j]->name : NULL;
		int order = !was ? 1 : !is ? -1 : strcmp(was, is);

		if (order < 0)
			nfm_notify_object(net, inventory, kind,
					  NFM_CHANGE_REMOVED, was, 0, job);
		else if (order > 0)
			nfm_notify_object(net, inventory, kind,
					  NFM_CHANGE_ADDED, is, j, job);
		else if (old->objects[i] != new->objects[j])
			nfm_notify_object(net, inventory, kind,
					  NFM_CHANGE_CHANGED, is, j, job);
		cond_resched();
		i += order <= 0;
		j += order >= 0;
	}
}

/*
 * Find @eni, of inventory @of, in another one: the same device under any name,
 * else the ENI of the same name, unless that is a device which @of has under
 * another name.
 */
static const struct nfm_eni *nfm_eni_in(const struct nfm_inventory *other,
					const struct nfm_inventory *of,
					const struct nfm_eni *eni)
{
	const struct nfm_eni *named =
		nfm_inventory_find(other, nfm_eni_name(eni));
	const struct nfm_eni *same = NULL;

	if (named && named->ifindex == eni->ifindex)
		return named;
	if (eni->ifindex)
		same = nfm_inventory_find_index(other, eni->ifindex);
	if (same)
		return same;
	if (named && named->ifindex &&
	    nfm_inventory_find_index(of, named->ifindex))
		return NULL;
	return named;
}

static const char *nfm_eni_network(const struct nfm_inventory *inventory,
				   const struct nfm_eni *eni)
{
	if (eni->network == NFM_NO_NETWORK)
		return "";
	return inventory->config->networks.objects[eni->network]->name;
}

static bool nfm_eni_same_sessions(const struct nfm_inventory *old,
				  const struct nfm_eni *was,
				  const struct nfm_inventory *new,
				  const struct nfm_eni *is)
{
	const struct nfm_session *a, *b;
	unsigned int i = 0, j = 0;

	do {
		a = nfm_eni_next_session(old, was, &i, UINT_MAX);
		b = nfm_eni_next_session(new, is, &j, UINT_MAX);
		if (!a != !b || (a && strcmp(a->object.name, b->object.name)))
			return false;
	} while (a);
	return true;
}

static bool nfm_eni_same_device(const struct nfm_eni *was,
				const struct nfm_eni *is)
{
	return was->ifindex == is->ifindex && was->ethernet == is->ethernet &&
	       was->mtu == is->mtu && ether_addr_equal(was->mac, is->mac);
}

/* Return the first address of @eni that @other lacks, or NULL. */
static const struct in6_addr *
nfm_eni_address_beyond(const struct nfm_eni *eni, const struct nfm_eni *other)
{
	unsigned int i, j = 0;

	for (i = 0; i < eni->n_addrs; i++) {
		while (j < other->n_addrs &&
		       ipv6_addr_cmp(&other->sorted[j], &eni->sorted[i]) < 0)
			j++;
		if (j == other->n_addrs ||
		    !ipv6_addr_equal(&other->sorted[j], &eni->sorted[i]))
			return &eni->sorted[i];
	}
	return NULL;
}

/*
 * Check whether an ENI changed, and set @origin to the cause: a change of the
 * device itself takes precedence over a command.
 */
static bool nfm_eni_changed(const struct nfm_inventory *old,
			    const struct nfm_eni *was,
			    const struct nfm_inventory *new,
			    const struct nfm_eni *is, struct nfm_origin *origin,
			    const struct nfm_job *job)
{
	*origin = (struct nfm_origin){
		.kind = old->config == new->config ? NFM_CAUSE_DEVICE :
						     NFM_CAUSE_COMMAND,
		.caller = job->caller,
	};
	if (strcmp(nfm_eni_name(was), nfm_eni_name(is))) {
		origin->kind = NFM_CAUSE_RENAME;
		origin->old_name = nfm_eni_name(was);
		return true;
	}
	if (!nfm_eni_same_device(was, is)) {
		origin->kind = NFM_CAUSE_DEVICE;
		return true;
	}
	if (was->attachment != is->attachment)
		return true;
	origin->address = nfm_eni_address_beyond(is, was) ?:
				  nfm_eni_address_beyond(was, is);
	if (origin->address) {
		origin->kind = NFM_CAUSE_ADDRESS;
		return true;
	}
	return !nfm_prefixes_equal(was->via, !!was->via, is->via, !!is->via) ||
	       was->owns_receiver != is->owns_receiver || was->tap != is->tap ||
	       was->facing != is->facing ||
	       strcmp(nfm_eni_network(old, was), nfm_eni_network(new, is)) ||
	       !nfm_eni_same_sessions(old, was, new, is);
}

static void nfm_notify_eni(struct net *net,
			   const struct nfm_inventory *inventory,
			   const struct nfm_eni *eni, enum nfm_change change,
			   const struct nfm_origin *origin)
{
	unsigned int part = 0, look = UINT_MAX;
	struct nfm_event event;
	int err;

	/* As in a dump, sessions that do not fit are in a further event. */
	do {
		if (!nfm_event_begin(&event, net, NFM_CMD_ENI_NTF,
				     inventory->generation, change, origin))
			return;
		if (change == NFM_CHANGE_REMOVED)
			err = nfm_put_name(event.msg, NFM_A_ENI, NFM_A_ENI_NAME,
					   nfm_eni_name(eni));
		else
			err = nfm_put_eni(event.msg, inventory,
					  eni - inventory->enis, &part, &look);
		nfm_event_send(&event, err);
		cond_resched();
	} while (part && !err);
}

/*
 * Return the cause for which an ENI appeared or disappeared. An ENI without a
 * device does so by command, or because a device has taken or given up its
 * name.
 */
static struct nfm_origin nfm_eni_origin(const struct nfm_inventory *old,
					const struct nfm_inventory *new,
					const struct nfm_eni *eni,
					const struct nfm_job *job)
{
	return (struct nfm_origin){
		.kind = eni->ifindex || old->config == new->config ?
				NFM_CAUSE_DEVICE :
				NFM_CAUSE_COMMAND,
		.caller = job->caller,
	};
}

static void nfm_notify_gone(struct net *net, const struct nfm_inventory *old,
			    const struct nfm_inventory *new,
			    const struct nfm_job *job)
{
	unsigned int i;

	for (i = 0; i < old->n_enis && !READ_ONCE(*job->leaving); i++) {
		const struct nfm_eni *eni = &old->enis[i];
		struct nfm_origin origin = nfm_eni_origin(old, new, eni, job);

		cond_resched();

		if (eni->network != NFM_NO_NETWORK &&
		    !nfm_eni_in(new, old, eni))
			nfm_notify_eni(net, new, eni, NFM_CHANGE_REMOVED,
				       &origin);
	}
}

static void nfm_notify_enis(struct net *net, const struct nfm_inventory *old,
			    const struct nfm_inventory *new,
			    const struct nfm_job *job)
{
	unsigned int i;

	for (i = 0; i < new->n_enis && !READ_ONCE(*job->leaving); i++) {
		const struct nfm_eni *is = &new->enis[i];
		const struct nfm_eni *was = nfm_eni_in(old, new, is);
		struct nfm_origin origin = nfm_eni_origin(old, new, is, job);

		cond_resched();
		if (is->network == NFM_NO_NETWORK &&
		    (!was || was->network == NFM_NO_NETWORK))
			continue;
		if (!was)
			nfm_notify_eni(net, new, is, NFM_CHANGE_ADDED, &origin);
		else if (nfm_eni_changed(old, was, new, is, &origin, job))
			nfm_notify_eni(net, new, is, NFM_CHANGE_CHANGED,
				       &origin);
	}
}

/**
 * nfm_notify_change() - notify listeners of changes
 * @net: the namespace
 * @old: previous configuration and devices; NULL at first
 * @new: the active ones
 * @job: job that changed them
 *
 * Context: process.
 */
void nfm_notify_change(struct net *net, const struct nfm_inventory *old,
		       const struct nfm_inventory *new,
		       const struct nfm_job *job)
{
	if (!old || !nfm_watched(net))
		return;
	if (old->config != new->config) {
		nfm_notify_set(net, new, &nfm_kind_network,
			       &old->config->networks, &new->config->networks,
			       job);
		nfm_notify_set(net, new, &nfm_kind_session,
			       &old->config->sessions, &new->config->sessions,
			       job);
	}
	nfm_notify_gone(net, old, new, job);
	nfm_notify_enis(net, old, new, job);
}

static int nfm_put_health(struct sk_buff *msg,
			  const struct nfm_session *session,
			  const struct nfm_receiver *receiver)
{
	struct nlattr *object, *stats, *nest;

	object = nla_nest_start(msg, NFM_A_SESSION);
	if (!object ||
	    nla_put_string(msg, NFM_A_SESSION_NAME, session->object.name))
		return -EMSGSIZE;
	stats = nla_nest_start(msg, NFM_A_SESSION_STATS);
	if (!stats)
		return -EMSGSIZE;
	nest = nla_nest_start(msg, NFM_A_STATS_RECEIVER);
	if (!nest ||
	    nfm_put_receiver_health(msg, receiver, &receiver->reported))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	nla_nest_end(msg, stats);
	nla_nest_end(msg, object);
	return 0;
}

/**
 * nfm_notify_receiver() - notify listeners of a change in a receiver's health
 * @net: the namespace
 * @generation: generation of the active inventory
 * @session: the session
 * @receiver: its receiver
 * @cause: what changed it
 *
 * Context: process.
 */
void nfm_notify_receiver(struct net *net, u32 generation,
			 const struct nfm_session *session,
			 const struct nfm_receiver *receiver,
			 enum nfm_cause cause)
{
	const struct nfm_origin origin = { .kind = cause };
	struct nfm_event event;

	if (!nfm_watched(net) ||
	    !nfm_event_begin(&event, net, NFM_CMD_RECEIVER_NTF, generation,
			     NFM_CHANGE_CHANGED, &origin))
		return;
	nfm_event_send(&event, nfm_put_health(event.msg, session, receiver));
}
