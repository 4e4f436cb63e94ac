/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETLINK_CALL_H
#define _NFM_NETLINK_CALL_H

#include <net/genetlink.h>

#include "lib/job.h"

/**
 * struct nfm_call - a command
 * @list: in the namespace's queue
 * @skb: clone of the skb that holds the request, if the call is queued
 * @bytes: what it adds to the namespace's @calls_bytes
 * @nlh: the request
 * @client: socket that sent it
 * @caller: process that sent it
 * @cmd: enum nfm_cmd
 * @exist: NFM_A_EXIST was given
 * @replace: NFM_A_REPLACE was given
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
