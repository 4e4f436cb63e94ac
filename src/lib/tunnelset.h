/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_LIB_TUNNELSET_H
#define _NFM_LIB_TUNNELSET_H

#include <linux/siphash.h>

#include "lib/addr.h"

/**
 * struct nfm_tunnel_id - identifies a tunnel that carries copies of a session
 * @receiver: destination of the copies; nfm_tunnel_anywhere for any; :: in an empty
 *	      slot
 * @vni: VNI of the copies, or NFM_TUNNEL_ANY_VNI
 * @port: UDP port of the copies, in host order
 */
struct nfm_tunnel_id {
	struct in6_addr receiver;
	u32 vni;
	u32 port;
};

/* UDP ports of VXLAN-GPE (IANA) and GENEVE (RFC 8926). */
#define NFM_PORT_VXLAN_GPE 4790
#define NFM_PORT_GENEVE 6081

/* Wildcard: exceeds the 24 bits of a VNI. */
#define NFM_TUNNEL_ANY_VNI U32_MAX

/**
 * struct nfm_tunnelset - tunnels that carry copies, whichever host sends them
 * @ports: bitmap of the possible tunnel ports, by some bits of the port
 * @secret: hash key, so that those who choose the addresses cannot choose slots
 * @mask: number of @slots minus one
 * @slots: hash table, see lib/slots.h
 *
 * Immutable once it is filled.
 */
struct nfm_tunnelset {
	u64 ports;
	siphash_key_t secret;
	u32 mask;
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
 * nfm_tunnelset_may_be() - cheap pre-filter on the UDP port
 * @set: the tunnels
 * @port: a UDP destination port, in host order
 *
 * Return: false if @port is not the port of a tunnel.
 */
static inline bool nfm_tunnelset_may_be(const struct nfm_tunnelset *set,
					u16 port)
{
	return set->ports >> (port / 32 % 64) & 1;
}

#endif /* _NFM_LIB_TUNNELSET_H */
