/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PLAN_PLAN_H
#define _NFM_PLAN_PLAN_H

#include <linux/etherdevice.h>
#include <linux/workqueue.h>

#include "config/addrset.h"
#include "config/tunnelset.h"
#include "plan/mirror.h"

struct nfm_inventory;

/* Where a packet of an ENI passes by. */
enum nfm_side {
	NFM_SIDE_RX, /* PRE_ROUTING, from the device */
	NFM_SIDE_TX, /* POST_ROUTING, to the device */
	NFM_SIDES
};

/**
 * struct nfm_classifier - the mirrors that may want a packet
 * @n: number of @mirrors
 * @mirrors: they
 */
struct nfm_classifier {
	unsigned int n;
	const struct nfm_mirror *mirrors[];
};

/**
 * struct nfm_tap - an ENI, as packets read it
 * @ifindex: the device's index; 0 in an empty slot
 * @hash: of its MAC address (of its name if it has none), NFM_BALANCE_ENI
 * @ethernet: it has Ethernet headers, and @mac
 * @mac: its address
 * @in_side: the side on which packets come in to the ENI's owner
 * @receivers: addresses whose traffic is never copied; the configuration's
 * @sides: by enum nfm_side; owned; NULL where no mirror taps
 */
struct nfm_tap {
	int ifindex;
	u32 hash;
	bool ethernet;
	u8 mac[ETH_ALEN];
	enum nfm_side in_side;
	const struct nfm_addrset *receivers;
	struct nfm_classifier *sides[NFM_SIDES];
};

/**
 * struct nfm_plan - what the packets of a namespace read
 * @free_work: frees it after a grace period, in process context
 * @config: the configuration that it was compiled from; a reference, which
 *	    keeps all mirrors, receivers and counters that it points to
 * @tunnels: all tunnels that copies take; the configuration's
 * @sides: bit for each enum nfm_side that a tap has
 * @mask: number of @taps less one
 * @taps: by ifindex, open addressing with linear probing
 *
 * Immutable. Read under RCU.
 */
struct nfm_plan {
	struct rcu_work free_work;
	struct nfm_config *config;
	const struct nfm_tunnelset *tunnels;
	u8 sides;
	u32 mask;
	struct nfm_tap taps[];
};

struct nfm_plan *nfm_plan_build(const struct nfm_inventory *inventory);
void nfm_plan_free(struct nfm_plan *plan);
void nfm_plan_retire(struct nfm_plan *plan);

static inline const struct nfm_tap *nfm_plan_find(const struct nfm_plan *plan,
						  int ifindex)
{
	u32 at = ifindex & plan->mask;

	/* At least half of the slots are empty, so this ends. */
	while (plan->taps[at].ifindex) {
		if (plan->taps[at].ifindex == ifindex)
			return &plan->taps[at];
		at = (at + 1) & plan->mask;
	}
	return NULL;
}

/**
 * nfm_classify() - finds the next mirror that wants a packet
 * @classifier: where to look
 * @key: the packet's key
 * @next: where to go on; 0 at first
 *
 * Return: the mirror, or NULL if there is no further one.
 */
static inline const struct nfm_mirror *
nfm_classify(const struct nfm_classifier *classifier, const struct nfm_key *key,
	     unsigned int *next)
{
	while (*next < classifier->n) {
		const struct nfm_mirror *mirror = classifier->mirrors[*next];

		++*next;
		if (nfm_mirror_wants(mirror, key))
			return mirror;
	}
	return NULL;
}

#endif /* _NFM_PLAN_PLAN_H */
