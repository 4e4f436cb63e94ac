/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_ENI_ENI_H
#define _NFM_ENI_ENI_H

#include <linux/etherdevice.h>
#include <linux/if.h>
#include <linux/workqueue.h>

#include "config/config.h"

/**
 * struct nfm_eni - a device as it was when the inventory was taken
 * @name: its primary name; empty if it does not exist, see nfm_eni_name()
 * @ifindex: its index; 0 if it is attached but does not exist
 * @ethernet: it has Ethernet headers, and @mac
 * @mac: its address
 * @mtu: its MTU, in bytes; 0 if it does not exist
 * @attachment: how it is attached, or NULL; the configuration's
 * @network: index of its network in the configuration, or NFM_NO_NETWORK
 * @via: the CIDR of its network that holds one of its addresses, or NULL; the
 *	 configuration's
 * @owns_receiver: one of its addresses is a receiver of its network
 * @n_addrs: number of @addrs
 * @addrs: its own addresses and those of the guest behind it; the inventory's
 * @sorted: the same, ascending as memcmp() has it; the inventory's
 */
struct nfm_eni {
	char name[IFNAMSIZ];
	int ifindex;
	bool ethernet;
	u8 mac[ETH_ALEN] __aligned(2);
	unsigned int mtu;
	const struct nfm_attachment *attachment;
	unsigned int network;
	const struct nfm_prefix *via;
	bool owns_receiver;
	unsigned int n_addrs;
	struct in6_addr *addrs;
	struct in6_addr *sorted;
};

/* For ether_addr_equal() and ether_addr_copy(). */
static_assert(IS_ALIGNED(offsetof(struct nfm_eni, mac), 2));

#define NFM_NO_NETWORK UINT_MAX

/* Of what is attached and does not exist, the name that it was given. */
static inline const char *nfm_eni_name(const struct nfm_eni *eni)
{
	return eni->ifindex ? eni->name : eni->attachment->object.name;
}

/* Of devices, those that are attached included, and of their addresses. */
#define NFM_INVENTORY_DEVICES_MAX 65536
#define NFM_INVENTORY_ADDRS_MAX 131072

/* More that are unregistered while a plan is made have it made anew. */
#define NFM_DEPARTED_MAX 64

/**
 * struct nfm_departed - devices that were unregistered since an inventory was taken
 * @lock: protects the others
 * @n: their number; of more than NFM_DEPARTED_MAX only the first are known
 * @ifindices: their indices, which other devices may have by now
 */
struct nfm_departed {
	spinlock_t lock;
	unsigned int n;
	int ifindices[NFM_DEPARTED_MAX];
};

/**
 * struct nfm_inventory - the devices of a namespace at one moment, seen
 *			  through a configuration
 * @ref: holders: the namespace, dumps
 * @free_work: frees it where @free_on does
 * @free_on: the namespace's works
 * @generation: grows with each inventory of the namespace
 * @config: that configuration; a reference
 * @classifier_bytes: memory that the classifiers of the plan take that was made
 *		      of it
 * @addrs: all their addresses; owned
 * @sorted: the same, those of each ENI sorted; owned
 * @mtus: by index of the session in @config, the longest packet that it has to
 *	  send, in bytes: the largest MTU of the ENIs that its scope covers, or
 *	  what its snaplen leaves of that; 0 if it covers none; owned
 * @scopes: by index of the session in @config, where what its scope names begins
 *	    in @named; the last one is where all end; owned
 * @named: what the scopes of sessions name, in their order; NULL for what there
 *	   is not; owned
 * @named_sorted: the same, those of each session by where they are; owned
 * @by_index: the devices, sorted by ifindex; owned
 * @n_enis: number of @enis
 * @enis: the devices, sorted by name
 *
 * Immutable once in force: whoever holds a reference sees configuration and
 * devices as they were together.
 */
struct nfm_inventory {
	struct kref ref;
	struct work_struct free_work;
	struct workqueue_struct *free_on;
	u32 generation;
	struct nfm_config *config;
	u64 classifier_bytes;
	struct in6_addr *addrs;
	struct in6_addr *sorted;
	unsigned int *mtus;
	unsigned int *scopes;
	const struct nfm_eni **named;
	const struct nfm_eni **named_sorted;
	const struct nfm_eni **by_index;
	unsigned int n_enis;
	struct nfm_eni enis[];
};

#endif /* _NFM_ENI_ENI_H */
