/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_XMIT_RECURSION_H
#define _NFM_XMIT_RECURSION_H

#include <linux/percpu.h>
#include <linux/sched.h>

#include "compat/local_lock.h"

/**
 * struct nfm_recursion - prevents a CPU from mirroring its own copies
 * @lock: protects the per-CPU state for sending copies. With PREEMPT_RT, a task may
 *	  be preempted by others that send copies; elsewhere, bottom halves are off,
 *	  and it costs nothing
 * @holder: task that is sending copies on this CPU; packets it generates meanwhile
 *	    are not mirrored. Written under @lock; compared with current locklessly
 */
struct nfm_recursion {
	local_lock_t lock;
	const struct task_struct *holder;
};

DECLARE_PER_CPU(struct nfm_recursion, nfm_recursion);

/**
 * nfm_recursion_enter() - start sending copies on this CPU
 *
 * Context: bottom halves off.
 * Return: false on recursion: the packet carries a copy, or sending a copy got it
 * out of some queue.
 */
static inline bool nfm_recursion_enter(void)
{
	if (__this_cpu_read(nfm_recursion.holder) == current)
		return false;
	local_lock_nested_bh(&nfm_recursion.lock);
	__this_cpu_write(nfm_recursion.holder, current);
	return true;
}

/**
 * nfm_recursion_leave() - undo nfm_recursion_enter()
 */
static inline void nfm_recursion_leave(void)
{
	__this_cpu_write(nfm_recursion.holder, NULL);
	local_unlock_nested_bh(&nfm_recursion.lock);
}

#endif /* _NFM_XMIT_RECURSION_H */
