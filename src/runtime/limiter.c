// SPDX-License-Identifier: GPL-2.0
#include <linux/ktime.h>
#include <linux/math64.h>

#include "runtime/limiter.h"

/* The default burst is the rate times 1 s, divided by this. */
#define NFM_LIMIT_BURST_PART 10

/**
 * nfm_limit_init() - set a limit
 * @limit: output, the limit
 * @rate: units per second, up to NFM_RATE_MAX; 0: no limit
 * @burst: units at once; 0: a tenth of a second's worth, from 1 to U32_MAX
 */
void nfm_limit_init(struct nfm_limit *limit, u64 rate, u32 burst)
{
	u64 units = burst ?: div_u64(rate, NFM_LIMIT_BURST_PART) ?: 1;

	*limit = (struct nfm_limit){ .rate = rate };
	if (!rate)
		return;
	limit->burst = min_t(u64, units, U32_MAX) * NSEC_PER_SEC;
	limit->fill_ns = div64_u64(
		limit->burst + (u64)NFM_LIMIT_TAKE_MAX * NSEC_PER_SEC, rate);
}

/**
 * nfm_bucket_init() - initialise a full bucket
 * @bucket: output, the bucket
 */
void nfm_bucket_init(struct nfm_bucket *bucket)
{
	*bucket = (struct nfm_bucket){};
	spin_lock_init(&bucket->lock);
}

/* @now may be slightly behind the time that another CPU has stored. */
static void nfm_bucket_fill(struct nfm_bucket *bucket,
			    const struct nfm_limit *limit, u64 now)
{
	s64 passed = now - bucket->at;

	if (passed <= 0)
		return;
	bucket->at = now;
	if (passed > limit->fill_ns)
		bucket->credit = limit->burst;
	else
		bucket->credit += passed * limit->rate;
}

/**
 * nfm_bucket_take() - take an amount from a bucket, all or nothing
 * @bucket: the bucket
 * @limit: its limit; may differ from call to call
 * @amount: packets or bits; treated as NFM_LIMIT_TAKE_MAX if larger
 * @now: ktime_get_ns()
 *
 * A packet that costs more than the burst is passed when the bucket is full and
 * leaves it negative, so the long-term rate holds.
 *
 * Context: BHs disabled.
 * Return: true if the amount was taken.
 */
bool nfm_bucket_take(struct nfm_bucket *bucket, const struct nfm_limit *limit,
		     u64 amount, u64 now)
{
	s64 price = min_t(u64, amount, NFM_LIMIT_TAKE_MAX) * NSEC_PER_SEC;
	bool enough;

	spin_lock(&bucket->lock);
	nfm_bucket_fill(bucket, limit, now);
	bucket->credit = min(bucket->credit, limit->burst);
	enough = bucket->credit >= min(price, limit->burst);
	if (enough)
		bucket->credit -= price;
	spin_unlock(&bucket->lock);
	return enough;
}
