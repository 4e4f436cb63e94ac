/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PATH_OUTPUT_H
#define _NFM_PATH_OUTPUT_H

#include "runtime/receiver.h"

struct dst_entry;
struct sk_buff;
struct sock;

bool nfm_output_ready(struct dst_entry *dst, struct nfm_receiver *receiver);
int nfm_output(struct net *net, struct sock *sk, struct sk_buff *skb,
	       bool fits);

#endif /* _NFM_PATH_OUTPUT_H */
