// SPDX-License-Identifier: GPL-2.0
#include "netlink/transaction.h"
#include "netns/netns.h"
#include "netns/transaction.h"

/**
 * nfm_transaction_begin_call() - carries out NFM_CMD_BEGIN
 * @nn: the namespace, locked
 * @call: the command
 * @job: it, too
 * @extack: gets the reason of a refusal
 *
 * Return: 0 or a negative errno.
 */
int nfm_transaction_begin_call(struct nfm_net *nn, const struct nfm_call *call,
			       const struct nfm_job *job,
			       struct netlink_ext_ack *extack)
{
	int err;

	if (nfm_transaction_find(nn, call->client)) {
		NL_SET_ERR_MSG(extack, "the transaction has begun already");
		return -EBUSY;
	}
	err = nfm_transaction_begin(nn, call->client, call->replace);
	if (err == -EBUSY)
		NL_SET_ERR_MSG(extack, "16 transactions are under way already");
	return err;
}

/* The client's transaction, or NULL. */
static struct nfm_transaction *
nfm_transaction_of(struct nfm_net *nn, const struct nfm_call *call,
		   struct netlink_ext_ack *extack)
{
	struct nfm_transaction *transaction =
		nfm_transaction_find(nn, call->client);

	if (!transaction)
		NL_SET_ERR_MSG(extack, "there is no transaction");
	return transaction;
}

/**
 * nfm_transaction_commit_call() - carries out NFM_CMD_COMMIT
 * @nn: the namespace, locked
 * @call: the command
 * @job: it, too
 * @extack: gets the reason of a refusal
 *
 * Return: 0 or a negative errno; the transaction has ended in both cases.
 */
int nfm_transaction_commit_call(struct nfm_net *nn, const struct nfm_call *call,
				const struct nfm_job *job,
				struct netlink_ext_ack *extack)
{
	struct nfm_transaction *transaction =
		nfm_transaction_of(nn, call, extack);
	int err;

	if (!transaction)
		return -ENOENT;
	err = nfm_transaction_commit(nn, transaction, job);
	if (err == -ESTALE)
		NL_SET_ERR_MSG(
			extack,
			"the configuration was changed by others meanwhile");
	return err;
}

/**
 * nfm_transaction_abort_call() - carries out NFM_CMD_ABORT
 * @nn: the namespace, locked
 * @call: the command
 * @job: it, too
 * @extack: gets the reason of a refusal
 *
 * Return: 0 or -ENOENT.
 */
int nfm_transaction_abort_call(struct nfm_net *nn, const struct nfm_call *call,
			       const struct nfm_job *job,
			       struct netlink_ext_ack *extack)
{
	struct nfm_transaction *transaction =
		nfm_transaction_of(nn, call, extack);

	if (!transaction)
		return -ENOENT;
	nfm_transaction_end(transaction);
	return 0;
}

/*
 * A client that goes takes its transaction with it. Who closes a socket waits for
 * nobody's command, so a worker sees to it.
 */
static int nfm_transaction_release(struct notifier_block *nb,
				   unsigned long event, void *data)
{
	const struct netlink_notify *notify = data;
	struct nfm_net *nn;

	if (event != NETLINK_URELEASE || notify->protocol != NETLINK_GENERIC)
		return NOTIFY_DONE;
	nn = nfm_net_get(notify->net);
	if (!list_empty_careful(&nn->transactions))
		queue_work(nn->workqueue, &nn->calls_work);
	return NOTIFY_DONE;
}

static struct notifier_block nfm_transaction_notifier = {
	.notifier_call = nfm_transaction_release,
};

/**
 * nfm_transaction_start() - has transactions end with their sockets
 *
 * Return: 0 or a negative errno.
 */
int nfm_transaction_start(void)
{
	return netlink_register_notifier(&nfm_transaction_notifier);
}

/**
 * nfm_transaction_stop() - takes nfm_transaction_start() back
 */
void nfm_transaction_stop(void)
{
	netlink_unregister_notifier(&nfm_transaction_notifier);
}
