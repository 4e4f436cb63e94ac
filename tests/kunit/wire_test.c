// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/ip.h>

#include "path/wire.c"

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

static void test_plain(struct kunit *test)
{
	struct sk_buff *skb = make_packet(test, 20, 1500);
	struct nfm_wire wire = nfm_wire_size(skb);

	KUNIT_EXPECT_EQ(test, wire.packets, 1);
	KUNIT_EXPECT_EQ(test, wire.bytes, 1500);
	kfree_skb(skb);
}

/* Headers of 52 bytes; ten full segments and one of 100 bytes. */
static void expect_tcp(struct kunit *test, int gso_segs)
{
	struct sk_buff *skb = make_packet(test, 32, 52 + 10 * 1448 + 100);
	struct nfm_wire wire;

	skb_shinfo(skb)->gso_size = 1448;
	skb_shinfo(skb)->gso_type = SKB_GSO_TCPV4;
	skb_shinfo(skb)->gso_segs = gso_segs;
	wire = nfm_wire_size(skb);
	KUNIT_EXPECT_EQ(test, wire.packets, 11);
	KUNIT_EXPECT_EQ(test, wire.bytes, 10 * 1500 + 152);
	KUNIT_EXPECT_EQ(test, nfm_wire_segment(skb), 1500);
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
	struct nfm_wire wire;

	skb_shinfo(skb)->gso_size = 1000;
	skb_shinfo(skb)->gso_type = SKB_GSO_UDP_L4;
	skb_shinfo(skb)->gso_segs = 3;
	wire = nfm_wire_size(skb);
	KUNIT_EXPECT_EQ(test, wire.packets, 3);
	KUNIT_EXPECT_EQ(test, wire.bytes, 3 * 1028);
	KUNIT_EXPECT_EQ(test, nfm_wire_segment(skb), 1028);
	kfree_skb(skb);
}

static struct kunit_case wire_cases[] = {
	KUNIT_CASE(test_plain),
	KUNIT_CASE(test_tcp),
	KUNIT_CASE(test_uncounted),
	KUNIT_CASE(test_udp),
	{},
};

static struct kunit_suite wire_suite = {
	.name = "nfm_wire",
	.test_cases = wire_cases,
};
kunit_test_suite(wire_suite);

MODULE_LICENSE("GPL");
