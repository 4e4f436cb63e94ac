// SPDX-License-Identifier: GPL-2.0
#include <linux/ktime.h>
#include <linux/math64.h>

#include "runtime/limiter.h"

/* The default burst is what comes in during that part of a second. */
#define NFM_LIMIT_BURST_PART 10

/**
 * nfm_limit_init() - sets a limit
 * @limit: becomes it
 * @rate: so much a second, up to NFM_RATE_MAX; 0: none
 * @burst: so much at once; 0: a tenth of a second's worth, at least 1, and no more
 *	   than can be given
 */
void nfm_limit_init(struct nfm_limit *limit, u64 rate, u32 burst)
{
	u64 most = burst ?: div_u64(rate, NFM_LIMIT_BURST_PART) ?: 1;

	*limit = (struct nfm_limit){ .rate = rate };
	if (!rate)
		return;
	limit->most = min_t(u64, most, U32_MAX) * NSEC_PER_SEC;
	limit->longest = div64_u64(
		limit->most + (u64)NFM_LIMIT_TAKE_MAX * NSEC_PER_SEC, rate);
}

/**
 * nfm_bucket_init() - makes a bucket that is full
 * @bucket: becomes it
 */
void nfm_bucket_init(struct nfm_bucket *bucket)
{
	*bucket = (struct nfm_bucket){};
	spin_lock_init(&bucket->lock);
}

/* @now may be a little before what another CPU has seen. */
static void nfm_bucket_fill(struct nfm_bucket *bucket,
			    const struct nfm_limit *limit, u64 now)
{
	s64 passed = now - bucket->at;

	if (passed <= 0)
		return;
	bucket->at = now;
	if (passed > limit->longest)
		bucket->credit = limit->most;
	else
		bucket->credit += passed * limit->rate;
}

/**
 * nfm_bucket_take() - takes from a bucket, all or nothing
 * @bucket: the bucket
 * @limit: its limit, which may be another than the last time
 * @amount: packets or bits; what is over NFM_LIMIT_TAKE_MAX does not count
 * @now: ktime_get_ns()
 *
 * What is more than a full bucket is to be had from a full one, which is then
 * long below 0: the rate is kept in the long run.
 *
 * Context: bottom halves off.
 * Return: true if there was enough.
 */
bool nfm_bucket_take(struct nfm_bucket *bucket, const struct nfm_limit *limit,
		     u64 amount, u64 now)
{
	s64 price = min_t(u64, amount, NFM_LIMIT_TAKE_MAX) * NSEC_PER_SEC;
	bool enough;

	spin_lock(&bucket->lock);
	nfm_bucket_fill(bucket, limit, now);
	bucket->credit = min(bucket->credit, limit->most);
	enough = bucket->credit >= min(price, limit->most);
	if (enough)
		bucket->credit -= price;
	spin_unlock(&bucket->lock);
	return enough;
}
