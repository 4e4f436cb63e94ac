/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_COMPAT_LOCAL_LOCK_H
#define _NFM_COMPAT_LOCAL_LOCK_H

#include <linux/percpu.h>
#include <linux/local_lock.h>

/* Kernels without these serialise BHs per CPU, even with PREEMPT_RT. */
#ifndef NFM_HAS_LOCAL_LOCK_NESTED_BH
static inline void local_lock_nested_bh(local_lock_t __percpu *lock)
{
}

static inline void local_unlock_nested_bh(local_lock_t __percpu *lock)
{
}
#endif

#endif /* _NFM_COMPAT_LOCAL_LOCK_H */
