// SPDX-License-Identifier: GPL-2.0
/* Copies on their way, and what is like them. */
#include <kunit/test.h>
#include <linux/icmp.h>

#include "lib/tunnelset.c"
#include "lib/flow_key.c"
#include "datapath/carried.c"

#include "random.h"

#define SEED 0xfeedbeefcafe1234

enum { KNOWN_VNI = 7, OTHER_VNI = 1007, HOSTS_PORT = 5000, OTHER_PORT = 6000 };

static struct nfm_tunnelset *set;
static struct in6_addr here, there, here6, there6;

static int carried_init(struct kunit *test)
{
	int i;

	nfm_addr_set_v4(&here, htonl(0x0a000001));
	nfm_addr_set_v4(&there, htonl(0x0a000002));
	ipv6_addr_set(&here6, htonl(0x20010db8), 0, 0, htonl(1));
	ipv6_addr_set(&there6, htonl(0x20010db8), 0, 0, htonl(2));
	set = nfm_tunnelset_alloc(1000, 1000);
	KUNIT_ASSERT_NOT_NULL(test, set);
	for (i = 1; i <= 1000; i++) {
		u16 port = i % 2 ? 4789 : HOSTS_PORT;

		nfm_tunnelset_add_session(set, i, port);
		nfm_tunnelset_add_receiver(set, &there, i, port);
	}
	return 0;
}

static void carried_exit(struct kunit *test)
{
	kvfree(set);
}

/* A whole packet: 28 bytes of ICMP, with an identification. */
static struct sk_buff *make_original(struct kunit *test)
{
	struct sk_buff *skb = alloc_skb(4096, GFP_KERNEL);
	struct iphdr *ip;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reserve(skb, 3000);
	ip = skb_put_zero(skb, 28);
	*ip = (struct iphdr){
		.version = 4,
		.ihl = 5,
		.tot_len = htons(28),
		.id = htons(0xfffe),
		.ttl = 64,
		.protocol = IPPROTO_ICMP,
	};
	return skb;
}

/* Puts an Ethernet header, maybe tagged, in front. */
static void wrap_ethernet(struct sk_buff *skb, bool tagged)
{
	bool v4 = skb->data[0] >> 4 == 4;

	*(__be16 *)skb_push(skb, 2) = htons(v4 ? ETH_P_IP : ETH_P_IPV6);
	if (tagged)
		*(__be32 *)skb_push(skb, 4) = htonl(ETH_P_8021Q << 16 | 5);
	memset(skb_push(skb, 12), 2, 12);
}

/* Makes a copy of it, as a host with that seed does. */
static void wrap_copy(struct sk_buff *skb, u32 vni, u16 port, u64 seed,
		      bool fits)
{
	struct nfm_tunnel tunnel = {
		.saddr = &here,
		.daddr = &there,
		.vni = cpu_to_be32(vni << 8),
		.mark = nfm_mark(nfm_mark_of_vni(vni), nfm_mark_of_seed(seed)),
		.sport = 50000,
		.dport = port,
	};
	u16 id = skb->data[0] >> 4 == 4 ?
			 ntohs(((struct iphdr *)skb->data)->id) :
			 0;

	wrap_ethernet(skb, false);
	nfm_outer_write_v4(skb_push(skb, sizeof(struct nfm_outer_v4)), &tunnel,
			   skb->len - sizeof(struct nfm_outer_v4), id, fits);
}

static void wrap_copy6(struct sk_buff *skb, u32 vni, u16 port, u64 seed)
{
	struct nfm_tunnel tunnel = {
		.saddr = &here6,
		.daddr = &there6,
		.vni = cpu_to_be32(vni << 8),
		.mark = nfm_mark(nfm_mark_of_vni(vni), nfm_mark_of_seed(seed)),
		.sport = 50000,
		.dport = port,
	};

	wrap_ethernet(skb, false);
	nfm_outer_write_v6(skb_push(skb, sizeof(struct nfm_outer_v6)), &tunnel,
			   skb->len - sizeof(struct nfm_outer_v6));
}

static void wrap_ip(struct sk_buff *skb, u8 proto)
{
	struct iphdr *ip = skb_push(skb, sizeof(*ip));

	*ip = (struct iphdr){
		.version = 4,
		.ihl = 5,
		.tot_len = htons(skb->len),
		.ttl = 64,
		.protocol = proto,
		.saddr = htonl(0x0a000003),
		.daddr = htonl(0x0a000004),
	};
}

static void wrap_gre(struct sk_buff *skb, bool ethernet, u8 words)
{
	bool v4 = skb->data[0] >> 4 == 4;

	if (ethernet)
		wrap_ethernet(skb, false);
	if (words)
		memset(skb_push(skb, 4 * words), 0, 4 * words);
	*(__be16 *)skb_push(skb, 2) = htons(ethernet ? ETH_P_TEB :
					    v4	     ? ETH_P_IP :
						       ETH_P_IPV6);
	*(__be16 *)skb_push(skb, 2) = htons(words == 1 ? 0x2000 :
					    words == 3 ? 0xb000 :
							 0);
	wrap_ip(skb, IPPROTO_GRE);
}

static void wrap_udp(struct sk_buff *skb, u16 port, const u8 *header, int len)
{
	__be16 udp[4] = { htons(50000), htons(port),
			  htons(8 + len + skb->len) };

	memcpy(skb_push(skb, len), header, len);
	memcpy(skb_push(skb, sizeof(udp)), udp, sizeof(udp));
	wrap_ip(skb, IPPROTO_UDP);
}

static void wrap_geneve(struct sk_buff *skb)
{
	static const u8 header[12] = { 1, 0, 0x65, 0x58, 0, 0, 9 };

	wrap_ethernet(skb, true);
	wrap_udp(skb, 6081, header, sizeof(header));
}

/* VXLAN of others: that of a group policy, or that which tells a protocol. */
static void wrap_gbp(struct sk_buff *skb)
{
	static const u8 header[8] = { 0x88, 0, 0, 1, 0, 3, 0xe9 };

	wrap_ethernet(skb, false);
	wrap_udp(skb, 4789, header, sizeof(header));
}

static void wrap_gpe(struct sk_buff *skb)
{
	static const u8 header[8] = { 0x0c, 0, 0, 1, 0, 3, 0xe9 };

	wrap_udp(skb, 4790, header, sizeof(header));
}

static void wrap_error(struct sk_buff *skb, unsigned int quote)
{
	struct icmphdr *icmp;

	skb_trim(skb, min(skb->len, quote));
	icmp = skb_push(skb, sizeof(*icmp));
	*icmp = (struct icmphdr){ .type = ICMP_DEST_UNREACH, .code = 3 };
	wrap_ip(skb, IPPROTO_ICMP);
}

static bool carries(const struct sk_buff *skb, u64 seed)
{
	struct nfm_key key;

	return (skb->data[0] >> 4 == 4 ? nfm_key_parse_v4(skb, 0, &key) :
					 nfm_key_parse_v6(skb, 0, &key)) &&
	       nfm_carries_copy(set, nfm_mark_of_seed(seed), skb, &key);
}

static void expect(struct kunit *test, struct sk_buff *skb, u64 seed, bool is)
{
	KUNIT_EXPECT_EQ(test, carries(skb, seed), is);
	kfree_skb(skb);
}

/* By port and VNI, wherever it goes to, and also if it may be fragmented. */
static void test_sessions(struct kunit *test)
{
	static const struct {
		u32 vni;
		u16 port;
		bool is;
	} cases[] = {
		{ KNOWN_VNI, 4789, true },
		{ KNOWN_VNI, HOSTS_PORT, false },
		{ KNOWN_VNI + 1, HOSTS_PORT, true },
		{ KNOWN_VNI, OTHER_PORT, false },
		{ KNOWN_VNI, 4789 + 64, false },
		{ OTHER_VNI, 4789, false },
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct sk_buff *skb = make_original(test);

		wrap_copy(skb, cases[i].vni, cases[i].port, 0, false);
		skb->data[19] = 77;
		expect(test, skb, 0, cases[i].is);
	}
}

/* Other hosts' are told by their mark. */
static void test_marks(struct kunit *test)
{
	u64 seeds[] = { 0, SEED };
	struct sk_buff *skb;
	int i, j;

	for (i = 0; i < 2; i++)
		for (j = 0; j < 2; j++) {
			skb = make_original(test);
			wrap_copy(skb, OTHER_VNI, OTHER_PORT, seeds[i], true);
			expect(test, skb, seeds[j], i == j);
			skb = make_original(test);
			wrap_copy6(skb, OTHER_VNI, OTHER_PORT, seeds[i]);
			expect(test, skb, seeds[j], i == j);
			skb = make_original(test);
			wrap_copy6(skb, KNOWN_VNI, 4789, 1);
			wrap_copy(skb, OTHER_VNI, OTHER_PORT, seeds[i], true);
			expect(test, skb, seeds[j], i == j);
		}
	/* As a GSO packet's second segment has it. */
	skb = make_original(test);
	wrap_copy(skb, OTHER_VNI, OTHER_PORT, 0, true);
	be16_add_cpu((__be16 *)&skb->data[4], 1);
	be16_add_cpu((__be16 *)&skb->data[50 + 4], 1);
	expect(test, skb, 0, true);
	/* No mark without DF, nor in a fragment, nor in other fields. */
	for (i = 0; i < 4; i++) {
		static const u8 at[] = { 6, 6, 5, 54 };
		static const u8 value[] = { 0, 0x60, 0x3c, 0x3c };

		skb = make_original(test);
		wrap_copy(skb, OTHER_VNI, OTHER_PORT, 0, true);
		skb->data[at[i]] = value[i];
		expect(test, skb, 0, false);
	}
}

/* Whoever sent them: hosts with other seeds, or that fragment their copies. */
static void test_depth(struct kunit *test)
{
	struct sk_buff *skb;
	int depth, i, quoted;

	for (quoted = 0; quoted < 2; quoted++)
		for (depth = 1; depth <= NFM_CARRIED_DEPTH; depth++) {
			skb = make_original(test);
			for (i = 0; i < depth; i++) {
				wrap_copy(skb, OTHER_VNI + i, OTHER_PORT + i,
					  SEED + i, i % 2);
				if (quoted)
					wrap_error(skb, 548);
			}
			expect(test, skb, 0, depth == NFM_CARRIED_DEPTH);
		}
}

/* What routers put in front. */
static void test_tunnels(struct kunit *test)
{
	int tunnel, layers, i, is;

	for (tunnel = 0; tunnel < 9; tunnel++)
		for (layers = 1; layers <= 3; layers++)
			for (is = 0; is < 2; is++) {
				struct sk_buff *skb = make_original(test);

				wrap_copy(skb, is ? KNOWN_VNI : OTHER_VNI, 4789,
					  SEED, false);
				for (i = 0; i < layers; i++)
					switch (tunnel) {
					case 0:
						wrap_ip(skb, IPPROTO_IPIP);
						break;
					case 1:
						wrap_gre(skb, false, 0);
						break;
					case 2:
						wrap_gre(skb, true, 1);
						break;
					case 3:
						wrap_gre(skb, true, 3);
						break;
					case 4:
						wrap_geneve(skb);
						break;
					case 5:
						wrap_gbp(skb);
						break;
					case 6:
						wrap_gpe(skb);
						break;
					case 7:
						wrap_error(skb, 548);
						break;
					case 8:
						wrap_ip(skb, IPPROTO_IPIP);
						wrap_geneve(skb);
					}
				expect(test, skb, 0, is);
			}
}

/* So many headers nobody has; and there is an end to looking. */
static void test_headers(struct kunit *test)
{
	struct sk_buff *skb = make_original(test);
	int i;

	for (i = 0; i < NFM_CARRIED_HEADERS - 1; i++)
		wrap_ip(skb, IPPROTO_IPIP);
	KUNIT_EXPECT_FALSE(test, carries(skb, 0));
	wrap_ip(skb, IPPROTO_IPIP);
	expect(test, skb, 0, true);
}

/* What is on a port that is no tunnel's has no VNI, though it may seem so. */
static void test_lookalikes(struct kunit *test)
{
	static const u8 dns[8] = { 8, 0, 0, 0, 0, 1, 0, 0 };
	int port;

	for (port = 0; port < 65536; port++) {
		struct sk_buff *skb = make_original(test);

		wrap_copy(skb, KNOWN_VNI, 4789, 0, false);
		wrap_ethernet(skb, false);
		wrap_udp(skb, port, dns, sizeof(dns));
		expect(test, skb, 0,
		       port == 4789 || port == 4790 || port == HOSTS_PORT);
	}
}

/* Errors that quote copies, however much of them. */
static void test_quotes(struct kunit *test)
{
	int quote;

	for (quote = 0; quote < 80; quote++) {
		struct sk_buff *skb = make_original(test);

		wrap_copy(skb, KNOWN_VNI, 4789, 0, true);
		wrap_error(skb, quote);
		expect(test, skb, 0, quote >= 24);
		skb = make_original(test);
		wrap_copy(skb, OTHER_VNI, OTHER_PORT, 0, true);
		wrap_error(skb, quote);
		expect(test, skb, 0, quote >= 56);
	}
}

/* Only what this host has sent is kept from its sockets. */
static void test_own_quotes(struct kunit *test)
{
	static const struct {
		int at;
		u8 value;
		bool is;
	} cases[] = {
		{ 0, 0x45, true },   { 15, 9, false }, { 19, 9, false },
		{ 20, 0x7f, false }, { 23, 0, false }, { 28, 0x0c, false },
		{ 33, 9, false },    { 9, 6, false },  { 6, 0, true },
	};
	struct nfm_key key, quoted;
	struct sk_buff *skb;
	int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		skb = make_original(test);
		wrap_copy(skb, KNOWN_VNI, 4789, 0, true);
		skb->data[cases[i].at] = cases[i].value;
		wrap_error(skb, 548);
		*(__be32 *)&skb->data[16] = nfm_addr_v4(&here);
		KUNIT_ASSERT_TRUE(test, nfm_key_parse_v4(skb, 0, &key));
		KUNIT_EXPECT_EQ_MSG(
			test, nfm_quotes_own_copy(set, skb, &key, &quoted),
			cases[i].is, "byte %d", cases[i].at);
		kfree_skb(skb);
	}
	/* A tunnel of the host's that carries one is no copy. */
	skb = make_original(test);
	wrap_copy(skb, KNOWN_VNI, 4789, 0, true);
	wrap_copy(skb, OTHER_VNI, 4789, 0, true);
	wrap_error(skb, 548);
	*(__be32 *)&skb->data[16] = nfm_addr_v4(&here);
	KUNIT_ASSERT_TRUE(test, nfm_key_parse_v4(skb, 0, &key));
	KUNIT_EXPECT_FALSE(test, nfm_quotes_own_copy(set, skb, &key, &quoted));
	kfree_skb(skb);
}

/* Whatever is cut off or wrong in them: KASAN sees who reads on. */
static void test_damaged(struct kunit *test)
{
	int i, flips;

	random_begin(9);
	for (i = 0; i < 100000; i++) {
		struct sk_buff *skb = make_original(test);

		wrap_copy(skb, OTHER_VNI, OTHER_PORT, SEED, i % 2);
		if (random_below(2))
			wrap_gre(skb, true, 1);
		if (random_below(2))
			wrap_geneve(skb);
		if (random_below(2))
			wrap_copy6(skb, OTHER_VNI, 4789, SEED);
		if (random_below(2))
			wrap_error(skb, 548);
		if (random_below(2))
			wrap_gpe(skb);
		for (flips = random_below(8); flips; flips--)
			skb->data[random_below(skb->len)] = random_u32();
		skb_trim(skb, random_below(skb->len + 1));
		if (skb->len)
			carries(skb, 0);
		kfree_skb(skb);
	}
}

/* All that were added are found, and none else. */
static void test_set(struct kunit *test)
{
	int i;

	for (i = 1; i <= 1000; i++) {
		u16 port = i % 2 ? 4789 : HOSTS_PORT;

		KUNIT_EXPECT_TRUE(test,
				  nfm_tunnelset_has(set, &there, i, port));
		KUNIT_EXPECT_FALSE(test,
				   nfm_tunnelset_has(set, &here, i, port));
		KUNIT_EXPECT_FALSE(test, nfm_tunnelset_has(set, &there,
							   1000 + i, port));
		KUNIT_EXPECT_TRUE(test, nfm_tunnelset_has_vni(set, i, port));
		KUNIT_EXPECT_FALSE(test,
				   nfm_tunnelset_has_vni(set, i, OTHER_PORT));
	}
	for (i = 0; i < 65536; i++)
		KUNIT_EXPECT_EQ(test, nfm_tunnelset_has_port(set, i),
				i == 4789 || i == HOSTS_PORT);
}

static struct kunit_case carried_cases[] = {
	KUNIT_CASE(test_sessions),
	KUNIT_CASE(test_marks),
	KUNIT_CASE(test_depth),
	KUNIT_CASE(test_tunnels),
	KUNIT_CASE(test_headers),
	KUNIT_CASE(test_lookalikes),
	KUNIT_CASE(test_quotes),
	KUNIT_CASE(test_own_quotes),
	KUNIT_CASE(test_damaged),
	KUNIT_CASE(test_set),
	{},
};

static struct kunit_suite carried_suite = {
	.name = "nfm_carried",
	.init = carried_init,
	.exit = carried_exit,
	.test_cases = carried_cases,
};
kunit_test_suite(carried_suite);

MODULE_LICENSE("GPL");
