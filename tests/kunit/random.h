/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_KUNIT_RANDOM_H
#define _NFM_KUNIT_RANDOM_H

#include <linux/prandom.h>

/* The same numbers in each run, so that a failure can be looked at again. */
static struct rnd_state random_state;

static inline void random_begin(u64 seed)
{
	prandom_seed_state(&random_state, seed);
}

static inline u32 random_u32(void)
{
	return prandom_u32_state(&random_state);
}

/* From 0 to @below - 1. */
static inline u32 random_below(u32 below)
{
	return random_u32() % below;
}

#endif /* _NFM_KUNIT_RANDOM_H */
