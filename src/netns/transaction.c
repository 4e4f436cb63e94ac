// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "netns/netns.h"
#include "netns/transaction.h"

/**
 * nfm_transaction_find() - look up a client's transaction
 * @ns: the namespace, locked
 * @client: the client's socket
 *
 * Return: the transaction, or NULL.
 */
struct nfm_transaction *nfm_transaction_find(struct nfm_netns *ns,
					     const struct sock *client)
{
	struct nfm_transaction *transaction;

	list_for_each_entry(transaction, &ns->transactions, list)
		if (transaction->client == client)
			return transaction;
	return NULL;
}

/**
 * nfm_transaction_end() - discard a transaction
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
 * nfm_transaction_end_all() - discard all transactions of a namespace
 * @ns: the namespace, which no client can reach
 */
void nfm_transaction_end_all(struct nfm_netns *ns)
{
	struct nfm_transaction *transaction, *next;

	list_for_each_entry_safe(transaction, next, &ns->transactions, list)
		nfm_transaction_end(transaction);
}

/* Discard the transactions of closed sockets. */
static void nfm_transaction_sweep(struct nfm_netns *ns)
{
	struct nfm_transaction *transaction, *next;

	list_for_each_entry_safe(transaction, next, &ns->transactions, list)
		if (sock_flag(transaction->client, SOCK_DEAD))
			nfm_transaction_end(transaction);
}

/**
 * nfm_transaction_end_dead() - discard the transactions of closed sockets
 * @ns: the namespace
 */
void nfm_transaction_end_dead(struct nfm_netns *ns)
{
	mutex_lock(&ns->lock);
	nfm_transaction_sweep(ns);
	mutex_unlock(&ns->lock);
}

/**
 * nfm_transaction_begin() - begin a client's transaction
 * @ns: the namespace, locked
 * @client: the client's socket, which has no transaction
 * @replace: start with an empty configuration instead of the active one
 *
 * Return: 0, -EBUSY if NFM_TRANSACTIONS_MAX others are under way, or -ENOMEM.
 */
int nfm_transaction_begin(struct nfm_netns *ns, struct sock *client,
			  bool replace)
{
	struct nfm_config *base = ns->inventory->config;
	struct nfm_transaction *transaction;
	unsigned int n = 0;

	nfm_transaction_sweep(ns);
	list_for_each_entry(transaction, &ns->transactions, list)
		n++;
	if (n >= NFM_TRANSACTIONS_MAX)
		return -EBUSY;
	transaction = kzalloc(sizeof(*transaction), GFP_KERNEL_ACCOUNT);
	if (!transaction)
		return -ENOMEM;
	transaction->config = replace ? nfm_config_replace(base) :
					nfm_config_clone(base);
	if (!transaction->config) {
		kfree(transaction);
		return -ENOMEM;
	}
	sock_hold(client);
	transaction->client = client;
	list_add(&transaction->list, &ns->transactions);
	return 0;
}

/**
 * nfm_transaction_commit() - activate the configuration of a transaction
 * @ns: the namespace, locked
 * @transaction: the transaction, which ends in any case
 * @job: the job that this is part of
 *
 * Return: 0, -ESTALE if others changed the configuration meanwhile, or an error
 * of nfm_config_seal() or nfm_netns_commit().
 */
int nfm_transaction_commit(struct nfm_netns *ns,
			   struct nfm_transaction *transaction,
			   const struct nfm_job *job)
{
	int err = -ESTALE;

	if (ns->inventory->config == transaction->config->base)
		err = nfm_config_seal(transaction->config, job);
	if (!err)
		err = nfm_netns_commit(ns, transaction->config, job);
	nfm_transaction_end(transaction);
	return err;
}
