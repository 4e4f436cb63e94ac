// SPDX-License-Identifier: GPL-2.0
/* Since 6.11, per-CPU data of BHs can have a separate lock. */
#include <linux/percpu.h>
#include <linux/local_lock.h>

int nfm_probe(local_lock_t __percpu *lock);
int nfm_probe(local_lock_t __percpu *lock)
{
	local_lock_nested_bh(lock);
	local_unlock_nested_bh(lock);
	return 0;
}
