// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "net.h"
#include "netlink/edit.h"
#include "netlink/transaction.h"

/**
 * nfm_transaction_find() - looks a client's transaction up
 * @nn: the namespace, locked
 * @portid: the client's socket
 *
 * Return: the transaction, or NULL.
 */
struct nfm_transaction *nfm_transaction_find(struct nfm_net *nn, u32 portid)
{
	struct nfm_transaction *transaction;

	list_for_each_entry(transaction, &nn->transactions, list)
		if (transaction->portid == portid)
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

static unsigned int nfm_transaction_count(const struct nfm_net *nn)
{
	const struct nfm_transaction *transaction;
	unsigned int n = 0;

	list_for_each_entry(transaction, &nn->transactions, list)
		n++;
	return n;
}

static int nfm_transaction_begin(struct nfm_net *nn, u32 portid, bool replace)
{
	struct nfm_config *base = nn->inventory->config;
	struct nfm_transaction *transaction;

	transaction = kzalloc(sizeof(*transaction), GFP_KERNEL_ACCOUNT);
	if (!transaction)
		return -ENOMEM;
	transaction->config = replace ? nfm_config_replace(base) :
					nfm_config_clone(base);
	if (!transaction->config) {
		kfree(transaction);
		return -ENOMEM;
	}
	transaction->portid = portid;
	list_add(&transaction->list, &nn->transactions);
	return 0;
}

/**
 * nfm_transaction_begin_doit() - carries out NFM_CMD_BEGIN
 * @skb: the request
 * @info: what Generic Netlink knows of it
 */
int nfm_transaction_begin_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nfm_net *nn = nfm_net_get(genl_info_net(info));
	int err = -EBUSY;

	mutex_lock(&nn->lock);
	if (nfm_transaction_find(nn, info->snd_portid))
		NL_SET_ERR_MSG(info->extack,
			       "the transaction has begun already");
	else if (nfm_transaction_count(nn) >= NFM_TRANSACTIONS_MAX)
		NL_SET_ERR_MSG(info->extack,
			       "16 transactions are under way already");
	else
		err = nfm_transaction_begin(nn, info->snd_portid,
					    info->attrs[NFM_A_REPLACE]);
	mutex_unlock(&nn->lock);
	return nfm_edit_explain(err, info->extack);
}

static int nfm_transaction_commit(struct nfm_net *nn,
				  struct nfm_transaction *transaction,
				  struct netlink_ext_ack *extack)
{
	int err;

	if (nn->inventory->config != transaction->config->base) {
		NL_SET_ERR_MSG(
			extack,
			"the configuration was changed by others meanwhile");
		return -ESTALE;
	}
	err = nfm_config_seal(transaction->config);
	if (!err)
		err = nfm_net_commit(nn, transaction->config);
	return err;
}

/* Ends the client's transaction, after it was put in force or as it is. */
static int nfm_transaction_finish(struct genl_info *info, bool commit)
{
	struct nfm_net *nn = nfm_net_get(genl_info_net(info));
	struct nfm_transaction *transaction;
	int err = 0;

	mutex_lock(&nn->lock);
	transaction = nfm_transaction_find(nn, info->snd_portid);
	if (transaction) {
		if (commit)
			err = nfm_transaction_commit(nn, transaction,
						     info->extack);
		nfm_transaction_end(transaction);
	} else {
		NL_SET_ERR_MSG(info->extack, "there is no transaction");
		err = -ENOENT;
	}
	mutex_unlock(&nn->lock);
	return nfm_edit_explain(err, info->extack);
}

/**
 * nfm_transaction_commit_doit() - carries out NFM_CMD_COMMIT
 * @skb: the request
 * @info: what Generic Netlink knows of it
 */
int nfm_transaction_commit_doit(struct sk_buff *skb, struct genl_info *info)
{
	return nfm_transaction_finish(info, true);
}

/**
 * nfm_transaction_abort_doit() - carries out NFM_CMD_ABORT
 * @skb: the request
 * @info: what Generic Netlink knows of it
 */
int nfm_transaction_abort_doit(struct sk_buff *skb, struct genl_info *info)
{
	return nfm_transaction_finish(info, false);
}

/* A client that goes takes its transaction with it. */
static int nfm_transaction_release(struct notifier_block *nb,
				   unsigned long event, void *data)
{
	const struct netlink_notify *notify = data;
	struct nfm_transaction *transaction;
	struct nfm_net *nn;

	if (event != NETLINK_URELEASE || notify->protocol != NETLINK_GENERIC)
		return NOTIFY_DONE;
	nn = nfm_net_get(notify->net);
	/* Most clients have none; what a client began is in the list by now. */
	if (list_empty(&nn->transactions))
		return NOTIFY_DONE;
	mutex_lock(&nn->lock);
	transaction = nfm_transaction_find(nn, notify->portid);
	if (transaction)
		nfm_transaction_end(transaction);
	mutex_unlock(&nn->lock);
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
