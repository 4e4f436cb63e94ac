/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_LIB_TUNNELSET_H
#define _NFM_LIB_TUNNELSET_H

#include <linux/siphash.h>

#include "lib/addr.h"

/**
 * struct nfm_tunnel_id - what copies of a session have
 * @receiver: their destination; of any: nfm_tunnel_anywhere; :: in an empty slot
 * @vni: their VNI, or NFM_TUNNEL_ANY_VNI
 * @port: their UDP port, in host order
 */
struct nfm_tunnel_id {
	struct in6_addr receiver;
	u32 vni;
	u32 port;
};

/* UDP ports of VXLAN's generic extension (IANA), and of GENEVE (RFC 8926). */
#define NFM_PORT_VXLAN_GPE 4790
#define NFM_PORT_GENEVE 6081

/* More than a VNI can be. */
#define NFM_TUNNEL_ANY_VNI U32_MAX

/**
 * struct nfm_tunnelset - tells packets that carry copies, whoever sent them
 * @ports: a bit for each port that tunnels may have, by some of its bits
 * @secret: keeps those who choose addresses from choosing slots
 * @bits: log2 of the number of slots, which is over twice that of what is in it
 * @slots: open addressing with linear probing
 *
 * Immutable once it is filled.
 */
struct nfm_tunnelset {
	u64 ports;
	siphash_key_t secret;
	unsigned int bits;
	struct nfm_tunnel_id slots[];
};

struct nfm_tunnelset *nfm_tunnelset_alloc(unsigned int receivers,
					  unsigned int sessions);
void nfm_tunnelset_add_session(struct nfm_tunnelset *set, u32 vni, u16 port);
void nfm_tunnelset_add_receiver(struct nfm_tunnelset *set,
				const struct in6_addr *receiver, u32 vni,
				u16 port);
bool nfm_tunnelset_has(const struct nfm_tunnelset *set,
		       const struct in6_addr *receiver, u32 vni, u16 port);
bool nfm_tunnelset_has_vni(const struct nfm_tunnelset *set, u32 vni, u16 port);
bool nfm_tunnelset_has_port(const struct nfm_tunnelset *set, u16 port);

static inline u64 nfm_tunnelset_port(u16 port)
{
	return 1ULL << (port / 32 % 64);
}

/**
 * nfm_tunnelset_may_be() - tells what is no tunnel, at little cost
 * @set: the tunnels
 * @port: a UDP destination port, in host order
 */
static inline bool nfm_tunnelset_may_be(const struct nfm_tunnelset *set,
					u16 port)
{
	return set->ports >> (port / 32 % 64) & 1;
}

#endif /* _NFM_LIB_TUNNELSET_H */
