/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETLINK_CALL_H
#define _NFM_NETLINK_CALL_H

#include <net/genetlink.h>

#include "lib/job.h"

/**
 * struct nfm_call - a command
 * @list: among those of its namespace that wait
 * @skb: a clone of what the request came in, if it waits
 * @bytes: what it counts among those that wait
 * @nlh: the request
 * @client: the socket that it came from
 * @caller: who sent it
 * @cmd: enum nfm_cmd
 * @exist: NFM_A_EXIST came with it
 * @replace: NFM_A_REPLACE came with it
 */
struct nfm_call {
	struct list_head list;
	struct sk_buff *skb;
	u32 bytes;
	struct nlmsghdr *nlh;
	struct sock *client;
	struct nfm_caller caller;
	u8 cmd;
	bool exist;
	bool replace;
};

#endif /* _NFM_NETLINK_CALL_H */
