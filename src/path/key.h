/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PATH_KEY_H
#define _NFM_PATH_KEY_H

#include <linux/types.h>

struct sk_buff;

enum nfm_key_ports {
	NFM_PORTS_NONE, /* the protocol has none, or they are cut off */
	NFM_PORTS_KNOWN, /* sport and dport are valid */
	NFM_PORTS_ELSEWHERE, /* a later fragment: the first one has them */
};

/**
 * struct nfm_key - what is looked at of a packet
 * @saddr: source address
 * @daddr: destination address
 * @sport: source port, in host order; 0 unless @ports is NFM_PORTS_KNOWN
 * @dport: destination port, likewise
 * @proto: IP protocol
 * @ports: enum nfm_key_ports
 */
struct nfm_key {
	__be32 saddr;
	__be32 daddr;
	u16 sport;
	u16 dport;
	u8 proto;
	u8 ports;
};

bool nfm_key_parse(const struct sk_buff *skb, struct nfm_key *key);
u32 nfm_key_hash(const struct nfm_key *key);

#endif /* _NFM_PATH_KEY_H */
