// SPDX-License-Identifier: GPL-2.0
/* Copies of packets: what they have of their own, and what of their checksums. */
#include <kunit/test.h>
#include <linux/etherdevice.h>
#include <net/ip.h>

#include "xmit/frame.c"
#include "xmit/skb_pool.c"

#define HEADERS (sizeof(struct iphdr) + sizeof(struct udphdr))
#define HEADROOM 100

/**
 * struct original - a packet, and what copying it needs to know
 * @packet: it
 * @key: its key
 */
struct original {
	struct nfm_packet packet;
	struct nfm_key key;
};

static struct sk_buff *make_head(struct kunit *test, unsigned int len)
{
	struct sk_buff *skb = alloc_skb(64 + len, GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reserve(skb, 64);
	skb_reset_network_header(skb);
	skb_set_transport_header(skb, sizeof(struct iphdr));
	for (i = 0; i < len; i++)
		*(u8 *)skb_put(skb, 1) = i % 251;
	return skb;
}

static void add_page(struct kunit *test, struct sk_buff *skb, unsigned int len)
{
	unsigned int order = get_order(len);
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, order);

	KUNIT_ASSERT_NOT_NULL(test, page);
	memset(page_address(page), 0x5a, len);
	skb_add_rx_frag(skb, skb_shinfo(skb)->nr_frags, page, 0, len,
			PAGE_SIZE << order);
}

static void make_packet(struct original *original, struct sk_buff *skb,
			u8 proto)
{
	*original = (struct original){
		.key = {
			.proto = proto,
			.family = NFM_FAMILY_V4,
			.offset = sizeof(struct iphdr),
		},
		.packet = {
			.skb = skb,
			.ethertype = htons(ETH_P_IP),
			.l2.len = ETH_HLEN,
		},
	};
	original->packet.key = &original->key;
}

static struct sk_buff *copy_of(struct kunit *test, struct original *original)
{
	struct sk_buff *frame = nfm_frame_copy(&original->packet, HEADROOM);

	KUNIT_ASSERT_NOT_NULL(test, frame);
	KUNIT_EXPECT_GE(test, skb_headroom(frame), (unsigned int)HEADROOM);
	return frame;
}

/* All bytes of the packet are those behind the frame's link-layer header. */
static void expect_same(struct kunit *test, const struct sk_buff *frame,
			const struct sk_buff *skb)
{
	unsigned int at;
	u8 a, b;

	KUNIT_ASSERT_EQ(test, frame->len, skb->len + ETH_HLEN);
	for (at = 0; at < skb->len; at++) {
		KUNIT_ASSERT_EQ(test, skb_copy_bits(skb, at, &a, 1), 0);
		KUNIT_ASSERT_EQ(test,
				skb_copy_bits(frame, at + ETH_HLEN, &b, 1), 0);
		if (a != b)
			KUNIT_FAIL(test, "byte %u of %u is another", at,
				   skb->len);
		if (a != b)
			return;
	}
}

static bool shares(const struct sk_buff *frame, const struct sk_buff *skb)
{
	int i;

	for (i = 0; i < skb_shinfo(frame)->nr_frags; i++)
		if (skb_frag_page(&skb_shinfo(frame)->frags[i]) ==
		    skb_frag_page(&skb_shinfo(skb)->frags[0]))
			return true;
	return false;
}

/* @start: from the IP header. */
static struct sk_buff *make_partial(struct kunit *test, int start,
				    unsigned int offset)
{
	struct sk_buff *skb = make_head(test, HEADERS + 100);

	skb->ip_summed = CHECKSUM_PARTIAL;
	skb->csum_start = skb_headroom(skb) + start;
	skb->csum_offset = offset;
	return skb;
}

static void expect_checksum(struct kunit *test, int start, unsigned int offset,
			    bool written)
{
	struct sk_buff *skb = make_partial(test, start, offset);
	struct original original;
	struct sk_buff *frame;

	make_packet(&original, skb, IPPROTO_UDP);
	frame = copy_of(test, &original);
	KUNIT_EXPECT_TRUE(test, frame->ip_summed == CHECKSUM_NONE);
	if (written) {
		KUNIT_EXPECT_EQ(test, skb_checksum_help(skb), 0);
		KUNIT_EXPECT_TRUE(test, skb->ip_summed == CHECKSUM_NONE);
	}
	expect_same(test, frame, skb);
	kfree_skb(frame);
	kfree_skb(skb);
}

/* Only behind the IP header, and in the packet. */
static void test_checksum(struct kunit *test)
{
	int len = HEADERS + 100, start;

	for (start = -14; start < (int)sizeof(struct iphdr); start++)
		expect_checksum(test, start, sizeof(struct iphdr), false);
	expect_checksum(test, sizeof(struct iphdr), 6, true);
	expect_checksum(test, sizeof(struct iphdr), 0, true);
	expect_checksum(test, len - 2, 0, true);
	expect_checksum(test, len - 4, 2, true);
	expect_checksum(test, len - 3, 2, false);
	expect_checksum(test, len - 1, 0, false);
	expect_checksum(test, len, 0, false);
	expect_checksum(test, len + 1, 0, false);
	expect_checksum(test, sizeof(struct iphdr), U16_MAX, false);
}

/* Where nobody knows what the packet carries. */
static void test_checksum_of_unknown(struct kunit *test)
{
	struct sk_buff *skb = make_partial(test, sizeof(struct iphdr), 6);
	struct original original;
	struct sk_buff *frame;

	make_packet(&original, skb, IPPROTO_UDP);
	original.key.offset = 0;
	frame = copy_of(test, &original);
	KUNIT_EXPECT_TRUE(test, frame->ip_summed == CHECKSUM_NONE);
	expect_same(test, frame, skb);
	kfree_skb(frame);
	kfree_skb(skb);
}

/* Its inner headers are nobody's any more, and drivers would go by them. */
static void test_encapsulation(struct kunit *test)
{
	struct sk_buff *skb = make_partial(test, sizeof(struct iphdr), 6);
	struct original original;
	struct sk_buff *frame;

	skb->encapsulation = 1;
	make_packet(&original, skb, IPPROTO_UDP);
	frame = copy_of(test, &original);
	KUNIT_EXPECT_FALSE(test, frame->encapsulation);
	kfree_skb(frame);
	kfree_skb(skb);
}

static void expect_pages(struct kunit *test, u8 proto, unsigned int len,
			 bool shared)
{
	struct sk_buff *skb = make_head(test, HEADERS);
	struct original original;
	struct sk_buff *frame;

	add_page(test, skb, len);
	make_packet(&original, skb, proto);
	frame = copy_of(test, &original);
	KUNIT_EXPECT_EQ(test, shares(frame, skb), shared);
	expect_same(test, frame, skb);
	kfree_skb(frame);
	kfree_skb(skb);
}

/* Whatever could be decrypted where it is. */
static void test_pages(struct kunit *test)
{
	static const u8 protocols[] = { IPPROTO_UDP, IPPROTO_ESP,  IPPROTO_AH,
					IPPROTO_GRE, IPPROTO_IPIP, IPPROTO_IPV6,
					IPPROTO_ICMP };
	int i;

	for (i = 0; i < ARRAY_SIZE(protocols); i++) {
		expect_pages(test, protocols[i], 1000, false);
		expect_pages(test, protocols[i], 8000, false);
	}
	expect_pages(test, IPPROTO_TCP, 1000, false);
	expect_pages(test, IPPROTO_TCP, 8000, true);
	expect_pages(test, IPPROTO_SCTP, 8000, true);
}

/* What a later one says of its protocol need not be so. */
static void test_fragment(struct kunit *test)
{
	struct sk_buff *skb = make_head(test, HEADERS);
	struct original original;
	struct sk_buff *frame;

	add_page(test, skb, 8000);
	make_packet(&original, skb, IPPROTO_TCP);
	original.key.fragment = NFM_FRAGMENT_LATER;
	frame = copy_of(test, &original);
	KUNIT_EXPECT_FALSE(test, shares(frame, skb));
	expect_same(test, frame, skb);
	kfree_skb(frame);
	kfree_skb(skb);
}

/* No memory in one piece that may not be had: heads are of one page. */
static void test_long(struct kunit *test)
{
	static const unsigned int sizes[] = { 3000,  4000,  4096,  9000,
					      65535, 70000, 200000 };
	struct original original;
	struct sk_buff *skb, *frame;
	int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		skb = make_head(test, sizes[i]);
		make_packet(&original, skb, IPPROTO_UDP);
		frame = copy_of(test, &original);
		KUNIT_EXPECT_LE(test, skb_headlen(frame), (u32)PAGE_SIZE);
		expect_same(test, frame, skb);
		kfree_skb(frame);
		kfree_skb(skb);
	}
}

/* Put together from fragments; and one of which each part is to be a segment. */
static void expect_list(struct kunit *test, unsigned int gso_type)
{
	struct sk_buff *skb = make_head(test, HEADERS + 100);
	struct sk_buff *part = make_head(test, 3000);
	struct original original;
	struct sk_buff *frame;

	add_page(test, part, 1000);
	skb_shinfo(skb)->frag_list = part;
	skb->len += part->len;
	skb->data_len += part->len;
	skb_shinfo(skb)->gso_type = gso_type;
	skb_shinfo(skb)->gso_size = gso_type ? 4000 : 0;
	make_packet(&original, skb, IPPROTO_UDP);
	frame = copy_of(test, &original);
	KUNIT_EXPECT_EQ(test, skb_has_frag_list(frame), !!gso_type);
	KUNIT_EXPECT_PTR_NE(test, skb_shinfo(frame)->frag_list, part);
	expect_same(test, frame, skb);
	kfree_skb(frame);
	kfree_skb(skb);
}

static void test_list(struct kunit *test)
{
	expect_list(test, 0);
	expect_list(test, SKB_GSO_UDP_L4 | SKB_GSO_FRAGLIST);
}

static struct kunit_case frame_cases[] = {
	KUNIT_CASE(test_checksum),	KUNIT_CASE(test_checksum_of_unknown),
	KUNIT_CASE(test_encapsulation), KUNIT_CASE(test_pages),
	KUNIT_CASE(test_fragment),	KUNIT_CASE(test_long),
	KUNIT_CASE(test_list),		{},
};

static struct kunit_suite frame_suite = {
	.name = "nfm_frame",
	.test_cases = frame_cases,
};
kunit_test_suite(frame_suite);

MODULE_LICENSE("GPL");
