/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PATH_PACKET_H
#define _NFM_PATH_PACKET_H

#include "path/key.h"
#include "plan/plan.h"
#include "runtime/stats.h"

struct net;
struct net_device;
struct sk_buff;
struct sock;

/**
 * struct nfm_packet - a packet that at least one mirror wants
 * @skb: the original, data at its IP header; its bytes are never written
 * @net: the namespace
 * @sk: owner of the copies
 * @tap: the ENI
 * @dev: the ENI's device
 * @sender: the socket that sends it, or NULL
 * @side: where it passes by
 * @ethertype: ETH_P_IP or ETH_P_IPV6, in network order
 * @key: what it was classified by
 * @hash: of its flow
 * @limit: the longest IP packet that the stack is going to cut it into; 0: it
 *	   leaves as it is
 * @wire: its size
 *
 * Lives on the stack of one run of the hook.
 */
struct nfm_packet {
	struct sk_buff *skb;
	struct net *net;
	struct sock *sk;
	const struct nfm_tap *tap;
	const struct net_device *dev;
	struct sock *sender;
	enum nfm_side side;
	__be16 ethertype;
	struct nfm_key key;
	u32 hash;
	unsigned int limit;
	struct nfm_wire wire;
};

#endif /* _NFM_PATH_PACKET_H */
