// SPDX-License-Identifier: GPL-2.0
/* What the hooks find out about a packet before it is copied. */
#include <kunit/test.h>
#include <linux/ip.h>

#include "lib/addrset.c"
#include "lib/tunnelset.c"
#include "datapath/carried.c"
#include "datapath/frag_cache.c"
#include "datapath/exclude.c"
#include "lib/flow_key.c"
#include "xmit/l2.c"
#include "datapath/shed.c"
#include "datapath/crypto.c"
#include "datapath/copies.c"
#include "xmit/ipfrag.c"
#include "datapath/hook.c"
#include "xmit/recursion.c"
#include "xmit/sender.c"
#include "xmit/gso_size.c"

/* What is beyond that: no rows, and no copies. */
const struct nfm_rule_ref *nfm_lookup_sets(struct nfm_lookup *lookup)
{
	return NULL;
}

bool nfm_rule_ref_wants(const struct nfm_rule_ref *ref,
			const struct nfm_key *key)
{
	return false;
}

bool nfm_sample_wants(const struct nfm_packet *packet,
		      const struct nfm_compiled_session *compiled)
{
	return false;
}

void nfm_xmit_copy(const struct nfm_packet *packet,
		   const struct nfm_compiled_session *compiled)
{
}

static struct nfm_packet measure(struct kunit *test, struct sk_buff *skb,
				 enum nfm_hook hook)
{
	static const struct nfm_source source = { .ethernet = true };
	static const struct nfm_key key = { .offset = sizeof(struct iphdr) };
	struct nfm_packet packet = {
		.skb = skb,
		.source = &source,
		.hook = hook,
		.ethertype = htons(ETH_P_IP),
		.key = &key,
	};

	KUNIT_EXPECT_TRUE(test, nfm_hook_measure(&packet, skb, NULL, hook,
						 NFPROTO_IPV4));
	return packet;
}

/* No software has a device decrypt TLS or PSP, or encrypt it behind the hook. */
static void test_decrypted(struct kunit *test)
{
	struct sk_buff *skb = alloc_skb(128, GFP_KERNEL);
	enum nfm_hook hook;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_put_zero(skb, 40);
	skb_reset_network_header(skb);
	for (hook = 0; hook < NFM_HOOKS; hook++) {
		skb->decrypted = false;
		KUNIT_EXPECT_FALSE(test, measure(test, skb, hook).plaintext);
		KUNIT_EXPECT_TRUE(test, measure(test, skb, hook).plain);
		skb->decrypted = true;
		KUNIT_EXPECT_TRUE(test, measure(test, skb, hook).plaintext);
		KUNIT_EXPECT_FALSE(test, measure(test, skb, hook).plain);
	}
	kfree_skb(skb);
}

/* Of a packet without an owner and its clone, which is looped back, one is copied. */
static void test_looped(struct kunit *test)
{
	static struct rtable rt = { .rt_flags = RTCF_MULTICAST | RTCF_LOCAL };
	struct sk_buff *skb = alloc_skb(128, GFP_KERNEL);
	struct nf_hook_state state = {};
	struct nfm_packet packet = { .skb = skb, .hook = NFM_HOOK_TX };
	struct nfm_packet clone = packet;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	for (i = 0; i < 2; i++)
		KUNIT_EXPECT_FALSE(test,
				   nfm_hook_is_looped(&packet, &rt.dst, &state,
						      NFPROTO_IPV4));
	clone.skb = skb_clone(skb, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, clone.skb);
	for (i = 0; i < 2; i++) {
		KUNIT_EXPECT_FALSE(test,
				   nfm_hook_is_looped(&clone, &rt.dst, &state,
						      NFPROTO_IPV4));
		KUNIT_EXPECT_TRUE(test,
				  nfm_hook_is_looped(&packet, &rt.dst, &state,
						     NFPROTO_IPV4));
	}
	kfree_skb(clone.skb);
	kfree_skb(skb);
}

static struct kunit_case hook_cases[] = {
	KUNIT_CASE(test_decrypted),
	KUNIT_CASE(test_looped),
	{},
};

static struct kunit_suite hook_suite = {
	.name = "nfm_hook",
	.test_cases = hook_cases,
};
kunit_test_suite(hook_suite);

MODULE_LICENSE("GPL");
