/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETLINK_TRANSACTION_H
#define _NFM_NETLINK_TRANSACTION_H

#include <linux/list.h>
#include <net/genetlink.h>

#include "netlink/call.h"

struct nfm_config;
struct nfm_net;

/**
 * struct nfm_transaction - changes of a client that are not in force yet
 * @list: in the namespace's list
 * @client: the client's socket; a reference
 * @config: the configuration with the changes, being edited; a reference; its
 *	    base was in force when the transaction began
 *
 * Protected by the namespace's lock.
 */
struct nfm_transaction {
	struct list_head list;
	struct sock *client;
	struct nfm_config *config;
};

int nfm_transaction_start(void);
void nfm_transaction_stop(void);

struct nfm_transaction *nfm_transaction_find(struct nfm_net *nn,
					     const struct sock *client);
void nfm_transaction_end(struct nfm_transaction *transaction);
void nfm_transaction_end_dead(struct nfm_net *nn);
void nfm_transaction_end_all(struct nfm_net *nn);

int nfm_transaction_begin_call(struct nfm_net *nn, const struct nfm_call *call,
			       const struct nfm_job *job,
			       struct netlink_ext_ack *extack);
int nfm_transaction_commit_call(struct nfm_net *nn, const struct nfm_call *call,
				const struct nfm_job *job,
				struct netlink_ext_ack *extack);
int nfm_transaction_abort_call(struct nfm_net *nn, const struct nfm_call *call,
			       const struct nfm_job *job,
			       struct netlink_ext_ack *extack);

#endif /* _NFM_NETLINK_TRANSACTION_H */
