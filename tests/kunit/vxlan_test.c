// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <net/checksum.h>

#include "lib/vxlan.h"
#include "random.h"

static struct in6_addr here, there;

static struct nfm_tunnel tunnel = {
	.saddr = &here,
	.daddr = &there,
	.vni = htonl(0x123456 << 8),
	.mark = 0xabcd,
	.sport = 0xc001,
	.dport = 4789,
};

static int vxlan_init(struct kunit *test)
{
	nfm_addr_set_v4(&here, htonl(0x0a00000e));
	nfm_addr_set_v4(&there, htonl(0x0a000014));
	return 0;
}

/* Written down by hand from RFC 791, RFC 768 and RFC 7348. */
static const u8 expected[36] = {
	0x45, 0x00, 0x00, 0x64, /* version, IHL; TOS; length 100 */
	0xac, 0x01, 0x40, 0x00, /* identification 0xabcd + 0x0034; DF */
	0x40, 0x11, 0x7a, 0x66, /* TTL 64; UDP; checksum */
	0x0a, 0x00, 0x00, 0x0e, 0x0a, 0x00,
	0x00, 0x14, 0xc0, 0x01, 0x12, 0xb5, /* ports 49153, 4789 */
	0x00, 0x50, 0x00, 0x00, /* length 80; no checksum */
	0x08, 0x00, 0x00, 0x00, /* VNI is valid; reserved */
	0x12, 0x34, 0x56, 0x00, /* VNI; reserved */
};

static void test_bytes(struct kunit *test)
{
	struct nfm_outer_v4 outer;
	int i;

	memset(&outer, 0xff, sizeof(outer));
	nfm_outer_write_v4(&outer, &tunnel, 64, 0x34, true);
	KUNIT_ASSERT_EQ(test, sizeof(outer), sizeof(expected));
	for (i = 0; i < sizeof(expected); i++)
		KUNIT_EXPECT_EQ_MSG(test, ((u8 *)&outer)[i], expected[i],
				    "byte %d", i);
}

/* RFC 8200; the flow label is 20 bits of 0xabcdc001 times 0x9e3779b1. */
static const u8 expected_v6[56] = {
	0x60, 0x0e, 0x73, 0x93, /* version; traffic class; flow label */
	0x00, 0x50, 0x11, 0x40, /* payload of 80 bytes; UDP; hop limit 64 */
	0x20, 0x01, 0x0d, 0xb8, 0,    0,    0,	  0,	0,    0,    0, 0, 0, 0,
	0,    0x0e, 0x20, 0x01, 0x0d, 0xb8, 0,	  0,	0,    0,    0, 0, 0, 0,
	0,    0,    0,	  0x14, 0xc0, 0x01, 0x12, 0xb5, 0x00, 0x50, 0, 0, /* UDP */
	0x08, 0x00, 0x00, 0x00, 0x12, 0x34, 0x56, 0x00, /* VXLAN */
};

static void test_bytes_v6(struct kunit *test)
{
	struct nfm_outer_v6 outer;
	int i;

	ipv6_addr_set(&here, htonl(0x20010db8), 0, 0, htonl(0x0e));
	ipv6_addr_set(&there, htonl(0x20010db8), 0, 0, htonl(0x14));
	memset(&outer, 0xff, sizeof(outer));
	nfm_outer_write_v6(&outer, &tunnel, 64);
	KUNIT_ASSERT_EQ(test, sizeof(outer), sizeof(expected_v6));
	for (i = 0; i < sizeof(expected_v6); i++)
		KUNIT_EXPECT_EQ_MSG(test, ((u8 *)&outer)[i], expected_v6[i],
				    "byte %d", i);
}

static void test_fragmentable(struct kunit *test)
{
	struct nfm_outer_v4 outer;

	nfm_outer_write_v4(&outer, &tunnel, 64, 0x34, false);
	KUNIT_EXPECT_EQ(test, outer.ip.frag_off, htons(0));
	KUNIT_EXPECT_EQ(test, outer.ip.id, htons(0));
}

static void test_checksum(struct kunit *test)
{
	struct nfm_tunnel plain = tunnel;
	struct nfm_outer_v4 outer;
	int i;

	random_begin(5);
	for (i = 0; i < 10000; i++) {
		nfm_addr_set_v4(&here, htonl(random_u32()));
		nfm_addr_set_v4(&there, htonl(random_u32()));
		nfm_outer_write_v4(&outer, &tunnel, random_below(65500),
				   random_u32(), i & 1);
		KUNIT_ASSERT_EQ(test, ip_compute_csum(&outer, sizeof(outer.ip)),
				(__sum16)0);
	}
	/* With one identification, the sum carries into bit 32 a second time. */
	nfm_addr_set_v4(&here, htonl(0x0a00ffff));
	nfm_addr_set_v4(&there, htonl(0x0a01ffff));
	plain.tos = 0;
	for (i = 0; i <= U16_MAX; i++) {
		nfm_outer_write_v4(&outer, &plain, 240 - sizeof(outer), i,
				   true);
		KUNIT_ASSERT_EQ_MSG(test,
				    ip_compute_csum(&outer, sizeof(outer.ip)),
				    (__sum16)0, "id %d", i);
	}
}

/* For ever, like the seeds of hashes: hosts must know each other's copies. */
static void test_marks(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, nfm_mark_of_vni(0), 0x3e69);
	KUNIT_EXPECT_EQ(test, nfm_mark_of_vni(0x123456), 0x6919);
	KUNIT_EXPECT_EQ(test, nfm_mark_of_seed(0), 0);
	KUNIT_EXPECT_EQ(test, nfm_mark_of_seed(0x0123456789abcdef), 0x53b0);
	KUNIT_EXPECT_EQ(test, nfm_mark(1, 2), 3);
	KUNIT_EXPECT_EQ(test, nfm_mark(0xffff, 2), 1);
}

static void test_source_ports(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, nfm_outer_sport(0), 49152);
	KUNIT_EXPECT_EQ(test, nfm_outer_sport(U32_MAX), 65535);
	KUNIT_EXPECT_EQ(test, nfm_outer_sport(1U << 31), 49152 + 8192);
}

static struct kunit_case vxlan_cases[] = {
	KUNIT_CASE(test_bytes),
	KUNIT_CASE(test_bytes_v6),
	KUNIT_CASE(test_fragmentable),
	KUNIT_CASE(test_checksum),
	KUNIT_CASE(test_marks),
	KUNIT_CASE(test_source_ports),
	{},
};

static struct kunit_suite vxlan_suite = {
	.name = "nfm_vxlan",
	.init = vxlan_init,
	.test_cases = vxlan_cases,
};
kunit_test_suite(vxlan_suite);

MODULE_LICENSE("GPL");
