/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PLAN_PLAN_H
#define _NFM_PLAN_PLAN_H

#include <linux/etherdevice.h>
#include <linux/workqueue.h>

#include "lib/addrset.h"
#include "lib/tunnelset.h"
#include "plan/classify.h"

struct nfm_inventory;
struct nfm_job;

/* Where a packet of an ENI passes by. */
enum nfm_side {
	NFM_SIDE_RX, /* PRE_ROUTING, from the device */
	NFM_SIDE_TX, /* POST_ROUTING, to the device */
	NFM_SIDES
};

/* No device has this index, and no empty slot. */
#define NFM_SOURCE_GONE -1

/**
 * struct nfm_source - an ENI, as packets read it
 * @ifindex: the device's index; 0 in an empty slot, NFM_SOURCE_GONE once the device
 *	     is unregistered
 * @hash: of its MAC address (of its name if it has none), NFM_BALANCE_ENI
 * @ethernet: it has Ethernet headers, and @mac
 * @mac: its address
 * @in_side: the side on which packets come in to the ENI's owner
 * @receivers: addresses whose traffic is never copied; the configuration's
 * @tunnels: all tunnels that copies take, of any ENI; the configuration's
 * @seed: the secret of its network; 0: none
 * @mark: what that contributes to the marks of copies, see nfm_mark()
 * @network: number of its network in the plan's configuration
 * @sides: by enum nfm_side; the plan's; NULL where no mirror taps
 */
struct nfm_source {
	int ifindex;
	u32 hash;
	bool ethernet;
	u8 mac[ETH_ALEN] __aligned(2);
	enum nfm_side in_side;
	const struct nfm_addrset *receivers;
	const struct nfm_tunnelset *tunnels;
	u64 seed;
	u16 mark;
	u32 network;
	const struct nfm_classifier *sides[NFM_SIDES];
};

/* For ether_addr_equal() and ether_addr_copy(). */
static_assert(IS_ALIGNED(offsetof(struct nfm_source, mac), 2));

/**
 * struct nfm_plan - what the packets of a namespace read
 * @free_work: frees it after a grace period, in process context
 * @config: the configuration that it was compiled from; a reference, which
 *	    keeps all mirrors, receivers and counters that it points to
 * @tunnels: all tunnels that copies take; the configuration's
 * @sides: bit for each enum nfm_side that a tap has
 * @classifiers: all that taps have, each once; by hash, open addressing with
 *		 linear probing; references; the array is owned
 * @classifier_mask: number of slots of @classifiers less one
 * @classifier_bytes: memory that they take
 * @seed: of their hash, odd; random, for tenants choose indices of devices
 * @mask: number of @sources less one
 * @sources: by ifindex, open addressing with linear probing
 *
 * Immutable, but that devices go. Read under RCU.
 */
struct nfm_plan {
	struct rcu_work free_work;
	struct nfm_config *config;
	const struct nfm_tunnelset *tunnels;
	u8 sides;
	struct nfm_classifier **classifiers;
	u32 classifier_mask;
	u64 classifier_bytes;
	u64 seed;
	u32 mask;
	struct nfm_source sources[];
};

struct nfm_plan *nfm_plan_build(const struct nfm_inventory *inventory,
				const struct nfm_plan *old,
				const struct nfm_job *job);
void nfm_plan_forget(struct nfm_plan *plan, int ifindex);
void nfm_plan_free(struct nfm_plan *plan);
void nfm_plan_retire(struct nfm_plan *plan, struct workqueue_struct *workqueue);

/* Multiply-shift: whatever the indices are, two share a slot by chance only. */
static inline u32 nfm_plan_hash(const struct nfm_plan *plan, int ifindex)
{
	return (u32)((u32)ifindex * plan->seed >> 32) & plan->mask;
}

/**
 * nfm_plan_find() - finds the tap of a device
 * @plan: where to look
 * @ifindex: the device's index
 *
 * Return: it; if there is none, an empty slot: a tap of no device, without @sides.
 */
static inline const struct nfm_source *
nfm_plan_find(const struct nfm_plan *plan, int ifindex)
{
	const struct nfm_source *source =
		&plan->sources[nfm_plan_hash(plan, ifindex)];
	int at;

	/* At least half of the slots are empty, so this ends. */
	while ((at = READ_ONCE(source->ifindex)) != ifindex && at)
		source = source == &plan->sources[plan->mask] ? plan->sources :
								source + 1;
	return source;
}

#endif /* _NFM_PLAN_PLAN_H */
