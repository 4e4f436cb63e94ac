/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_DATAPATH_SHED_H
#define _NFM_DATAPATH_SHED_H

#include <linux/jiffies.h>
#include <linux/percpu.h>

/*
 * A processor that cannot keep up with what it receives loses originals soon, in
 * the rings of its devices. Copies are part of its work, so some are left out, by
 * flow, the more the longer this lasts: of those that remain, each is complete.
 */

/**
 * struct nfm_shed - what a CPU is under
 * @calm: the jiffy in which there was no pressure when it was last looked at
 * @looked: the jiffy in which it was last looked at
 * @receiver: the thread that was last seen receiving here; it may be gone, so it is
 *	      compared only
 * @naps: how many times that had slept by then
 * @pressure: 0 to NFM_SHED_MOST
 *
 * Used by its own CPU with bottom halves off.
 */
struct nfm_shed {
	unsigned long calm;
	unsigned long looked;
	const struct task_struct *receiver;
	unsigned long naps;
	unsigned int pressure;
};

DECLARE_PER_CPU(struct nfm_shed, nfm_shed);

bool nfm_shed_is_pressed(u32 hash);

/**
 * nfm_shed_has_flow() - tells whether a packet's copies are to be left out
 * @hash: of its flow
 *
 * Context: bottom halves off.
 */
static inline bool nfm_shed_has_flow(u32 hash)
{
	return unlikely(time_before(__this_cpu_read(nfm_shed.calm), jiffies)) &&
	       nfm_shed_is_pressed(hash);
}

#endif /* _NFM_DATAPATH_SHED_H */
