// SPDX-License-Identifier: GPL-2.0
/* How many fragments the stack makes, and what becomes of their options. */
#include <kunit/test.h>

#include "xmit/gso_size.c"

#include "xmit/ipfrag.c"

static void test_count(struct kunit *test)
{
	/* Packets of 1,500 bytes, with 20 of headers. */
	KUNIT_EXPECT_EQ(test, nfm_ipfrag_count(1, 1480), 1u);
	KUNIT_EXPECT_EQ(test, nfm_ipfrag_count(1480, 1480), 1u);
	KUNIT_EXPECT_EQ(test, nfm_ipfrag_count(1481, 1480), 2u);
	KUNIT_EXPECT_EQ(test, nfm_ipfrag_count(2960, 1480), 2u);
	KUNIT_EXPECT_EQ(test, nfm_ipfrag_count(2961, 1480), 3u);
	/* All but the last are multiples of 8. */
	KUNIT_EXPECT_EQ(test, nfm_ipfrag_count(1487, 1487), 1u);
	KUNIT_EXPECT_EQ(test, nfm_ipfrag_count(1480 + 1487, 1487), 2u);
	KUNIT_EXPECT_EQ(test, nfm_ipfrag_count(1480 + 1488, 1487), 3u);
	KUNIT_EXPECT_EQ(test, nfm_ipfrag_count(65515, 8), 8190u);
}

static void expect_options(struct kunit *test, const char *before,
			   const char *after, int len)
{
	/* Just as much memory: KASAN sees whoever reads on. */
	u8 *options = kunit_kmalloc(test, len, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, options);
	memcpy(options, before, len);
	nfm_ipfrag_options(options, len);
	KUNIT_EXPECT_EQ(test, memcmp(options, after, len), 0);
}

static void test_options(struct kunit *test)
{
	/* A timestamp goes, a source route stays (RFC 791, 3.1). */
	expect_options(test, "\x44\x04\x05\x00\x83\x03\x04\x01",
		       "\x01\x01\x01\x01\x83\x03\x04\x01", 8);
	expect_options(test, "\x01\x07\x03\x04", "\x01\x01\x01\x01", 4);
	expect_options(test, "\x00\x07\x03\x04", "\x00\x07\x03\x04", 4);
	/* Wrong lengths. */
	expect_options(test, "\x07\x01\x04\x00", "\x07\x01\x04\x00", 4);
	expect_options(test, "\x07\x00\x04\x00", "\x07\x00\x04\x00", 4);
	expect_options(test, "\x01\x07\x05\x04", "\x01\x07\x05\x04", 4);
	expect_options(test, "\x01\x01\x01\x07", "\x01\x01\x01\x07", 4);
	expect_options(test, "", "", 0);
}

/* As of what is put on the wire without a lookup: nothing is known of its path. */
static void test_no_route(struct kunit *test)
{
	struct sk_buff *skb = alloc_skb(128, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_put_zero(skb, 128);
	KUNIT_EXPECT_TRUE(test, nfm_ipfrag_is_none(skb, NULL, NFPROTO_IPV4));
	KUNIT_EXPECT_TRUE(test, nfm_ipfrag_is_none(skb, NULL, NFPROTO_IPV6));
	kfree_skb(skb);
}

static struct kunit_case ipfrag_cases[] = {
	KUNIT_CASE(test_count),
	KUNIT_CASE(test_options),
	KUNIT_CASE(test_no_route),
	{},
};

static struct kunit_suite ipfrag_suite = {
	.name = "nfm_ipfrag",
	.test_cases = ipfrag_cases,
};
kunit_test_suite(ipfrag_suite);

MODULE_LICENSE("GPL");
