// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include <uapi/linux/nf_mirror.h>
#include "runtime/limiter.c"
#include "random.h"

#define SECOND ((u64)NSEC_PER_SEC)

static struct nfm_limit limit;
static struct nfm_bucket bucket;

static int limiter_init(struct kunit *test)
{
	nfm_bucket_init(&bucket);
	return 0;
}

/* How many of @n are to be had at once. */
static int take_each(u64 now, int n)
{
	int taken = 0;

	while (n--)
		taken += nfm_bucket_take(&bucket, &limit, 1, now);
	return taken;
}

static void test_burst_is_real(struct kunit *test)
{
	nfm_limit_init(&limit, 100, 50);
	KUNIT_EXPECT_EQ(test, take_each(SECOND, 200), 50);
	KUNIT_EXPECT_EQ(test, take_each(SECOND, 200), 0);
	KUNIT_EXPECT_EQ(test, take_each(SECOND + SECOND / 10, 200), 10);
	/* However long the pause. */
	KUNIT_EXPECT_EQ(test, take_each(1000000 * SECOND, 200), 50);
}

static void test_default_burst(struct kunit *test)
{
	nfm_limit_init(&limit, 100, 0);
	KUNIT_EXPECT_EQ(test, take_each(SECOND, 200), 10);
	nfm_limit_init(&limit, 3, 0);
	KUNIT_EXPECT_EQ(test, take_each(9 * SECOND, 200), 1);
}

/* Over an hour, nothing is lost by rounding, however odd rate and times are. */
static void test_rate_is_exact(struct kunit *test)
{
	u64 begin = SECOND, end = begin + 3600 * SECOND, now = begin;
	u64 rate = 777, taken = 0;

	random_begin(1);
	nfm_limit_init(&limit, rate, 5);
	taken = take_each(begin, 5);
	KUNIT_EXPECT_EQ(test, taken, 5ULL);
	while (now < end) {
		/* Never so long that the bucket is full. */
		now = min_t(u64, now + 1 + random_below(3000000), end);
		taken += take_each(now, 5);
	}
	KUNIT_EXPECT_EQ(test, taken, 5 + 3600 * rate);
}

/* What is dearer than a burst is to be had, and paid for. */
static void test_dear(struct kunit *test)
{
	nfm_limit_init(&limit, 100, 10);
	KUNIT_EXPECT_TRUE(test, nfm_bucket_take(&bucket, &limit, 45, SECOND));
	KUNIT_EXPECT_EQ(test, take_each(SECOND + 35 * SECOND / 100, 9), 0);
	KUNIT_EXPECT_EQ(test, take_each(SECOND + 37 * SECOND / 100, 9), 2);
	KUNIT_EXPECT_FALSE(test, nfm_bucket_take(&bucket, &limit, 45,
						 SECOND + 46 * SECOND / 100));
	KUNIT_EXPECT_TRUE(test, nfm_bucket_take(&bucket, &limit, 45,
						SECOND + 47 * SECOND / 100));
}

/* Nothing overflows, and a clock that seems to go back gives nothing. */
static void test_extremes(struct kunit *test)
{
	nfm_limit_init(&limit, NFM_RATE_MAX, U32_MAX);
	KUNIT_EXPECT_GT(test, limit.burst, 0LL);
	KUNIT_EXPECT_TRUE(test,
			  nfm_bucket_take(&bucket, &limit, U64_MAX, SECOND));
	KUNIT_EXPECT_EQ(test, bucket.credit,
			(s64)(U32_MAX - (u64)NFM_LIMIT_TAKE_MAX) *
				NSEC_PER_SEC);
	KUNIT_EXPECT_TRUE(test,
			  nfm_bucket_take(&bucket, &limit, 1, SECOND / 2));
	KUNIT_EXPECT_EQ(test, bucket.at, SECOND);
	KUNIT_EXPECT_TRUE(test, nfm_bucket_take(&bucket, &limit, 0, S64_MAX));
	KUNIT_EXPECT_EQ(test, bucket.credit, limit.burst);
	nfm_limit_init(&limit, NFM_RATE_MAX, 0);
	KUNIT_EXPECT_EQ(test, limit.burst, (s64)U32_MAX * NSEC_PER_SEC);
	nfm_limit_init(&limit, 1, 1);
	KUNIT_EXPECT_TRUE(test, nfm_bucket_take(&bucket, &limit, 1, S64_MAX));
	KUNIT_EXPECT_EQ(test, bucket.credit, 0LL);
}

/* Another limit is in force at once. */
static void test_change(struct kunit *test)
{
	nfm_limit_init(&limit, 100, 50);
	KUNIT_EXPECT_EQ(test, take_each(SECOND, 1), 1);
	nfm_limit_init(&limit, 100, 5);
	KUNIT_EXPECT_EQ(test, take_each(SECOND, 200), 5);
	nfm_limit_init(&limit, 1000, 50);
	KUNIT_EXPECT_EQ(test, take_each(SECOND, 200), 0);
	KUNIT_EXPECT_EQ(test, take_each(SECOND + SECOND / 100, 200), 10);
}

static struct kunit_case limiter_cases[] = { KUNIT_CASE(test_burst_is_real),
					     KUNIT_CASE(test_default_burst),
					     KUNIT_CASE(test_rate_is_exact),
					     KUNIT_CASE(test_dear),
					     KUNIT_CASE(test_extremes),
					     KUNIT_CASE(test_change),
					     {} };

static struct kunit_suite limiter_suite = {
	.name = "limiter",
	.init = limiter_init,
	.test_cases = limiter_cases,
};
kunit_test_suite(limiter_suite);

MODULE_LICENSE("GPL");
