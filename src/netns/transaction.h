/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETNS_TRANSACTION_H
#define _NFM_NETNS_TRANSACTION_H

#include <linux/list.h>
#include <linux/types.h>

struct nfm_config;
struct nfm_job;
struct nfm_netns;
struct sock;

/**
 * struct nfm_transaction - changes of a client that are not active yet
 * @list: in the namespace's list
 * @client: the client's socket; a reference
 * @config: configuration being edited, with the changes; a reference; its base
 *	    was active when the transaction began
 *
 * Protected by the namespace's lock.
 */
struct nfm_transaction {
	struct list_head list;
	struct sock *client;
	struct nfm_config *config;
};

struct nfm_transaction *nfm_transaction_find(struct nfm_netns *ns,
					     const struct sock *client);
int nfm_transaction_begin(struct nfm_netns *ns, struct sock *client,
			  bool replace);
int nfm_transaction_commit(struct nfm_netns *ns,
			   struct nfm_transaction *transaction,
			   const struct nfm_job *job);
void nfm_transaction_end(struct nfm_transaction *transaction);
void nfm_transaction_end_dead(struct nfm_netns *ns);
void nfm_transaction_end_all(struct nfm_netns *ns);

#endif /* _NFM_NETNS_TRANSACTION_H */
