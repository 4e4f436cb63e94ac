/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_COMPAT_MEMCG_H
#define _NFM_COMPAT_MEMCG_H

#include <linux/memcontrol.h>
#include <linux/sched.h>

/*
 * Work on behalf of a task is charged to its memory cgroup. This is the task
 * context part of set_active_memcg(), which also refers, for interrupts, to a
 * symbol that 5.10 does not export.
 */
#ifdef NFM_HAS_ACTIVE_MEMCG

static inline struct mem_cgroup *nfm_memcg_get(void)
{
	return get_mem_cgroup_from_mm(current->mm);
}

static inline void nfm_memcg_put(struct mem_cgroup *memcg)
{
	mem_cgroup_put(memcg);
}

/* Return the memory cgroup charged before; NULL for that of the current task. */
static inline struct mem_cgroup *nfm_memcg_charge(struct mem_cgroup *memcg)
{
	struct mem_cgroup *before = current->active_memcg;

	current->active_memcg = memcg;
	return before;
}

#else

static inline struct mem_cgroup *nfm_memcg_get(void)
{
	return NULL;
}

static inline void nfm_memcg_put(struct mem_cgroup *memcg)
{
}

static inline struct mem_cgroup *nfm_memcg_charge(struct mem_cgroup *memcg)
{
	return NULL;
}

#endif

#endif /* _NFM_COMPAT_MEMCG_H */
