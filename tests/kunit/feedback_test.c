// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include "runtime/feedback.c"

static struct nfm_suspicion suspicion;
static struct sk_buff *packet;

static int feedback_init(struct kunit *test)
{
	packet = alloc_skb(128, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, packet);
	return 0;
}

static void feedback_exit(struct kunit *test)
{
	kfree_skb(packet);
}

/* How many packets of a length, of flow @hash, it takes until that is suspect. */
static unsigned int packets_until(u32 hash, unsigned int len, unsigned int most)
{
	unsigned int n;

	packet->len = len;
	for (n = 1; n <= most; n++)
		if (nfm_suspicion_rises(&suspicion, packet, hash))
			return n;
	return 0;
}

static void test_opaque(struct kunit *test)
{
	nfm_suspicion_init(&suspicion, true);
	KUNIT_EXPECT_EQ(test, packets_until(1, 100, 1000), 4);
	KUNIT_EXPECT_TRUE(test, nfm_suspicion_falls_on(&suspicion, 1));
	KUNIT_EXPECT_FALSE(test, nfm_suspicion_falls_on(&suspicion, 2));
	nfm_suspicion_init(&suspicion, false);
	KUNIT_EXPECT_EQ(test, packets_until(1, 100, 10000), 4096);
}

/* A trial that found nothing is long not repeated. */
static void test_backs_off(struct kunit *test)
{
	unsigned int n, total = 4;

	nfm_suspicion_init(&suspicion, true);
	KUNIT_EXPECT_EQ(test, packets_until(1, 100, 1000), 4);
	for (n = 64; n <= 16384; n *= 16) {
		nfm_suspicion_rest(&suspicion);
		total += packets_until(1, 100, 100000);
		KUNIT_EXPECT_EQ(test, total, n);
	}
	for (n = 0; n < 20; n++)
		nfm_suspicion_rest(&suspicion);
	KUNIT_EXPECT_LE(test, suspicion.limit, NFM_SUSPICION_MOST);
	KUNIT_EXPECT_FALSE(test, nfm_suspicion_falls_on(&suspicion, 1));
}

/* A flow that makes less than a quarter is not found; one that makes more is. */
static void test_share(struct kunit *test)
{
	unsigned int i, n;

	nfm_suspicion_init(&suspicion, true);
	packet->len = 100;
	for (n = 0; n < 10000; n++)
		KUNIT_EXPECT_FALSE(test, nfm_suspicion_rises(&suspicion, packet,
							     n % 8));
	nfm_suspicion_init(&suspicion, true);
	for (n = 0; n < 100; n++)
		for (i = 0; i < 3; i++)
			if (nfm_suspicion_rises(&suspicion, packet,
						i ? 100 + 2 * n + i : 7))
				goto found;
	KUNIT_FAIL(test, "one of three packets, and not found");
found:
	KUNIT_EXPECT_EQ(test, suspicion.flow, 7U);
}

/* Another flow is watched once the first one is rare, and by its own measure. */
static void test_replaced(struct kunit *test)
{
	nfm_suspicion_init(&suspicion, true);
	KUNIT_EXPECT_EQ(test, packets_until(1, 100, 1000), 4);
	nfm_suspicion_rest(&suspicion);
	KUNIT_EXPECT_EQ(test, packets_until(2, 100, 1000), 12 + 4);
}

/* A flow that was suspect for long, as known carriers are, does not hide the next. */
static void test_floor(struct kunit *test)
{
	unsigned int n;

	nfm_suspicion_init(&suspicion, true);
	packet->len = 100;
	for (n = 1; n < 100000; n++)
		KUNIT_ASSERT_EQ(test, n >= 4,
				nfm_suspicion_rises(&suspicion, packet, 1));
	KUNIT_EXPECT_EQ(test, suspicion.left, -NFM_SUSPICION_EXCESS);
	KUNIT_EXPECT_EQ(test, packets_until(2, 100, 20000),
			NFM_SUSPICION_EXCESS + NFM_SUSPICION_OPAQUE + 4);
}

/* Copies of copies grow by what is in front of them. */
static void test_growth(struct kunit *test)
{
	unsigned int n;

	nfm_suspicion_init(&suspicion, false);
	for (n = 0; n < 6; n++)
		KUNIT_EXPECT_EQ(test, packets_until(1, 84 + 78 * n, 1), 0);
	KUNIT_EXPECT_EQ(test, packets_until(1, 84 + 78 * n, 1), 1);
	nfm_suspicion_init(&suspicion, false);
	for (n = 0; n < 1000; n++)
		KUNIT_EXPECT_EQ(test, packets_until(1, 84 + n % 300, 1), 0);
}

static void test_carriers(struct kunit *test)
{
	struct nfm_flow flow = { .proto = IPPROTO_UDP, .sport = 1 }, last;
	struct nfm_carriers *carriers = NULL, *old;
	struct nfm_carriers __rcu *known;
	unsigned int i;

	for (i = 0; i < NFM_CARRIERS + 2; i++) {
		flow.dport = i;
		old = carriers;
		carriers = nfm_carriers_with(old, &flow, 100 + i);
		kfree(old);
		KUNIT_ASSERT_NOT_NULL(test, carriers);
		/* As if it had been found a second ago. */
		carriers->list[0].until -= HZ;
	}
	KUNIT_EXPECT_NULL(test, nfm_carriers_find(carriers, 101));
	KUNIT_ASSERT_NOT_NULL(test, nfm_carriers_find(carriers, 102));
	KUNIT_EXPECT_EQ(test, nfm_carriers_find(carriers, 102)->dport, 2);
	rcu_assign_pointer(known, carriers);
	nfm_carriers_last(&known, &last);
	KUNIT_EXPECT_TRUE(test, nfm_flow_is(&last, &flow));
	/* Found once more, it is there once. */
	old = carriers;
	carriers = nfm_carriers_with(old, &flow, 100 + i - 1);
	kfree(old);
	KUNIT_ASSERT_NOT_NULL(test, carriers);
	KUNIT_EXPECT_EQ(test, carriers->list[0].hash, 100 + i - 1);
	KUNIT_EXPECT_EQ(test, carriers->list[1].hash, 100 + i - 2);
	/* The newest expires last; what expired before it is not found. */
	for (i = 1; i < NFM_CARRIERS; i++) {
		KUNIT_EXPECT_TRUE(test, time_before(carriers->list[i].until,
						    carriers->list[0].until));
		carriers->list[i].until = jiffies - 1;
	}
	KUNIT_EXPECT_TRUE(test, nfm_carriers_are_known(carriers));
	KUNIT_EXPECT_NULL(test,
			  nfm_carriers_find(carriers, 100 + NFM_CARRIERS));
	KUNIT_EXPECT_NOT_NULL(test, nfm_carriers_find(carriers,
						      100 + NFM_CARRIERS + 1));
	carriers->list[0].until = jiffies - 1;
	KUNIT_EXPECT_FALSE(test, nfm_carriers_are_known(carriers));
	KUNIT_EXPECT_NULL(test, nfm_carriers_find(carriers, 109));
	kfree(carriers);
}

static struct kunit_case feedback_cases[] = {
	KUNIT_CASE(test_opaque),   KUNIT_CASE(test_backs_off),
	KUNIT_CASE(test_share),	   KUNIT_CASE(test_replaced),
	KUNIT_CASE(test_floor),	   KUNIT_CASE(test_growth),
	KUNIT_CASE(test_carriers), {},
};

static struct kunit_suite feedback_suite = {
	.name = "feedback",
	.init = feedback_init,
	.exit = feedback_exit,
	.test_cases = feedback_cases,
};
kunit_test_suite(feedback_suite);

MODULE_LICENSE("GPL");
