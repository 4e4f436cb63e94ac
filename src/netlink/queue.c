// SPDX-License-Identifier: GPL-2.0
/*
 * Generic Netlink holds a lock shared by all families and namespaces while it
 * carries out a command. Commands for a namespace that is not owned by
 * init_user_ns are therefore queued, and carried out and acknowledged by a
 * worker.
 */
#include <linux/pid.h>
#include <linux/slab.h>
#include <linux/user_namespace.h>

#include "compat/genl.h"
#include "compat/memcg.h"
#include "netlink/edit.h"
#include "netlink/queue.h"
#include "netlink/transaction.h"
#include "netns/netns.h"
#include "netns/transaction.h"

/* Limits of a namespace's queue; an empty queue accepts any request. */
#define NFM_CALLS_MAX 64
#define NFM_CALLS_BYTES (512 << 10)

/* Carries out a command, with the namespace locked. */
typedef int nfm_call_t(struct nfm_netns *ns, const struct nfm_call *call,
		       const struct nfm_job *job,
		       struct netlink_ext_ack *extack);

static nfm_call_t *const nfm_calls[NFM_CMD_MAX + 1] = {
	[NFM_CMD_NETWORK_ADD] = nfm_edit_call,
	[NFM_CMD_NETWORK_SET] = nfm_edit_call,
	[NFM_CMD_NETWORK_DEL] = nfm_edit_call,
	[NFM_CMD_ENI_ATTACH] = nfm_edit_call,
	[NFM_CMD_ENI_DETACH] = nfm_edit_call,
	[NFM_CMD_SESSION_ADD] = nfm_edit_call,
	[NFM_CMD_SESSION_SET] = nfm_edit_call,
	[NFM_CMD_SESSION_DEL] = nfm_edit_call,
	[NFM_CMD_BEGIN] = nfm_transaction_begin_call,
	[NFM_CMD_COMMIT] = nfm_transaction_commit_call,
	[NFM_CMD_ABORT] = nfm_transaction_abort_call,
};

/* Set the message for errors that are not explained elsewhere. */
static void nfm_extack_errno(int err, struct netlink_ext_ack *extack)
{
	if (err == -ENOMEM)
		NL_SET_ERR_MSG(extack, "the kernel is out of memory");
	else if (err == -EFBIG)
		NL_SET_ERR_MSG(
			extack,
			"the packet classifiers would exceed the memory limit (module parameter memory)");
	else if (err == -ENOBUFS)
		NL_SET_ERR_MSG(
			extack,
			"unfinished transactions and dumps of the network namespace would exceed its memory limit (module parameter memory)");
	else if (err == -EOVERFLOW)
		NL_SET_ERR_MSG(
			extack,
			"the network namespace has more than 65536 devices or 131072 addresses");
	else if (err == -EAGAIN)
		NL_SET_ERR_MSG(
			extack,
			"the devices change faster than they can be read");
}

static int nfm_call_run(struct nfm_netns *ns, struct nfm_call *call,
			struct netlink_ext_ack *extack)
{
	const struct nfm_job job = { &ns->leaving, call->client,
				     &call->caller };
	struct mem_cgroup *before;
	int err;

	if (mutex_lock_killable(&ns->lock))
		return -EINTR;
	before = nfm_netns_charge(ns, call->caller.memcg);
	err = nfm_job_rest(&job) ?:
				   nfm_calls[call->cmd](ns, call, &job, extack);
	nfm_netns_charge_end(ns, before);
	/* Charge follow-up work to the caller. */
	if (!err)
		swap(ns->memcg, call->caller.memcg);
	mutex_unlock(&ns->lock);
	nfm_extack_errno(err, extack);
	return err;
}

/*
 * Return the PID to report, in a message that is the same for all listeners.
 * Those in init_net know the host's PIDs, or at least that these are meant.
 * Elsewhere they share a PID namespace with the caller, unless the caller came
 * from outside.
 */
static u32 nfm_caller_pid(const struct net *net)
{
	if (net_eq(net, &init_net))
		return task_tgid_nr(current);
	return current_user_ns() == net->user_ns ? task_tgid_vnr(current) : 0;
}

static void nfm_caller_init(struct nfm_caller *caller, const struct net *net)
{
	caller->pid = nfm_caller_pid(net);
	get_task_comm(caller->comm, current);
	caller->memcg = nfm_memcg_get();
}

static void nfm_call_free(struct nfm_call *call)
{
	nfm_memcg_put(call->caller.memcg);
	sock_put(call->client);
	kfree_skb(call->skb);
	kfree(call);
}

static void nfm_call_answer(const struct nfm_netns *ns, struct nfm_call *call,
			    int err, const struct netlink_ext_ack *extack)
{
	if (!err && !(call->nlh->nlmsg_flags & NLM_F_ACK))
		return;
	if (sock_flag(call->client, SOCK_DEAD))
		return;
	/* No reference needed: this socket lives as long as the namespace. */
	call->skb->sk = ns->net->genl_sock;
	netlink_ack(call->skb, call->nlh, err, extack);
	call->skb->sk = NULL;
}

static struct nfm_call *nfm_call_next(struct nfm_netns *ns)
{
	struct nfm_call *call;

	spin_lock(&ns->calls_lock);
	call = list_first_entry_or_null(&ns->calls, struct nfm_call, list);
	if (call) {
		list_del(&call->list);
		ns->n_calls--;
		ns->calls_bytes -= call->bytes;
	}
	spin_unlock(&ns->calls_lock);
	return call;
}

/* Carry out the next command. Return false if none is queued. */
static bool nfm_call_serve(struct nfm_netns *ns)
{
	struct nfm_call *call = nfm_call_next(ns);
	struct netlink_ext_ack extack = {};
	int err;

	if (!call)
		return false;
	err = nfm_call_run(ns, call, &extack);
	nfm_call_answer(ns, call, err, &extack);
	nfm_call_free(call);
	return true;
}

/* One at a time, so that other namespaces get their turn. */
static void nfm_call_work(struct work_struct *work)
{
	struct nfm_netns *ns = container_of(work, struct nfm_netns, calls_work);

	if (nfm_call_serve(ns))
		queue_work(ns->workqueue, &ns->calls_work);
	else
		nfm_transaction_end_dead(ns);
}

/*
 * A call counts as the whole buffer that its clone pins. Calls that were sent
 * in one buffer count once, with the last of them.
 */
static bool nfm_call_has_room(const struct nfm_netns *ns, u32 more)
{
	if (!ns->n_calls)
		return true;
	return ns->n_calls < NFM_CALLS_MAX &&
	       ns->calls_bytes + more <= NFM_CALLS_BYTES;
}

static bool nfm_call_enqueue(struct nfm_netns *ns, struct nfm_call *call)
{
	struct nfm_call *last;
	u32 counted = 0;
	bool room;

	spin_lock(&ns->calls_lock);
	if (!list_empty(&ns->calls)) {
		last = list_last_entry(&ns->calls, struct nfm_call, list);
		if (last->skb->head == call->skb->head)
			counted = last->bytes;
	}
	call->bytes = skb_end_offset(call->skb);
	room = nfm_call_has_room(ns, call->bytes - counted);
	if (room) {
		if (counted)
			last->bytes = 0;
		list_add_tail(&call->list, &ns->calls);
		ns->n_calls++;
		ns->calls_bytes += call->bytes - counted;
		queue_work(ns->workqueue, &ns->calls_work);
	}
	spin_unlock(&ns->calls_lock);
	return room;
}

/*
 * Copy a call and clone its request, so that both outlive the caller. They are
 * not charged to the caller: reclaim in its cgroup would hold up Generic
 * Netlink's lock. They take no more than a socket's unread messages may.
 */
static struct nfm_call *nfm_call_keep(const struct nfm_call *now,
				      struct sk_buff *skb)
{
	struct nfm_call *call;

	call = kmemdup(now, sizeof(*now), GFP_KERNEL);
	if (!call)
		return NULL;
	call->skb = netlink_skb_clone(skb, GFP_KERNEL);
	if (!call->skb) {
		kfree(call);
		return NULL;
	}
	sock_hold(call->client);
	return call;
}

/* Queue a call; consumes the caller's memory cgroup. */
static int nfm_call_wait(struct nfm_netns *ns, const struct nfm_call *now,
			 struct sk_buff *skb, struct netlink_ext_ack *extack)
{
	struct nfm_call *call = nfm_call_keep(now, skb);

	if (!call) {
		nfm_memcg_put(now->caller.memcg);
		nfm_extack_errno(-ENOMEM, extack);
		return -ENOMEM;
	}
	if (!nfm_call_enqueue(ns, call)) {
		nfm_call_free(call);
		NL_SET_ERR_MSG(
			extack,
			"the network namespace has too many queued requests (at most 64, of 512 KiB)");
		return -EBUSY;
	}
	/* netlink_rcv_skb() sends no ACK for -EINTR; the worker will. */
	return -EINTR;
}

/**
 * nfm_call_doit() - carry out a command, or queue it
 * @skb: the request
 * @info: its Generic Netlink information
 *
 * Return: 0 or a negative errno; -EINTR if it was queued, or interrupted.
 */
int nfm_call_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nfm_netns *ns = nfm_netns_get(genl_info_net(info));
	struct nfm_call call = {
		.nlh = (struct nlmsghdr *)info->nlhdr,
		.client = NETLINK_CB(skb).sk,
		.cmd = info->genlhdr->cmd,
		.exist = info->attrs[NFM_A_EXIST],
		.replace = info->attrs[NFM_A_REPLACE],
	};
	int type = nfm_edit_type(call.cmd);
	int err;

	if (type && GENL_REQ_ATTR_CHECK(info, type)) {
		NL_SET_ERR_MSG(
			info->extack,
			"the request needs a network, an ENI or a session");
		return -EINVAL;
	}
	nfm_caller_init(&call.caller, ns->net);
	if (ns->tenant)
		return nfm_call_wait(ns, &call, skb, info->extack);
	err = nfm_call_run(ns, &call, info->extack);
	nfm_memcg_put(call.caller.memcg);
	return err;
}

/**
 * nfm_call_init() - prepare a namespace
 * @ns: the namespace
 */
void nfm_call_init(struct nfm_netns *ns)
{
	spin_lock_init(&ns->calls_lock);
	INIT_LIST_HEAD(&ns->calls);
	INIT_WORK(&ns->calls_work, nfm_call_work);
}

/**
 * nfm_call_exit() - end the queued commands of a namespace
 * @ns: the namespace, which is leaving: each command ends as soon as it starts
 */
void nfm_call_exit(struct nfm_netns *ns)
{
	cancel_work_sync(&ns->calls_work);
	while (nfm_call_serve(ns))
		;
	nfm_transaction_end_dead(ns);
}
