/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETLINK_NOTIFY_H
#define _NFM_NETLINK_NOTIFY_H

#include "eni/inventory.h"

void nfm_notify_change(struct net *net, const struct nfm_inventory *old,
		       const struct nfm_inventory *new,
		       const struct nfm_job *job);
void nfm_notify_receiver(struct net *net, u32 generation,
			 const struct nfm_session *session,
			 const struct nfm_receiver *receiver,
			 enum nfm_cause cause);

#endif /* _NFM_NETLINK_NOTIFY_H */
