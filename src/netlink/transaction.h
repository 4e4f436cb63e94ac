/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETLINK_TRANSACTION_H
#define _NFM_NETLINK_TRANSACTION_H

#include <linux/list.h>
#include <net/genetlink.h>

struct nfm_config;
struct nfm_net;

/**
 * struct nfm_transaction - changes of a client that are not in force yet
 * @list: in the namespace's list
 * @portid: the client's socket
 * @config: the configuration with the changes, being edited; a reference; its
 *	    base was in force when the transaction began
 *
 * Protected by the namespace's lock.
 */
struct nfm_transaction {
	struct list_head list;
	u32 portid;
	struct nfm_config *config;
};

int nfm_transaction_start(void);
void nfm_transaction_stop(void);

struct nfm_transaction *nfm_transaction_find(struct nfm_net *nn, u32 portid);
void nfm_transaction_end(struct nfm_transaction *transaction);
void nfm_transaction_end_all(struct nfm_net *nn);

int nfm_transaction_begin_doit(struct sk_buff *skb, struct genl_info *info);
int nfm_transaction_commit_doit(struct sk_buff *skb, struct genl_info *info);
int nfm_transaction_abort_doit(struct sk_buff *skb, struct genl_info *info);

#endif /* _NFM_NETLINK_TRANSACTION_H */
