/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_CONFIG_TUNNELSET_H
#define _NFM_CONFIG_TUNNELSET_H

#include "config/addr.h"

/**
 * struct nfm_tunnel_id - what copies of a session to one of its receivers have
 * @receiver: their destination; :: in an empty slot
 * @vni: their VNI
 * @port: their UDP port, in host order
 */
struct nfm_tunnel_id {
	struct in6_addr receiver;
	u32 vni;
	u16 port;
};

/**
 * struct nfm_tunnelset - tells packets that carry copies, whoever sent them
 * @ports: a bit for each port that VXLAN may have, by its last six bits
 * @bits: log2 of the number of slots, which is over twice that of tunnels
 * @slots: open addressing with linear probing
 *
 * Immutable once it is filled.
 */
struct nfm_tunnelset {
	u64 ports;
	unsigned int bits;
	struct nfm_tunnel_id slots[];
};

struct nfm_tunnelset *nfm_tunnelset_alloc(unsigned int max);
void nfm_tunnelset_add(struct nfm_tunnelset *set,
		       const struct nfm_tunnel_id *id);
bool nfm_tunnelset_has(const struct nfm_tunnelset *set,
		       const struct nfm_tunnel_id *id);

static inline u64 nfm_tunnelset_port(u16 port)
{
	return 1ULL << (port % 64);
}

/**
 * nfm_tunnelset_may_be() - tells what is no VXLAN, at little cost
 * @set: the tunnels
 * @port: a UDP destination port, in host order
 */
static inline bool nfm_tunnelset_may_be(const struct nfm_tunnelset *set,
					u16 port)
{
	return set->ports >> (port % 64) & 1;
}

#endif /* _NFM_CONFIG_TUNNELSET_H */
