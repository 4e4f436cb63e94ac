/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_DATAPATH_SHED_H
#define _NFM_DATAPATH_SHED_H

#include <linux/jiffies.h>
#include <linux/percpu.h>

/*
 * A CPU that cannot keep up with what it receives soon drops originals, in the
 * rings of its devices. Copies are part of its work, so it stops mirroring some
 * flows, more of them the longer the overload lasts. The remaining flows stay
 * complete.
 */

/**
 * struct nfm_shed - load of a CPU
 * @last_ok: jiffies of the last check that had nothing to shed
 * @sampled: jiffies of the last sample of the load
 * @receiver: thread last seen receiving on this CPU; may be gone, so only compared
 * @nvcsw: number of times that @receiver had slept by then
 * @pressure: score of the overload, 0 to NFM_SHED_PRESSURE_MAX
 *
 * Used only by its own CPU with bottom halves off.
 */
struct nfm_shed {
	unsigned long last_ok;
	unsigned long sampled;
	const struct task_struct *receiver;
	unsigned long nvcsw;
	unsigned int pressure;
};

DECLARE_PER_CPU(struct nfm_shed, nfm_shed);

bool nfm_shed_is_pressed(u32 hash);

/**
 * nfm_shed_has_flow() - check whether to shed the copies of a packet
 * @hash: hash of its flow
 *
 * Context: bottom halves off.
 * Return: true if no copies are to be made.
 */
static inline bool nfm_shed_has_flow(u32 hash)
{
	return unlikely(time_before(__this_cpu_read(nfm_shed.last_ok),
				    jiffies)) &&
	       nfm_shed_is_pressed(hash);
}

#endif /* _NFM_DATAPATH_SHED_H */
