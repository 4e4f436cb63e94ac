/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETLINK_QUEUE_H
#define _NFM_NETLINK_QUEUE_H

struct genl_info;
struct nfm_netns;
struct sk_buff;

int nfm_call_doit(struct sk_buff *skb, struct genl_info *info);
void nfm_call_init(struct nfm_netns *ns);
void nfm_call_exit(struct nfm_netns *ns);

#endif /* _NFM_NETLINK_QUEUE_H */
