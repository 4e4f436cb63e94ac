// SPDX-License-Identifier: GPL-2.0
#include "netlink/transaction.h"
#include "netns/netns.h"
#include "netns/transaction.h"

/**
 * nfm_transaction_begin_call() - carry out NFM_CMD_BEGIN
 * @ns: the namespace, locked
 * @call: the command
 * @job: the same command, as a job
 * @extack: set to the reason of a refusal
 *
 * Return: 0 or a negative errno.
 */
int nfm_transaction_begin_call(struct nfm_netns *ns,
			       const struct nfm_call *call,
			       const struct nfm_job *job,
			       struct netlink_ext_ack *extack)
{
	int err;

	if (nfm_transaction_find(ns, call->client)) {
		NL_SET_ERR_MSG(extack, "the socket has a transaction already");
		return -EBUSY;
	}
	err = nfm_transaction_begin(ns, call->client, call->replace);
	if (err == -EBUSY)
		NL_SET_ERR_MSG(
			extack,
			"the network namespace has 16 transactions already");
	return err;
}

/* Return the transaction of the client, or NULL with the reason in @extack. */
static struct nfm_transaction *
nfm_transaction_of(struct nfm_netns *ns, const struct nfm_call *call,
		   struct netlink_ext_ack *extack)
{
	struct nfm_transaction *transaction =
		nfm_transaction_find(ns, call->client);

	if (!transaction)
		NL_SET_ERR_MSG(extack, "the socket has no transaction");
	return transaction;
}

/**
 * nfm_transaction_commit_call() - carry out NFM_CMD_COMMIT
 * @ns: the namespace, locked
 * @call: the command
 * @job: the same command, as a job
 * @extack: set to the reason of a refusal
 *
 * Return: 0 or a negative errno; the transaction has ended in both cases.
 */
int nfm_transaction_commit_call(struct nfm_netns *ns,
				const struct nfm_call *call,
				const struct nfm_job *job,
				struct netlink_ext_ack *extack)
{
	struct nfm_transaction *transaction =
		nfm_transaction_of(ns, call, extack);
	int err;

	if (!transaction)
		return -ENOENT;
	err = nfm_transaction_commit(ns, transaction, job);
	if (err == -ESTALE)
		NL_SET_ERR_MSG(
			extack,
			"another client changed the configuration during the transaction");
	return err;
}

/**
 * nfm_transaction_abort_call() - carry out NFM_CMD_ABORT
 * @ns: the namespace, locked
 * @call: the command
 * @job: the same command, as a job
 * @extack: set to the reason of a refusal
 *
 * Return: 0 or -ENOENT.
 */
int nfm_transaction_abort_call(struct nfm_netns *ns,
			       const struct nfm_call *call,
			       const struct nfm_job *job,
			       struct netlink_ext_ack *extack)
{
	struct nfm_transaction *transaction =
		nfm_transaction_of(ns, call, extack);

	if (!transaction)
		return -ENOENT;
	nfm_transaction_end(transaction);
	return 0;
}

/*
 * A transaction ends with its client's socket. A worker ends it, since closing
 * a socket must not wait for the command of another client.
 */
static int nfm_transaction_release(struct notifier_block *nb,
				   unsigned long event, void *data)
{
	const struct netlink_notify *notify = data;
	struct nfm_netns *ns;

	if (event != NETLINK_URELEASE || notify->protocol != NETLINK_GENERIC)
		return NOTIFY_DONE;
	ns = nfm_netns_get(notify->net);
	if (!list_empty_careful(&ns->transactions))
		queue_work(ns->workqueue, &ns->calls_work);
	return NOTIFY_DONE;
}

static struct notifier_block nfm_transaction_notifier = {
	.notifier_call = nfm_transaction_release,
};

/**
 * nfm_transaction_register() - end transactions when their sockets are closed
 *
 * Return: 0 or a negative errno.
 */
int nfm_transaction_register(void)
{
	return netlink_register_notifier(&nfm_transaction_notifier);
}

/**
 * nfm_transaction_unregister() - undo nfm_transaction_register()
 */
void nfm_transaction_unregister(void)
{
	netlink_unregister_notifier(&nfm_transaction_notifier);
}
