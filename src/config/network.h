/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_CONFIG_NETWORK_H
#define _NFM_CONFIG_NETWORK_H

#include "config/object.h"
#include "lib/prefix.h"

/**
 * struct nfm_network - a VPC
 * @object: base object, with the name
 * @max_sessions: maximum number of sessions
 * @seed: secret shared by the hosts of the network, which keeps senders from
 *	  choosing hash values; 0: none
 * @n_cidrs: number of @cidrs, at least one
 * @cidrs: address ranges of its ENIs and receivers
 *
 * Immutable, see struct nfm_object.
 */
struct nfm_network {
	struct nfm_object object;
	u32 max_sessions;
	u64 seed;
	unsigned int n_cidrs;
	struct nfm_prefix cidrs[];
};

/**
 * struct nfm_attachment - assignment of a device to a network
 * @object: base object; its name is a name of the device, as configured
 * @network: name of the network; owned
 * @facing: enum nfm_facing
 * @tap: enum nfm_tap_mode
 * @n_addrs: number of @addrs
 * @addrs: addresses of the guest behind the device
 *
 * Immutable, see struct nfm_object.
 */
struct nfm_attachment {
	struct nfm_object object;
	char *network;
	u8 facing;
	u8 tap;
	unsigned int n_addrs;
	struct in6_addr addrs[];
};

struct nfm_network *nfm_network_alloc(const char *name, unsigned int n_cidrs);
const struct nfm_prefix *nfm_network_holds(const struct nfm_network *network,
					   const struct in6_addr *addr);

struct nfm_attachment *nfm_attachment_alloc(const char *device,
					    const char *network,
					    unsigned int n_addrs);

#endif /* _NFM_CONFIG_NETWORK_H */
