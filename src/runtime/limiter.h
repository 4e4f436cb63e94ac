/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_RUNTIME_LIMITER_H
#define _NFM_RUNTIME_LIMITER_H

#include <linux/spinlock.h>
#include <linux/types.h>

/*
 * Token bucket (as in RFC 2697, with one rate). The unit is a billionth of what is
 * limited, packets or bits: the number of units added per nanosecond then equals
 * the rate, without division or rounding.
 */

/* Upper bound on the cost of one packet. */
#define NFM_LIMIT_TAKE_MAX (1 << 24)

/**
 * struct nfm_limit - parameters of a token bucket
 * @rate: packets or bits per second; 0: no limit
 * @burst: maximum amount in the bucket, in billionths
 * @fill_ns: time after which the bucket is full whatever was taken, in ns
 *
 * Immutable.
 */
struct nfm_limit {
	u64 rate;
	s64 burst;
	u64 fill_ns;
};

/**
 * struct nfm_bucket - state of a token bucket
 * @lock: protects the other members; taken with BHs disabled
 * @credit: available amount, in billionths; negative after a packet that cost more
 *	    than the burst
 * @at: time of the last update of @credit, see ktime_get_ns()
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
