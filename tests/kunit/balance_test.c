// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include "lib/addr.c"
#include "plan/balance.c"
#include "random.h"

#define RECEIVERS 64

static struct in6_addr addrs[RECEIVERS + 1];
static u8 before[NFM_SLOTS], after[NFM_SLOTS];

static int balance_init(struct kunit *test)
{
	int i;

	for (i = 0; i <= RECEIVERS; i++)
		nfm_addr_set_v4(&addrs[i], htonl(0x0a000001 + i));
	/* Some of them speak IPv6. */
	for (i = 8; i <= RECEIVERS; i += 8)
		ipv6_addr_set(&addrs[i], htonl(0x20010db8), 0, 0, htonl(i));
	return 0;
}

/* Shares differ from even ones by no more than six standard deviations. */
static void test_shares_are_even(struct kunit *test)
{
	int n, i, slot;

	for (n = 1; n <= RECEIVERS; n++) {
		int shares[RECEIVERS] = {};
		int even = NFM_SLOTS / n;

		nfm_balance_fill(before, addrs, n);
		for (slot = 0; slot < NFM_SLOTS; slot++) {
			KUNIT_ASSERT_LT(test, (int)before[slot], n);
			shares[before[slot]]++;
		}
		for (i = 0; i < n; i++) {
			int off = shares[i] - even;

			KUNIT_EXPECT_LE(test, off * off, 36 * even);
		}
	}
}

static void test_order_does_not_matter(struct kunit *test)
{
	struct in6_addr reversed[RECEIVERS];
	int i, slot;

	for (i = 0; i < RECEIVERS; i++)
		reversed[i] = addrs[RECEIVERS - 1 - i];
	nfm_balance_fill(before, addrs, RECEIVERS);
	nfm_balance_fill(after, reversed, RECEIVERS);
	for (slot = 0; slot < NFM_SLOTS; slot++)
		KUNIT_ASSERT_TRUE(test,
				  ipv6_addr_equal(&addrs[before[slot]],
						  &reversed[after[slot]]));
}

/* A new receiver takes slots, and none moves between the others. */
static void test_one_more_takes_its_share(struct kunit *test)
{
	int n, slot;

	for (n = 1; n <= RECEIVERS; n++) {
		int moved = 0, even = NFM_SLOTS / (n + 1);

		nfm_balance_fill(before, addrs, n);
		nfm_balance_fill(after, addrs, n + 1);
		for (slot = 0; slot < NFM_SLOTS; slot++) {
			if (after[slot] == before[slot])
				continue;
			KUNIT_ASSERT_EQ(test, (int)after[slot], n);
			moved++;
		}
		KUNIT_EXPECT_LE(test, (moved - even) * (moved - even),
				36 * even);
	}
}

/* Whichever goes, only its own slots move. */
static void test_one_less_gives_its_share(struct kunit *test)
{
	struct in6_addr rest[RECEIVERS - 1];
	int gone, i, slot;

	nfm_balance_fill(before, addrs, RECEIVERS);
	for (gone = 0; gone < RECEIVERS; gone++) {
		for (i = 0; i < RECEIVERS - 1; i++)
			rest[i] = addrs[i < gone ? i : i + 1];
		nfm_balance_fill(after, rest, RECEIVERS - 1);
		for (slot = 0; slot < NFM_SLOTS; slot++) {
			if (before[slot] != gone)
				KUNIT_ASSERT_TRUE(
					test,
					ipv6_addr_equal(&rest[after[slot]],
							&addrs[before[slot]]));
		}
	}
}

/*
 * For ever: hosts of a fleet run different versions, and must agree. Computed in Python
 * by Bob Jenkins' hashlittle(), of addresses' words in host order, and bytes as they are.
 */
static void test_choices_are_constant(struct kunit *test)
{
	static const u8 mac[] = { 0x52, 0x54, 0x00, 0x12, 0x34, 0x56 };
	u32 sum = 0;
	int slot;

	nfm_balance_fill(before, addrs, 3);
	for (slot = 0; slot < NFM_SLOTS; slot++)
		sum = sum * 31 + before[slot];
	KUNIT_EXPECT_EQ(test, sum, 0x94dc98e2);
	/* The last of them speaks IPv6. */
	nfm_balance_fill(before, addrs, 9);
	for (sum = 0, slot = 0; slot < NFM_SLOTS; slot++)
		sum = sum * 31 + before[slot];
	KUNIT_EXPECT_EQ(test, sum, 0xe523e9fc);
	KUNIT_EXPECT_EQ(test, nfm_balance_hash_mac(mac), 0xb63c20ba);
	KUNIT_EXPECT_EQ(test, nfm_balance_hash_name("thirteen-byte"),
			0x93c42672);
	KUNIT_EXPECT_EQ(test, nfm_balance_hash_name("a name of 24 characters."),
			0xa479fa60);
}

static void test_macs_spread(struct kunit *test)
{
	int i, shares[2] = {};
	u8 mac[6] = { 0x52, 0x54 };

	nfm_balance_fill(before, addrs, 2);
	for (i = 0; i < 1024; i++) {
		mac[4] = i >> 8;
		mac[5] = i;
		shares[before[nfm_balance_slot(nfm_balance_hash_mac(mac))]]++;
	}
	KUNIT_EXPECT_GT(test, shares[0], 416);
	KUNIT_EXPECT_GT(test, shares[1], 416);
}

static struct kunit_case balance_cases[] = {
	KUNIT_CASE(test_shares_are_even),
	KUNIT_CASE(test_order_does_not_matter),
	KUNIT_CASE(test_one_more_takes_its_share),
	KUNIT_CASE(test_one_less_gives_its_share),
	KUNIT_CASE(test_choices_are_constant),
	KUNIT_CASE(test_macs_spread),
	{},
};

static struct kunit_suite balance_suite = {
	.name = "nfm_balance",
	.init = balance_init,
	.test_cases = balance_cases,
};
kunit_test_suite(balance_suite);

MODULE_LICENSE("GPL");
