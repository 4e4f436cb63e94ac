/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_RUNTIME_LIMITER_H
#define _NFM_RUNTIME_LIMITER_H

#include <linux/spinlock.h>
#include <linux/types.h>

/*
 * A token bucket (as in RFC 2697, with one rate). It holds billionths of what is
 * limited, packets or bits: what comes into it in a nanosecond is then the rate,
 * so that nothing is divided and nothing rounded.
 */

/* What is taken at once costs at most as much as so many. */
#define NFM_LIMIT_TAKE_MAX (1 << 24)

/**
 * struct nfm_limit - how much may be taken from a bucket
 * @rate: so much comes in each second; 0: there is no limit
 * @most: it holds so much, in billionths
 * @longest: after that time, in ns, it is full whatever was taken
 *
 * Immutable.
 */
struct nfm_limit {
	u64 rate;
	s64 most;
	u64 longest;
};

/**
 * struct nfm_bucket - what may be taken now
 * @lock: protects the rest; taken with bottom halves off
 * @credit: what is in it, in billionths; below 0 after something dearer than a
 *	    full bucket
 * @at: the time for which @credit holds, see ktime_get_ns()
 */
struct nfm_bucket {
	spinlock_t lock;
	s64 credit;
	u64 at;
};

void nfm_limit_init(struct nfm_limit *limit, u64 rate, u32 burst);
void nfm_bucket_init(struct nfm_bucket *bucket);
bool nfm_bucket_take(struct nfm_bucket *bucket, const struct nfm_limit *limit,
		     u64 amount, u64 now);

#endif /* _NFM_RUNTIME_LIMITER_H */
