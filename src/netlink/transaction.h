/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETLINK_TRANSACTION_H
#define _NFM_NETLINK_TRANSACTION_H

#include "netlink/call.h"

struct nfm_net;

int nfm_transaction_start(void);
void nfm_transaction_stop(void);

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
