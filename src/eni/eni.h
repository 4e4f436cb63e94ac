/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_ENI_ENI_H
#define _NFM_ENI_ENI_H

#include <linux/etherdevice.h>
#include <linux/if.h>
#include <linux/workqueue.h>

#include "config/config.h"
#include "eni/device.h"

/**
 * struct nfm_eni - a device as it was when the inventory was taken
 * @name: primary name; empty if the device does not exist, see nfm_eni_name()
 * @ifindex: interface index; 0 if the device is attached but does not exist
 * @ethernet: it has Ethernet headers, and @mac
 * @mac: MAC address
 * @mtu: MTU in bytes; 0 if the device does not exist
 * @role: what the device does for others
 * @tap: where its packets are seen: NFM_TAP_MODE_IP or NFM_TAP_MODE_DEVICE
 * @others: frames that it receives for others are its own, too
 * @facing: who owns it: NFM_FACING_WIRE or NFM_FACING_GUEST
 * @attachment: its attachment, or NULL; owned by the configuration
 * @network: index of its network in the configuration, or NFM_NO_NETWORK
 * @via: CIDR by which one of its addresses puts it into @network, or NULL; owned by
 *	 the configuration
 * @owns_receiver: one of its addresses is a receiver of its network
 * @n_addrs: number of @addrs
 * @addrs: addresses of the device and its guest; owned by the inventory
 * @sorted: the same addresses, in memcmp() order; owned by the inventory
 */
struct nfm_eni {
	char name[IFNAMSIZ];
	int ifindex;
	bool ethernet;
	u8 mac[ETH_ALEN] __aligned(2);
	unsigned int mtu;
	struct nfm_role role;
	u8 tap;
	bool others;
	u8 facing;
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

/* Name of a device; as given in its attachment if the device does not exist. */
static inline const char *nfm_eni_name(const struct nfm_eni *eni)
{
	return eni->ifindex ? eni->name : eni->attachment->object.name;
}

/*
 * Maximum number of existing devices in an inventory, and of their own addresses.
 * Attachments without a device and the addresses of guests are not counted.
 */
#define NFM_INVENTORY_DEVICES_MAX 65536
#define NFM_INVENTORY_ADDRS_MAX 131072

/* If more devices are unregistered while a plan is built, it is built again. */
#define NFM_DEPARTED_MAX 64

/**
 * struct nfm_departed - devices unregistered since the inventory was taken
 * @lock: protects the other members
 * @n: number of devices; only the first NFM_DEPARTED_MAX are in @ifindices
 * @ifindices: their indices, which other devices may have by now
 */
struct nfm_departed {
	spinlock_t lock;
	unsigned int n;
	int ifindices[NFM_DEPARTED_MAX];
};

/**
 * struct nfm_inventory - snapshot of a configuration and the devices of a namespace
 * @ref: holders: the namespace, dumps
 * @free_work: frees the inventory on @free_on
 * @free_on: workqueue of the namespace
 * @generation: number of the inventory, increasing within the namespace
 * @config: the configuration; a reference
 * @classifier_bytes: memory used by the classifiers of the plan built from it
 * @addrs: addresses of all ENIs; owned
 * @sorted: the same addresses, sorted within each ENI; owned
 * @mtus: by index of the session in @config, length of the longest packet to send,
 *	  in bytes: the largest MTU of the ENIs in its scope, or less if truncated
 *	  to snaplen; 0 if there are none; owned
 * @scopes: by index of the session in @config, where the devices named in its scope
 *	    start in @named; the last entry is the end of @named; owned
 * @named: devices that the scopes of sessions name, in their order; NULL for those
 *	   that do not exist; owned
 * @named_sorted: the same devices, sorted by pointer within each session; owned
 * @by_index: the devices, sorted by ifindex; owned
 * @n_enis: number of @enis
 * @enis: the devices, sorted by name
 *
 * Immutable once active: holders of a reference see a configuration and the devices
 * that go with it.
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
