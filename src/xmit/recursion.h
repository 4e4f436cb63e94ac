/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_XMIT_RECURSION_H
#define _NFM_XMIT_RECURSION_H

#include <linux/percpu.h>
#include <linux/sched.h>

#include "compat/local_lock.h"

/**
 * struct nfm_recursion - what keeps a CPU from copying copies
 * @lock: guards what sending copies has for each CPU. With PREEMPT_RT, a task may
 *	  be preempted by others that send some; elsewhere, bottom halves are off,
 *	  and it costs nothing
 * @holder: who is sending copies here: what it sends on their behalf is not
 *	    copied. Written with @lock; that it is oneself, one sees without
 */
struct nfm_recursion {
	local_lock_t lock;
	const struct task_struct *holder;
};

DECLARE_PER_CPU(struct nfm_recursion, nfm_recursion);

/**
 * nfm_recursion_enter() - shuts the gate of this CPU
 *
 * Context: bottom halves off.
 * Return: false if it was shut by oneself: the packet is one that carries a copy,
 * or that the transmission of a copy got out of some queue.
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
 * nfm_recursion_leave() - opens the gate that nfm_recursion_enter() shut
 */
static inline void nfm_recursion_leave(void)
{
	__this_cpu_write(nfm_recursion.holder, NULL);
	local_unlock_nested_bh(&nfm_recursion.lock);
}

#endif /* _NFM_XMIT_RECURSION_H */
