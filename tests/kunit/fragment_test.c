// SPDX-License-Identifier: GPL-2.0
/* What first fragments tell later ones. */
#include <kunit/test.h>
#include <linux/netdevice.h>

#include "path/fragment.c"
#include "random.h"

static struct nfm_key fragment(u32 id, u16 sport, u16 dport)
{
	struct nfm_key key = {
		.proto = 17,
		.family = NFM_FAMILY_V4,
		.fragment = NFM_FRAGMENT_FIRST,
		.ports = NFM_PORTS_KNOWN,
		.sport = sport,
		.dport = dport,
		.id = id,
	};

	nfm_addr_set_v4(&key.saddr, htonl(0x0a000001));
	nfm_addr_set_v4(&key.daddr, htonl(0x0a000002));
	return key;
}

static struct nfm_key later(u32 id)
{
	struct nfm_key key = fragment(id, 0, 0);

	key.fragment = NFM_FRAGMENT_LATER;
	key.ports = NFM_PORTS_ELSEWHERE;
	return key;
}

static void first_comes(u32 id, u16 sport, u16 dport)
{
	struct nfm_key key = fragment(id, sport, dport);

	nfm_fragment_follow(&init_net, &key);
}

static void expect_ports(struct kunit *test, struct nfm_key key, int sport,
			 int dport)
{
	nfm_fragment_follow(&init_net, &key);
	KUNIT_EXPECT_EQ(test, (int)key.ports, (int)NFM_PORTS_KNOWN);
	KUNIT_EXPECT_EQ(test, (int)key.sport, sport);
	KUNIT_EXPECT_EQ(test, (int)key.dport, dport);
}

static void expect_unknown(struct kunit *test, struct nfm_key key)
{
	nfm_fragment_follow(&init_net, &key);
	KUNIT_EXPECT_EQ(test, (int)key.ports, (int)NFM_PORTS_ELSEWHERE);
}

static void begin(void)
{
	memset(nfm_fragments, 0, sizeof(nfm_fragments));
	nfm_fragment_start();
}

static void test_same_packet(struct kunit *test)
{
	struct nfm_key key;

	begin();
	expect_unknown(test, later(7));
	first_comes(7, 1234, 80);
	expect_ports(test, later(7), 1234, 80);
	expect_ports(test, later(7), 1234, 80);
	expect_unknown(test, later(8));
	key = later(7);
	key.saddr.s6_addr[15]++;
	expect_unknown(test, key);
	key = later(7);
	key.proto = 6;
	expect_unknown(test, key);
	/* The identification is used again. */
	first_comes(7, 65535, 0);
	expect_ports(test, later(7), 65535, 0);
}

/* Makes a word that old, in seconds. */
static void age(atomic64_t *place, u8 seconds)
{
	u64 word = atomic64_read(place) & ~GENMASK_ULL(43, 36);

	word |= (u64)(u8)(nfm_fragment_now() - seconds) << 36;
	atomic64_set(place, word);
}

static void test_old_word(struct kunit *test)
{
	struct nfm_key key = later(7);
	atomic64_t *place;
	u64 hash;

	begin();
	first_comes(7, 1234, 80);
	hash = nfm_fragment_hash(&init_net, &key);
	place = nfm_fragment_place(nfm_fragment_line(hash), hash);
	age(place, NFM_FRAGMENT_SECONDS - 1);
	expect_ports(test, later(7), 1234, 80);
	age(place, NFM_FRAGMENT_SECONDS + 2);
	expect_unknown(test, later(7));
}

/* As many as half the words: few may be forgotten, none may be wrong. */
static void test_many_packets(struct kunit *test)
{
	const int n = NFM_FRAGMENT_LINES * NFM_FRAGMENT_WAYS / 2;
	int id, known = 0;

	begin();
	for (id = 1; id <= n; id++)
		first_comes(id, id, ~id);
	for (id = 1; id <= n; id++) {
		struct nfm_key key = later(id);

		nfm_fragment_follow(&init_net, &key);
		if (key.ports != NFM_PORTS_KNOWN)
			continue;
		known++;
		KUNIT_EXPECT_EQ(test, (int)key.sport, id & 0xffff);
		KUNIT_EXPECT_EQ(test, (int)key.dport, ~id & 0xffff);
	}
	KUNIT_EXPECT_GT(test, known, n * 95 / 100);
}

/* Over IPv6, what comes after extension headers is in the first one alone. */
static void expect_proto(struct kunit *test, u32 id, u8 proto,
			 enum nfm_key_ports ports)
{
	struct nfm_key first = fragment(id, 1234, 80);
	struct nfm_key key = later(id);

	first.family = NFM_FAMILY_V6;
	first.proto = proto;
	nfm_fragment_follow(&init_net, &first);
	key.family = NFM_FAMILY_V6;
	key.proto = IPPROTO_DSTOPTS;
	key.proto_elsewhere = true;
	nfm_fragment_follow(&init_net, &key);
	KUNIT_EXPECT_EQ(test, (int)key.ports, (int)ports);
	KUNIT_EXPECT_EQ(test, key.proto_elsewhere,
			ports == NFM_PORTS_ELSEWHERE);
	if (ports != NFM_PORTS_ELSEWHERE)
		KUNIT_EXPECT_EQ(test, (int)key.proto, (int)proto);
	KUNIT_EXPECT_EQ(test, (int)key.sport,
			ports == NFM_PORTS_KNOWN ? 1234 : 0);
}

static void test_protocol(struct kunit *test)
{
	begin();
	expect_proto(test, 1, IPPROTO_UDP, NFM_PORTS_KNOWN);
	expect_proto(test, 2, IPPROTO_TCP, NFM_PORTS_KNOWN);
	expect_proto(test, 3, IPPROTO_DCCP, NFM_PORTS_KNOWN);
	expect_proto(test, 4, IPPROTO_ICMPV6, NFM_PORTS_NONE);
	expect_proto(test, 5, 89, NFM_PORTS_ELSEWHERE);
}

static struct kunit_case fragment_cases[] = {
	KUNIT_CASE(test_same_packet),
	KUNIT_CASE(test_old_word),
	KUNIT_CASE(test_many_packets),
	KUNIT_CASE(test_protocol),
	{},
};

static struct kunit_suite fragment_suite = {
	.name = "nfm_fragment",
	.test_cases = fragment_cases,
};
kunit_test_suite(fragment_suite);

MODULE_LICENSE("GPL");
