// SPDX-License-Identifier: GPL-2.0
#include <linux/jhash.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <uapi/linux/nf_mirror.h>

#include "config/tunnelset.h"

/**
 * nfm_tunnelset_alloc() - makes an empty set
 * @max: how many tunnels will be added at most
 *
 * Return: it, or NULL; free with kvfree().
 */
struct nfm_tunnelset *nfm_tunnelset_alloc(unsigned int max)
{
	unsigned int bits = ilog2(2 * max + 1) + 1;
	struct nfm_tunnelset *set;

	set = kvzalloc(struct_size(set, slots, 1U << bits), GFP_KERNEL_ACCOUNT);
	if (!set)
		return NULL;
	set->bits = bits;
	set->ports = nfm_tunnelset_port(NFM_PORT_DEFAULT);
	return set;
}

static bool nfm_tunnel_equal(const struct nfm_tunnel_id *a,
			     const struct nfm_tunnel_id *b)
{
	return a->vni == b->vni && a->port == b->port &&
	       ipv6_addr_equal(&a->receiver, &b->receiver);
}

/* Where the tunnel is, or the empty slot where it would be. */
static u32 nfm_tunnelset_find(const struct nfm_tunnelset *set,
			      const struct nfm_tunnel_id *id)
{
	u32 mask = (1U << set->bits) - 1;
	u32 at = jhash2((const u32 *)&id->receiver, 4, id->vni) & mask;

	/* At least half of the slots are empty, so this ends. */
	while (!ipv6_addr_any(&set->slots[at].receiver) &&
	       !nfm_tunnel_equal(&set->slots[at], id))
		at = (at + 1) & mask;
	return at;
}

/**
 * nfm_tunnelset_add() - adds a tunnel
 * @set: a set that no packet reads yet
 * @id: the tunnel; may be in it already
 */
void nfm_tunnelset_add(struct nfm_tunnelset *set,
		       const struct nfm_tunnel_id *id)
{
	set->ports |= nfm_tunnelset_port(id->port);
	set->slots[nfm_tunnelset_find(set, id)] = *id;
}

/**
 * nfm_tunnelset_has() - tells whether copies take a tunnel
 * @set: the tunnels
 * @id: the tunnel
 */
bool nfm_tunnelset_has(const struct nfm_tunnelset *set,
		       const struct nfm_tunnel_id *id)
{
	u32 at = nfm_tunnelset_find(set, id);

	return !ipv6_addr_any(&set->slots[at].receiver);
}
