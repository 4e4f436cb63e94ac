/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETLINK_DUMP_H
#define _NFM_NETLINK_DUMP_H

#include <linux/netlink.h>

int nfm_dump_networks_start(struct netlink_callback *cb);
int nfm_dump_enis_start(struct netlink_callback *cb);
int nfm_dump_sessions_start(struct netlink_callback *cb);
int nfm_dump_networks(struct sk_buff *msg, struct netlink_callback *cb);
int nfm_dump_enis(struct sk_buff *msg, struct netlink_callback *cb);
int nfm_dump_sessions(struct sk_buff *msg, struct netlink_callback *cb);
int nfm_dump_done(struct netlink_callback *cb);

#endif /* _NFM_NETLINK_DUMP_H */
