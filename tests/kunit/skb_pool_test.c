// SPDX-License-Identifier: GPL-2.0
/* What copies are written into. */
#include <kunit/test.h>

#include "xmit/frame.h"
#include "xmit/skb_pool.c"

/* That others wait for long is no reason to be without. */
static void test_stuck(struct kunit *test)
{
	struct sk_buff *clones[NFM_SKB_POOL_SIZE], *stuck, *buffer;
	int i;

	local_bh_disable();
	buffer = nfm_skb_pool_take();
	skb_put_data(buffer, "stuck", 5);
	stuck = buffer;
	clones[0] = skb_clone(buffer, GFP_ATOMIC);
	buffer = nfm_skb_pool_take();
	KUNIT_EXPECT_PTR_NE(test, buffer, stuck);
	KUNIT_EXPECT_PTR_EQ(test, nfm_skb_pool_take(), buffer);
	for (i = 1; i < NFM_SKB_POOL_SIZE; i++) {
		buffer = nfm_skb_pool_take();
		KUNIT_EXPECT_PTR_NE(test, buffer, NULL);
		KUNIT_EXPECT_PTR_NE(test, buffer, stuck);
		clones[i] = buffer ? skb_clone(buffer, GFP_ATOMIC) : NULL;
	}
	/* All are on their way. */
	for (i = 0; i < 2 * NFM_SKB_POOL_SIZE; i++) {
		struct sk_buff *clone;

		buffer = nfm_skb_pool_take();
		KUNIT_EXPECT_PTR_NE(test, buffer, NULL);
		if (!buffer)
			break;
		clone = skb_clone(buffer, GFP_ATOMIC);
		KUNIT_EXPECT_PTR_NE(test, nfm_skb_pool_take(), buffer);
		kfree_skb(clone);
	}
	KUNIT_EXPECT_EQ(test, memcmp(clones[0]->data, "stuck", 5), 0);
	for (i = 0; i < NFM_SKB_POOL_SIZE; i++)
		kfree_skb(clones[i]);
	local_bh_enable();
}

/* A head that waits holds up its page and no more, and is charged for that. */
static void test_heads(struct kunit *test)
{
	unsigned int size = PAGE_SIZE / 2;
	struct sk_buff *frame;
	void *heads[5];
	int i;

	local_bh_disable();
	for (i = 0; i < ARRAY_SIZE(heads); i++) {
		heads[i] = nfm_skb_pool_head(size);
		KUNIT_EXPECT_FALSE(test, PageCompound(virt_to_page(heads[i])));
		memset(heads[i], i, size);
	}
	for (i = 0; i < ARRAY_SIZE(heads); i++) {
		KUNIT_EXPECT_EQ(test, *(u8 *)heads[i], i);
		KUNIT_EXPECT_EQ(test, *(u8 *)(heads[i] + size - 1), i);
	}
	for (i = 0; i < ARRAY_SIZE(heads); i++)
		skb_free_frag(heads[i]);
	/* Nobody has anything of the last page any more. */
	KUNIT_EXPECT_PTR_EQ(test, virt_to_page(nfm_skb_pool_head(size)),
			    virt_to_page(heads[4]));
	skb_free_frag(heads[4]);
	frame = nfm_frame_alloc(100);
	KUNIT_EXPECT_GE(test, frame->truesize,
			(unsigned int)(PAGE_SIZE + sizeof(*frame)));
	kfree_skb(frame);
	local_bh_enable();
}

static void pool_exit(struct kunit *test)
{
	struct nfm_skb_pool *pool;
	int cpu;

	nfm_skb_pool_free();
	for_each_possible_cpu(cpu) {
		pool = per_cpu_ptr(&nfm_skb_pool, cpu);
		memset(pool, 0, sizeof(*pool));
	}
}

static struct kunit_case skb_pool_cases[] = {
	KUNIT_CASE(test_stuck),
	KUNIT_CASE(test_heads),
	{},
};

static struct kunit_suite skb_pool_suite = {
	.name = "nfm_skb_pool",
	.exit = pool_exit,
	.test_cases = skb_pool_cases,
};

kunit_test_suite(skb_pool_suite);

MODULE_LICENSE("GPL");
