// SPDX-License-Identifier: GPL-2.0
/* Copies on their way, and what is like them. */
#include <kunit/test.h>

#include "config/tunnelset.c"
#include "path/key.c"
#include "path/carried.c"

#include "random.h"

/* IPv4 and UDP headers, VXLAN with VNI 7, Ethernet. */
static const u8 layer[] = {
	0x45, 0, 0, 0,	  0,	0,    0,    0, 64, 17, 0, 0, 10, 0, 0, 1, 10,
	0,    0, 2, 0xc0, 0x01, 0x12, 0xb5, 0, 0,  0,  0, 8, 0,	 0, 0, 0, 0,
	7,    0, 2, 0,	  0,	0,    0,    2, 2,  0,  0, 0, 0,	 1, 8, 0,
};

enum { DADDR = 19, VNI = 34, FLAGS = 28, PORT = 23 };

static struct nfm_tunnelset *tunnels(struct kunit *test)
{
	struct nfm_tunnelset *set = nfm_tunnelset_alloc(1000);
	struct nfm_tunnel_id id = { .port = 4789 };
	int i;

	KUNIT_ASSERT_NOT_NULL(test, set);
	for (i = 1; i <= 1000; i++) {
		nfm_addr_set_v4(&id.receiver, htonl(0x0a000000 + i % 250));
		id.vni = i;
		nfm_tunnelset_add(set, &id);
	}
	return set;
}

/* As many layers, of which only the last one is a copy to 10.0.0.7. */
static struct sk_buff *make_layers(struct kunit *test, int layers)
{
	struct sk_buff *skb = alloc_skb(layers * sizeof(layer), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	while (layers--) {
		u8 *bytes = skb_put_data(skb, layer, sizeof(layer));

		if (!layers)
			bytes[DADDR] = 7;
	}
	return skb;
}

static bool carries(struct nfm_tunnelset *set, struct sk_buff *skb)
{
	struct nfm_key key;

	return nfm_key_parse_v4(skb, 0, &key) &&
	       nfm_carries_copy(set, skb, &key);
}

static void test_levels(struct kunit *test)
{
	struct nfm_tunnelset *set = tunnels(test);
	int layers;

	for (layers = 1; layers <= NFM_CARRIED_LEVELS + 1; layers++) {
		struct sk_buff *skb = make_layers(test, layers);

		KUNIT_EXPECT_EQ(test, carries(set, skb),
				layers <= NFM_CARRIED_LEVELS);
		kfree_skb(skb);
	}
	kvfree(set);
}

static void expect_not(struct kunit *test, struct nfm_tunnelset *set, int at,
		       u8 value)
{
	struct sk_buff *skb = make_layers(test, 1);

	skb->data[at] = value;
	KUNIT_EXPECT_FALSE(test, carries(set, skb));
	kfree_skb(skb);
}

static void test_others(struct kunit *test)
{
	struct nfm_tunnelset *set = tunnels(test);

	expect_not(test, set, DADDR, 8);
	expect_not(test, set, VNI, 8);
	expect_not(test, set, PORT, 0xb6);
	expect_not(test, set, FLAGS, 0x88);
	expect_not(test, set, FLAGS + 3, 1);
	expect_not(test, set, 9, 6);
	kvfree(set);
}

/* Whatever is cut off or wrong in them: KASAN sees who reads on. */
static void test_damaged(struct kunit *test)
{
	struct nfm_tunnelset *set = tunnels(test);
	int i, flips;

	random_begin(9);
	for (i = 0; i < 100000; i++) {
		struct sk_buff *skb = make_layers(test, 3);

		for (flips = random_below(8); flips; flips--)
			skb->data[random_below(skb->len)] = random_u32();
		skb_trim(skb, random_below(skb->len + 1));
		carries(set, skb);
		kfree_skb(skb);
	}
	kvfree(set);
}

/* All that were added are found, and none else. */
static void test_set(struct kunit *test)
{
	struct nfm_tunnelset *set = tunnels(test);
	struct nfm_tunnel_id id = { .port = 4789 };
	int i;

	for (i = 1; i <= 1000; i++) {
		nfm_addr_set_v4(&id.receiver, htonl(0x0a000000 + i % 250));
		id.vni = i;
		KUNIT_EXPECT_TRUE(test, nfm_tunnelset_has(set, &id));
		id.vni = 1000 + i;
		KUNIT_EXPECT_FALSE(test, nfm_tunnelset_has(set, &id));
	}
	kvfree(set);
}

static struct kunit_case carried_cases[] = {
	KUNIT_CASE(test_levels),
	KUNIT_CASE(test_others),
	KUNIT_CASE(test_damaged),
	KUNIT_CASE(test_set),
	{},
};

static struct kunit_suite carried_suite = {
	.name = "nfm_carried",
	.test_cases = carried_cases,
};
kunit_test_suite(carried_suite);

MODULE_LICENSE("GPL");
