// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/ip.h>

#include "xmit/gso_size.c"

/* An IPv4 packet with a TCP header of @tcp bytes, and @len bytes in all. */
static struct sk_buff *make_packet(struct kunit *test, int tcp, int len)
{
	struct sk_buff *skb = alloc_skb(65536, GFP_KERNEL);
	struct tcphdr *th;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_put_zero(skb, len);
	skb_reset_network_header(skb);
	skb_set_transport_header(skb, sizeof(struct iphdr));
	th = tcp_hdr(skb);
	th->doff = tcp / 4;
	return skb;
}

static const struct nfm_key key = { .offset = sizeof(struct iphdr) };

static void test_plain(struct kunit *test)
{
	struct sk_buff *skb = make_packet(test, 20, 1500);
	unsigned int segment = 0;
	struct nfm_pkt_count count = nfm_gso_count(skb, &key, &segment);

	KUNIT_EXPECT_EQ(test, count.packets, 1);
	KUNIT_EXPECT_EQ(test, count.bytes, 1500);
	kfree_skb(skb);
}

/* Headers of 52 bytes; ten full segments and one of 100 bytes. */
static void expect_tcp(struct kunit *test, int gso_segs)
{
	struct sk_buff *skb = make_packet(test, 32, 52 + 10 * 1448 + 100);
	unsigned int segment = 0;
	struct nfm_pkt_count count;

	skb_shinfo(skb)->gso_size = 1448;
	skb_shinfo(skb)->gso_type = SKB_GSO_TCPV4;
	skb_shinfo(skb)->gso_segs = gso_segs;
	count = nfm_gso_count(skb, &key, &segment);
	KUNIT_EXPECT_EQ(test, count.packets, 11);
	KUNIT_EXPECT_EQ(test, count.bytes, 10 * 1500 + 152);
	KUNIT_EXPECT_EQ(test, segment, 1500);
	kfree_skb(skb);
}

static void test_tcp(struct kunit *test)
{
	expect_tcp(test, 11);
}

/* As from a guest: nobody has counted the segments. */
static void test_uncounted(struct kunit *test)
{
	expect_tcp(test, 0);
}

static void test_udp(struct kunit *test)
{
	struct sk_buff *skb = make_packet(test, 20, 28 + 3 * 1000);
	unsigned int segment = 0;
	struct nfm_pkt_count count;

	skb_shinfo(skb)->gso_size = 1000;
	skb_shinfo(skb)->gso_type = SKB_GSO_UDP_L4;
	skb_shinfo(skb)->gso_segs = 3;
	count = nfm_gso_count(skb, &key, &segment);
	KUNIT_EXPECT_EQ(test, count.packets, 3);
	KUNIT_EXPECT_EQ(test, count.bytes, 3 * 1028);
	KUNIT_EXPECT_EQ(test, segment, 1028);
	kfree_skb(skb);
}

/* As from a guest that counted, or was counted, before the end was cut off. */
static void test_miscounted(struct kunit *test)
{
	struct sk_buff *skb = make_packet(test, 20, 40 + 1500);
	unsigned int segment = 0;
	struct nfm_pkt_count count;

	skb_shinfo(skb)->gso_size = 1000;
	skb_shinfo(skb)->gso_type = SKB_GSO_TCPV4 | SKB_GSO_DODGY;
	skb_shinfo(skb)->gso_segs = 5;
	count = nfm_gso_count(skb, &key, &segment);
	KUNIT_EXPECT_EQ(test, count.packets, 2);
	KUNIT_EXPECT_EQ(test, count.bytes, 1500 + 2 * 40);
	kfree_skb(skb);
}

/* A guest's datagram that becomes fragments: the UDP header is in the first. */
static void expect_fragments(struct kunit *test, int version, int repeated)
{
	struct sk_buff *skb = make_packet(test, 20, 20 + 8 + 1992);
	unsigned int segment = 0;
	struct nfm_pkt_count count;

	ip_hdr(skb)->version = version;
	skb_shinfo(skb)->gso_size = 1000;
	skb_shinfo(skb)->gso_type = SKB_GSO_UDP | SKB_GSO_DODGY;
	count = nfm_gso_count(skb, &key, &segment);
	KUNIT_EXPECT_EQ(test, count.packets, 2);
	KUNIT_EXPECT_EQ(test, count.bytes, 2000 + 2 * repeated);
	KUNIT_EXPECT_EQ(test, segment, repeated + 1000);
	kfree_skb(skb);
}

static void test_fragments(struct kunit *test)
{
	expect_fragments(test, 4, 20);
	expect_fragments(test, 6, 20 + 8);
}

/* As a guest may say of a later fragment, whose content is taken for a header. */
static void test_later_fragment(struct kunit *test)
{
	static const struct nfm_key later = { .fragment = NFM_FRAGMENT_LATER };
	struct sk_buff *skb = make_packet(test, 36, 20 + 36 + 3 * 100);
	unsigned int segment = 0;
	struct nfm_pkt_count count;

	ip_hdr(skb)->version = 4;
	ip_hdr(skb)->ihl = 5;
	skb_shinfo(skb)->gso_size = 100;
	skb_shinfo(skb)->gso_type = SKB_GSO_TCPV4 | SKB_GSO_DODGY;
	count = nfm_gso_count(skb, &later, &segment);
	KUNIT_EXPECT_EQ(test, count.packets, 3);
	KUNIT_EXPECT_EQ(test, count.bytes, 3 * 156);
	KUNIT_EXPECT_EQ(test, segment, 156);
	kfree_skb(skb);
}

/* Behind 8 bytes of options, of which the stack does not know yet. */
static void test_extension(struct kunit *test)
{
	static const struct nfm_key behind = {
		.offset = sizeof(struct iphdr) + 8,
	};
	struct sk_buff *skb = make_packet(test, 20, 48 + 3 * 1000);
	unsigned int segment = 0;
	struct nfm_pkt_count count;

	((struct tcphdr *)(skb->data + 28))->doff = 5;
	skb_shinfo(skb)->gso_size = 1000;
	skb_shinfo(skb)->gso_type = SKB_GSO_TCPV6 | SKB_GSO_DODGY;
	count = nfm_gso_count(skb, &behind, &segment);
	KUNIT_EXPECT_EQ(test, count.packets, 3);
	KUNIT_EXPECT_EQ(test, count.bytes, 3 * 1048);
	KUNIT_EXPECT_EQ(test, segment, 1048);
	kfree_skb(skb);
}

static struct kunit_case gso_size_cases[] = {
	KUNIT_CASE(test_plain),
	KUNIT_CASE(test_tcp),
	KUNIT_CASE(test_uncounted),
	KUNIT_CASE(test_udp),
	KUNIT_CASE(test_miscounted),
	KUNIT_CASE(test_fragments),
	KUNIT_CASE(test_extension),
	KUNIT_CASE(test_later_fragment),
	{},
};

static struct kunit_suite gso_size_suite = {
	.name = "nfm_gso_size",
	.test_cases = gso_size_cases,
};
kunit_test_suite(gso_size_suite);

MODULE_LICENSE("GPL");
