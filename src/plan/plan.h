/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PLAN_PLAN_H
#define _NFM_PLAN_PLAN_H

#include <linux/etherdevice.h>
#include <linux/workqueue.h>

#include "lib/addrset.h"
#include "lib/slots.h"
#include "lib/tunnelset.h"

struct nfm_classifier;
struct nfm_config;
struct nfm_inventory;
struct nfm_job;

/* Where the packets of an ENI are seen. */
enum nfm_hook {
	NFM_HOOK_RX, /* PRE_ROUTING, from the device */
	NFM_HOOK_TX, /* POST_ROUTING, to the device */
	NFM_HOOKS
};

/* Neither a device nor an empty slot has this index. */
#define NFM_SOURCE_GONE -1

/**
 * struct nfm_source - an ENI as packets read it
 * @ifindex: index of the device; 0 in an empty slot, NFM_SOURCE_GONE once the
 *	     device is unregistered
 * @hash: hash of its MAC address, or of its name if it has none, for
 *	  NFM_BALANCE_ENI
 * @ethernet: it has Ethernet headers, and @mac is valid
 * @others: frames that the device receives for others are its own, too
 * @mac: its MAC address
 * @in_hook: the hook that packets to the ENI's owner pass
 * @receivers: addresses whose traffic is never copied; the configuration's
 * @tunnels: all tunnels that carry copies, of any ENI; the configuration's
 * @seed: the secret of its network; 0 for none
 * @mark: the part of the copies' mark that depends on @seed, see nfm_mark()
 * @network: index of its network in the plan's configuration
 * @vpc: its network; the configuration's
 * @addrs: addresses of its owner, if a session of @vpc copies packets once; owned
 * @classifiers: the classifier of each enum nfm_hook; the plan's; NULL if no session
 *		 mirrors packets in that hook, or if it does so at the device
 * @frames: the same for the hooks of the device itself, see datapath/tap.c
 */
struct nfm_source {
	int ifindex;
	u32 hash;
	bool ethernet;
	bool others;
	u8 mac[ETH_ALEN] __aligned(2);
	enum nfm_hook in_hook;
	const struct nfm_addrset *receivers;
	const struct nfm_tunnelset *tunnels;
	u64 seed;
	u16 mark;
	u32 network;
	const struct nfm_network *vpc;
	struct nfm_addrset *addrs;
	const struct nfm_classifier *classifiers[NFM_HOOKS];
	const struct nfm_classifier *frames[NFM_HOOKS];
};

/* Required by ether_addr_equal() and ether_addr_copy(). */
static_assert(IS_ALIGNED(offsetof(struct nfm_source, mac), 2));

/**
 * struct nfm_plan - the data that the packets of a namespace read
 * @free_work: frees the plan after a grace period, in process context
 * @config: the configuration that the plan was compiled from; a reference, which
 *	    keeps all sessions, receivers and counters that the plan points to
 * @tunnels: all tunnels that carry copies; the configuration's
 * @hooks: bitmap of each enum nfm_hook in which a source is mirrored
 * @has_frames: a source is mirrored at its device
 * @classifiers: hash table of the classifiers of @sources, each once, see
 *		 lib/slots.h; holds references; the array is owned
 * @classifier_mask: number of slots of @classifiers minus one
 * @classifier_bytes: memory that @classifiers take, without the array
 * @seed: hash multiplier, odd; random, as tenants choose the indices of devices
 * @mask: number of @sources minus one
 * @sources: hash table by ifindex, see lib/slots.h
 *
 * Immutable, except that nfm_plan_forget() marks sources as gone. Read under RCU.
 */
struct nfm_plan {
	struct rcu_work free_work;
	struct nfm_config *config;
	const struct nfm_tunnelset *tunnels;
	u8 hooks;
	bool has_frames;
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

/* Multiply-shift hashing: for any indices, collisions are random. */
static inline u32 nfm_plan_hash(const struct nfm_plan *plan, int ifindex)
{
	return (u32)ifindex * plan->seed >> 32;
}

/**
 * nfm_plan_find() - look up the source for a device
 * @plan: the plan
 * @ifindex: index of the device
 *
 * Return: the source; if there is none, an empty slot, whose @classifiers are NULL.
 */
static inline const struct nfm_source *
nfm_plan_find(const struct nfm_plan *plan, int ifindex)
{
	u32 hash = nfm_plan_hash(plan, ifindex);
	const struct nfm_source *source;
	int used;

	nfm_slots_for_each(source, plan->sources, hash, plan->mask) {
		used = READ_ONCE(source->ifindex);
		if (used == ifindex || !used)
			return source;
	}
}

#endif /* _NFM_PLAN_PLAN_H */
