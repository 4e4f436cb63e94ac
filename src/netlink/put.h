/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETLINK_PUT_H
#define _NFM_NETLINK_PUT_H

#include <net/genetlink.h>

#include "eni/inventory.h"

/*
 * Large enough for the longest object, a session with every list full (some 50
 * KB). Anything above 32 KB takes as much memory as this.
 */
#define NFM_MESSAGE_SIZE SKB_WITH_OVERHEAD(65536)

extern struct genl_family nfm_family;

int nfm_put_network(struct sk_buff *msg, const struct nfm_config *config,
		    unsigned int i);
int nfm_put_eni(struct sk_buff *msg, const struct nfm_inventory *inventory,
		unsigned int i, unsigned int *part, unsigned int *look);
int nfm_put_receiver_health(struct sk_buff *msg,
			    const struct nfm_receiver *receiver,
			    const struct nfm_health *health);
int nfm_put_session(struct sk_buff *msg, struct net *net,
		    const struct nfm_inventory *inventory, unsigned int i);

#endif /* _NFM_NETLINK_PUT_H */
