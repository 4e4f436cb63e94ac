// SPDX-License-Identifier: GPL-2.0
/* Frames that are longer than they may be, with headers that leave little room. */
#include <kunit/test.h>
#include <linux/etherdevice.h>

#include "xmit/resize.c"

static struct sk_buff *make_frame(struct kunit *test, unsigned int len)
{
	struct sk_buff *frame = alloc_skb(len, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, frame);
	memset(skb_put(frame, len), 0x5a, len);
	skb_reset_mac_header(frame);
	skb_set_network_header(frame, ETH_HLEN);
	skb_reset_mac_len(frame);
	return frame;
}

/* Of headers, segments have no more than of content: so there are not too many. */
static void test_shrink(struct kunit *test)
{
	struct sk_buff *frame = make_frame(test, 2000);
	struct skb_shared_info *shinfo = skb_shinfo(frame);

	shinfo->gso_type = SKB_GSO_TCPV4;
	shinfo->gso_size = 1400;
	KUNIT_EXPECT_FALSE(test, nfm_resize_shrink(frame, 700, 1399));
	KUNIT_EXPECT_EQ(test, shinfo->gso_size, 1400);
	KUNIT_EXPECT_TRUE(test, nfm_resize_shrink(frame, 700, 1400));
	KUNIT_EXPECT_EQ(test, shinfo->gso_size, 700);
	kfree_skb(frame);
}

/* @nexthdr: the one extension header in front of TCP's, which has all the room. */
static void put_headers(struct sk_buff *frame, u8 nexthdr, unsigned int len)
{
	struct ipv6hdr *ip = (struct ipv6hdr *)(frame->data + ETH_HLEN);
	struct ipv6_opt_hdr *option = (struct ipv6_opt_hdr *)(ip + 1);

	ip->nexthdr = len ? nexthdr : IPPROTO_TCP;
	if (!len)
		return;
	option->nexthdr = IPPROTO_TCP;
	option->hdrlen = len / 8 - 1;
}

static void expect_resegmented(struct kunit *test, u8 nexthdr,
			       unsigned int headers, unsigned int room,
			       bool cut)
{
	const struct nfm_key key = {
		.proto = IPPROTO_TCP,
		.family = NFM_FAMILY_V6,
		.offset = headers - sizeof(struct tcphdr),
	};
	struct sk_buff *frame = make_frame(test, ETH_HLEN + 4000);
	unsigned int at = ETH_HLEN + key.offset;
	struct tcphdr *th = (struct tcphdr *)(frame->data + at);

	put_headers(frame, nexthdr, key.offset - sizeof(struct ipv6hdr));
	memset(th, 0, sizeof(*th));
	th->doff = sizeof(*th) / 4;
	th->check =
		nfm_resize_magic(&key, frame->len - at,
				 skb_checksum(frame, at, frame->len - at, 0));
	KUNIT_EXPECT_EQ(test, nfm_resize_resegment(frame, &key, room), cut);
	KUNIT_EXPECT_EQ(test, skb_shinfo(frame)->gso_size,
			cut ? room - headers : 0);
	kfree_skb(frame);
}

static void test_resegment(struct kunit *test)
{
	expect_resegmented(test, NEXTHDR_DEST, 60, 1400, true);
	expect_resegmented(test, NEXTHDR_DEST, 700, 1400, true);
	expect_resegmented(test, NEXTHDR_DEST, 700, 1399, false);
	expect_resegmented(test, NEXTHDR_DEST, 1396, 1400, false);
	/* With these, the kernel segments none. */
	expect_resegmented(test, NEXTHDR_HOP, 68, 1400, true);
	expect_resegmented(test, NEXTHDR_ROUTING, 68, 1400, true);
	expect_resegmented(test, NEXTHDR_FRAGMENT, 68, 1400, false);
	expect_resegmented(test, NEXTHDR_AUTH, 84, 1400, false);
}

static void expect_cut(struct kunit *test, unsigned int ihl, bool sum)
{
	const struct nfm_key key = { .family = NFM_FAMILY_V4 };
	struct sk_buff *frame = make_frame(test, 1000);
	struct iphdr *ip = (struct iphdr *)(frame->data + ETH_HLEN);

	ip->ihl = ihl;
	ip->check = 0;
	KUNIT_EXPECT_EQ(test, nfm_resize_cut(frame, &key, 64, true), 0);
	KUNIT_EXPECT_EQ(test, frame->len, 64u);
	KUNIT_EXPECT_EQ(test, ip->tot_len, htons(50));
	KUNIT_EXPECT_EQ(test, ip->check != 0, sum);
	kfree_skb(frame);
}

/* Of a header that is cut off, too, there is no checksum. */
static void test_cut(struct kunit *test)
{
	expect_cut(test, 5, true);
	expect_cut(test, 12, true);
	expect_cut(test, 13, false);
}

static struct kunit_case resize_cases[] = {
	KUNIT_CASE(test_shrink),
	KUNIT_CASE(test_resegment),
	KUNIT_CASE(test_cut),
	{},
};

static struct kunit_suite resize_suite = {
	.name = "nfm_resize",
	.test_cases = resize_cases,
};
kunit_test_suite(resize_suite);

MODULE_LICENSE("GPL");
