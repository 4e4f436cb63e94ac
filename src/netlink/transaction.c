// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "netlink/edit.h"
#include "netlink/transaction.h"
#include "netns/netns.h"

/**
 * nfm_transaction_find() - looks a client's transaction up
 * @nn: the namespace, locked
 * @client: the client's socket
 *
 * Return: the transaction, or NULL.
 */
struct nfm_transaction *nfm_transaction_find(struct nfm_net *nn,
					     const struct sock *client)
{
	struct nfm_transaction *transaction;

	list_for_each_entry(transaction, &nn->transactions, list)
		if (transaction->client == client)
			return transaction;
	return NULL;
}

/**
 * nfm_transaction_end() - forgets a transaction
 * @transaction: the transaction; its namespace is locked
 */
void nfm_transaction_end(struct nfm_transaction *transaction)
{
	list_del(&transaction->list);
	nfm_config_put(transaction->config);
	sock_put(transaction->client);
	kfree(transaction);
}

/**
 * nfm_transaction_end_all() - forgets the transactions of a namespace
 * @nn: the namespace, which no client can reach any more
 */
void nfm_transaction_end_all(struct nfm_net *nn)
{
	struct nfm_transaction *transaction, *next;

	list_for_each_entry_safe(transaction, next, &nn->transactions, list)
		nfm_transaction_end(transaction);
}

/* Those whose clients are gone. */
static void nfm_transaction_sweep(struct nfm_net *nn)
{
	struct nfm_transaction *transaction, *next;

	list_for_each_entry_safe(transaction, next, &nn->transactions, list)
		if (sock_flag(transaction->client, SOCK_DEAD))
			nfm_transaction_end(transaction);
}

/**
 * nfm_transaction_end_dead() - forgets the transactions of clients that are gone
 * @nn: the namespace
 */
void nfm_transaction_end_dead(struct nfm_net *nn)
{
	mutex_lock(&nn->lock);
	nfm_transaction_sweep(nn);
	mutex_unlock(&nn->lock);
}

static unsigned int nfm_transaction_count(const struct nfm_net *nn)
{
	const struct nfm_transaction *transaction;
	unsigned int n = 0;

	list_for_each_entry(transaction, &nn->transactions, list)
		n++;
	return n;
}

static int nfm_transaction_begin(struct nfm_net *nn,
				 const struct nfm_call *call)
{
	struct nfm_config *base = nn->inventory->config;
	struct nfm_transaction *transaction;

	transaction = kzalloc(sizeof(*transaction), GFP_KERNEL_ACCOUNT);
	if (!transaction)
		return -ENOMEM;
	transaction->config = call->replace ? nfm_config_replace(base) :
					      nfm_config_clone(base);
	if (!transaction->config) {
		kfree(transaction);
		return -ENOMEM;
	}
	sock_hold(call->client);
	transaction->client = call->client;
	list_add(&transaction->list, &nn->transactions);
	return 0;
}

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
	nfm_transaction_sweep(nn);
	if (nfm_transaction_find(nn, call->client)) {
		NL_SET_ERR_MSG(extack, "the transaction has begun already");
		return -EBUSY;
	}
	if (nfm_transaction_count(nn) >= NFM_TRANSACTIONS_MAX) {
		NL_SET_ERR_MSG(extack, "16 transactions are under way already");
		return -EBUSY;
	}
	return nfm_transaction_begin(nn, call);
}

static int nfm_transaction_commit(struct nfm_net *nn,
				  struct nfm_transaction *transaction,
				  const struct nfm_job *job,
				  struct netlink_ext_ack *extack)
{
	int err;

	if (nn->inventory->config != transaction->config->base) {
		NL_SET_ERR_MSG(
			extack,
			"the configuration was changed by others meanwhile");
		return -ESTALE;
	}
	err = nfm_config_seal(transaction->config, job);
	if (!err)
		err = nfm_net_commit(nn, transaction->config, job);
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
	err = nfm_transaction_commit(nn, transaction, job, extack);
	nfm_transaction_end(transaction);
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
