// SPDX-License-Identifier: GPL-2.0
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/random.h>
#include <net/vxlan.h>
#include <uapi/linux/nf_mirror.h>

#include "lib/slots.h"
#include "lib/tunnelset.h"

/* Wildcard: 0.0.0.0 is never the address of a receiver. */
static const struct in6_addr nfm_tunnel_anywhere = {
	.s6_addr = { [10] = 0xff, [11] = 0xff },
};

/**
 * nfm_tunnelset_alloc() - allocate a set that has only the well-known tunnel ports
 * @receivers: maximum number of receivers that will be added
 * @sessions: maximum number of sessions that will be added
 *
 * Return: the set, to be freed with kvfree(), or NULL.
 */
struct nfm_tunnelset *nfm_tunnelset_alloc(unsigned int receivers,
					  unsigned int sessions)
{
	u32 mask = nfm_slots_mask(receivers + 2 * sessions);
	struct nfm_tunnelset *set;

	set = kvzalloc(struct_size(set, slots, mask + 1), GFP_KERNEL_ACCOUNT);
	if (!set)
		return NULL;
	set->mask = mask;
	get_random_bytes(&set->secret, sizeof(set->secret));
	set->ports = nfm_tunnelset_port(NFM_PORT_DEFAULT) |
		     nfm_tunnelset_port(NFM_PORT_VXLAN_GPE) |
		     nfm_tunnelset_port(NFM_PORT_GENEVE);
	return set;
}

static bool nfm_tunnel_equal(const struct nfm_tunnel_id *a,
			     const struct nfm_tunnel_id *b)
{
	return a->vni == b->vni && a->port == b->port &&
	       ipv6_addr_equal(&a->receiver, &b->receiver);
}

/* Return the slot of a tunnel, or the empty slot where it belongs. */
static const struct nfm_tunnel_id *
nfm_tunnelset_find(const struct nfm_tunnelset *set,
		   const struct nfm_tunnel_id *id)
{
	u32 hash = siphash(id, sizeof(*id), &set->secret);
	const struct nfm_tunnel_id *slot;

	nfm_slots_for_each(slot, set->slots, hash, set->mask)
		if (ipv6_addr_any(&slot->receiver) ||
		    nfm_tunnel_equal(slot, id))
			return slot;
}

static void nfm_tunnelset_add(struct nfm_tunnelset *set,
			      const struct in6_addr *receiver, u32 vni,
			      u16 port)
{
	const struct nfm_tunnel_id id = { *receiver, vni, port };

	*(struct nfm_tunnel_id *)nfm_tunnelset_find(set, &id) = id;
}

/**
 * nfm_tunnelset_add_session() - add the VNI and port of a session, for any receiver
 * @set: the set; not visible to packets yet
 * @vni: VNI of the copies
 * @port: UDP port of the copies, in host order
 */
void nfm_tunnelset_add_session(struct nfm_tunnelset *set, u32 vni, u16 port)
{
	set->ports |= nfm_tunnelset_port(port);
	nfm_tunnelset_add(set, &nfm_tunnel_anywhere, vni, port);
	nfm_tunnelset_add(set, &nfm_tunnel_anywhere, NFM_TUNNEL_ANY_VNI, port);
}

/**
 * nfm_tunnelset_add_receiver() - add the tunnel of a session to a receiver
 * @set: the set; not visible to packets yet
 * @receiver: address of the receiver
 * @vni: VNI of the copies
 * @port: UDP port of the copies, in host order
 */
void nfm_tunnelset_add_receiver(struct nfm_tunnelset *set,
				const struct in6_addr *receiver, u32 vni,
				u16 port)
{
	nfm_tunnelset_add(set, receiver, vni, port);
}

/**
 * nfm_tunnelset_has() - check whether a tunnel carries copies
 * @set: the tunnels
 * @receiver: destination of the tunnel
 * @vni: its VNI
 * @port: its UDP port, in host order
 *
 * Return: true if it does.
 */
bool nfm_tunnelset_has(const struct nfm_tunnelset *set,
		       const struct in6_addr *receiver, u32 vni, u16 port)
{
	const struct nfm_tunnel_id id = { *receiver, vni, port };

	return !ipv6_addr_any(&nfm_tunnelset_find(set, &id)->receiver);
}

/**
 * nfm_tunnelset_has_vni() - check whether a session uses a VNI with a port
 * @set: the tunnels
 * @vni: the VNI
 * @port: the UDP port, in host order
 *
 * Return: true if a session does.
 */
bool nfm_tunnelset_has_vni(const struct nfm_tunnelset *set, u32 vni, u16 port)
{
	return nfm_tunnelset_has(set, &nfm_tunnel_anywhere, vni, port);
}

/**
 * nfm_tunnelset_has_port() - check whether a session uses a port
 * @set: the tunnels
 * @port: the UDP port, in host order
 *
 * Return: true if a session does.
 */
bool nfm_tunnelset_has_port(const struct nfm_tunnelset *set, u16 port)
{
	return nfm_tunnelset_has(set, &nfm_tunnel_anywhere, NFM_TUNNEL_ANY_VNI,
				 port);
}
