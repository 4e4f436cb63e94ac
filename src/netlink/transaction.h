/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETLINK_TRANSACTION_H
#define _NFM_NETLINK_TRANSACTION_H

#include "netlink/call.h"

struct nfm_netns;

int nfm_transaction_register(void);
void nfm_transaction_unregister(void);

int nfm_transaction_begin_call(struct nfm_netns *ns,
			       const struct nfm_call *call,
			       const struct nfm_job *job,
			       struct netlink_ext_ack *extack);
int nfm_transaction_commit_call(struct nfm_netns *ns,
				const struct nfm_call *call,
				const struct nfm_job *job,
				struct netlink_ext_ack *extack);
int nfm_transaction_abort_call(struct nfm_netns *ns,
			       const struct nfm_call *call,
			       const struct nfm_job *job,
			       struct netlink_ext_ack *extack);

#endif /* _NFM_NETLINK_TRANSACTION_H */
