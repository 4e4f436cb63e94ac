// SPDX-License-Identifier: GPL-2.0
/* What first fragments tell later ones. */
#include <kunit/test.h>
#include <linux/skbuff.h>

#include "lib/flow_key.c"
#include "datapath/frag_cache.c"

/**
 * struct piece - a fragment, and what is to be known of it
 * @from: its first byte
 * @len: how many it has
 * @more: others come behind it
 * @port: of a first one, its destination port
 * @known: the port that it is to have; 0: nobody can know
 * @ttl: its time to live, if it is not 64
 * @options: it has options
 * @df: over IPv4, it must not be fragmented further
 * @likely: the port that its flow is likely to have, where nobody can know
 */
struct piece {
	u16 from;
	u16 len;
	bool more;
	u16 port;
	u16 known;
	u8 ttl;
	bool options;
	bool df;
	u16 likely;
};

#define FIRST(len, port)                 \
	{                                \
		0, len, true, port, port \
	}
#define LATER(from, len, known)           \
	{                                 \
		from, len, true, 0, known \
	}
#define LAST(from, len, known)             \
	{                                  \
		from, len, false, 0, known \
	}
#define PIECES 10

static struct nfm_fragments *fragments;
static bool routed;

static int frag_cache_init(struct kunit *test)
{
	fragments = nfm_fragments_alloc();
	routed = false;
	KUNIT_ASSERT_NOT_NULL(test, fragments);
	return 0;
}

static void fragment_exit(struct kunit *test)
{
	kvfree(fragments);
}

static void put_content(struct sk_buff *skb, const struct piece *piece)
{
	u8 *data = skb_put_zero(skb, piece->len);

	if (!piece->from && piece->len >= 4)
		data[3] = piece->port;
}

static struct sk_buff *make_v4(struct kunit *test, const struct piece *piece,
			       u32 id)
{
	struct sk_buff *skb = alloc_skb(2048, GFP_KERNEL);
	unsigned int header = piece->options ? 24 : 20;
	struct iphdr *ip;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reset_network_header(skb);
	ip = skb_put_zero(skb, header);
	*ip = (struct iphdr){
		.version = 4,
		.ihl = header / 4,
		.tot_len = htons(header + piece->len),
		.id = htons(id),
		.frag_off = htons(piece->from / 8 | (piece->more ? IP_MF : 0) |
				  (piece->df ? IP_DF : 0)),
		.ttl = piece->ttl ?: 64,
		.protocol = IPPROTO_UDP,
		.saddr = htonl(0x0a000001),
		.daddr = htonl(0x0a000002),
	};
	put_content(skb, piece);
	return skb;
}

static struct sk_buff *make_v6(struct kunit *test, const struct piece *piece,
			       u32 id)
{
	struct sk_buff *skb = alloc_skb(2048, GFP_KERNEL);
	struct ipv6hdr *ip;
	u8 nexthdr = NEXTHDR_FRAGMENT;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reset_network_header(skb);
	ip = skb_put_zero(skb, sizeof(*ip));
	*ip = (struct ipv6hdr){
		.version = 6,
		.nexthdr = piece->options ? NEXTHDR_DEST : nexthdr,
		.payload_len = htons(8 * piece->options +
				     sizeof(struct frag_hdr) + piece->len),
		.hop_limit = piece->ttl ?: 64,
	};
	ip->saddr.s6_addr[15] = 1;
	ip->daddr.s6_addr[15] = 2;
	if (piece->options)
		skb_put_data(skb, (u8[]){ nexthdr, 0, 1, 4, 0, 0, 0, 0 }, 8);
	/* What a later one says of the protocol is not so. */
	skb_put_data(skb,
		     &(struct frag_hdr){
			     .nexthdr = piece->from ? 89 : IPPROTO_UDP,
			     .frag_off = htons(piece->from |
					       (piece->more ? IP6_MF : 0)),
			     .identification = htonl(id),
		     },
		     sizeof(struct frag_hdr));
	put_content(skb, piece);
	return skb;
}

static struct nfm_key pass(struct kunit *test, const struct piece *piece,
			   bool v4, u32 id, u32 where)
{
	struct sk_buff *skb = v4 ? make_v4(test, piece, id) :
				   make_v6(test, piece, id);
	struct nfm_key key;

	KUNIT_ASSERT_TRUE(test, v4 ? nfm_key_parse_v4(skb, 0, &key) :
				     nfm_key_parse_v6(skb, 0, &key));
	nfm_fragment_follow(fragments, skb, where, routed, &key);
	kfree_skb(skb);
	return key;
}

static void expect(struct kunit *test, const char *what, int i,
		   const struct piece *piece, bool v4, u32 id)
{
	struct nfm_key key = pass(test, piece, v4, id, 2);

	KUNIT_EXPECT_EQ_MSG(test, key.ports == NFM_PORTS_KNOWN, !!piece->known,
			    "%s: %d, IPv%d", what, i, v4 ? 4 : 6);
	KUNIT_EXPECT_EQ_MSG(test, (int)key.dport,
			    (int)(piece->known ?: piece->likely),
			    "%s: %d, IPv%d", what, i, v4 ? 4 : 6);
	KUNIT_EXPECT_EQ_MSG(test, (int)key.proto_unknown,
			    !v4 && piece->from && !piece->known, "%s: %d", what,
			    i);
	if (piece->known)
		KUNIT_EXPECT_EQ(test, (int)key.proto, IPPROTO_UDP);
}

/* In the order in which they come. */
static const struct {
	const char *what;
	struct piece pieces[PIECES];
} orders[] = {
	{ "in order", { FIRST(16, 9), LATER(16, 8, 9), LAST(24, 5, 9) } },
	{ "no first one", { LATER(16, 8, 0), LAST(24, 5, 0) } },
	{ "the last one first",
	  { LAST(24, 5, 0), LATER(16, 8, 0), FIRST(16, 9) } },
	{ "one too early", { LAST(24, 5, 0), FIRST(16, 9), LATER(16, 8, 0) } },
	{ "two first ones",
	  { FIRST(16, 9), FIRST(16, 10), LATER(16, 8, 0), LAST(24, 5, 0) } },
	{ "two first ones, one late",
	  { FIRST(16, 9), LATER(16, 8, 9), FIRST(16, 10), LAST(24, 5, 0) } },
	{ "the first one again",
	  { FIRST(16, 9), FIRST(16, 9), LATER(16, 8, 9), LAST(24, 5, 9) } },
	{ "a shorter one again",
	  { FIRST(16, 9), FIRST(8, 9), LATER(8, 8, 0), LAST(16, 5, 0) } },
	{ "the first one again, later",
	  { FIRST(16, 9), LATER(16, 8, 9), FIRST(16, 9), LATER(16, 8, 0),
	    LAST(24, 5, 0) } },
	{ "an identification that is used again",
	  { FIRST(16, 9), LAST(16, 8, 9), FIRST(16, 10), LAST(16, 8, 10) } },
	{ "used again, the first one last",
	  { FIRST(16, 10), LAST(16, 8, 10), LAST(16, 8, 0), FIRST(16, 9) } },
	{ "used again before it was complete",
	  { FIRST(16, 10), LATER(16, 8, 10), FIRST(16, 9), LAST(24, 8, 0) } },
	{ "an overlap", { FIRST(16, 9), LATER(8, 16, 0), LAST(24, 8, 0) } },
	{ "a gap", { FIRST(16, 9), LAST(24, 8, 0), LATER(16, 8, 0) } },
	{ "a later one again",
	  { FIRST(16, 9), LATER(16, 8, 9), LATER(16, 8, 0), LAST(24, 5, 0) } },
	{ "an empty one",
	  { FIRST(16, 9), LATER(16, 0, 0), LATER(16, 8, 0), LAST(24, 5, 0) } },
	{ "an odd length", { FIRST(16, 9), LATER(16, 9, 0), LAST(24, 5, 0) } },
	{ "an odd first length", { FIRST(17, 9), LATER(16, 8, 0) } },
	{ "too long", { FIRST(16, 9), LATER(16, 8, 9), LAST(65528, 8, 0) } },
	{ "at the end of its life",
	  { { 0, 16, true, 9, 9, 1 }, LATER(16, 8, 0) } },
	{ "a later one at the end of its life",
	  { FIRST(16, 9), { 16, 8, true, 0, 0, 1 }, LATER(24, 8, 0) } },
	{ "options", { { 0, 16, true, 9, 9, 0, true }, LATER(16, 8, 0) } },
	{ "options of a later one",
	  { FIRST(16, 9), { 16, 8, true, 0, 0, 0, true }, LATER(24, 8, 0) } },
	{ "cut off in front of the port",
	  { { 0, 3, true, 9, 0 }, LATER(8, 8, 0) } },
	{ "nothing at all", { { 0, 0, true, 9, 0 }, LATER(8, 8, 0) } },
};

static void test_orders(struct kunit *test)
{
	int i, j, v4;

	for (i = 0; i < ARRAY_SIZE(orders); i++)
		for (v4 = 0; v4 < 2; v4++)
			for (j = 0; j < PIECES; j++) {
				const struct piece *piece =
					&orders[i].pieces[j];

				if (!piece->from && !piece->more)
					break;
				expect(test, orders[i].what, j, piece, v4,
				       1000 + i);
			}
}

static const struct piece first = FIRST(16, 9), later = LATER(16, 8, 9),
			  last = LAST(24, 8, 9), nobody = LATER(16, 8, 0);

/* Whatever tells datagrams apart. */
static void test_others(struct kunit *test)
{
	struct nfm_key key;

	expect(test, "first", 0, &first, true, 7);
	expect(test, "another", 0, &nobody, true, 8);
	expect(test, "another family", 0, &nobody, false, 7);
	key = pass(test, &later, true, 7, 3);
	KUNIT_EXPECT_EQ(test, (int)key.ports, (int)NFM_PORTS_UNKNOWN);
	expect(test, "later", 0, &later, true, 7);
}

/*
 * Behind a first one that may be too long for the next link nobody knows the ports: a
 * router drops it, and forwards another one. The flow is likely to be the same.
 */
static void test_too_long_to_forward(struct kunit *test)
{
	const struct piece df = {
		.len = 16, .more = true, .port = 9, .known = 9, .df = true
	};
	const struct piece behind_df = {
		.from = 16, .len = 8, .more = true, .likely = 9
	};
	const struct piece behind_long = {
		.from = 1240, .len = 8, .more = true, .likely = 9
	};
	const struct piece long_first = FIRST(1240, 9),
			   long_later = LATER(1240, 8, 9),
			   short_first = FIRST(1232, 9),
			   short_later = LATER(1232, 8, 9);

	expect(test, "first with DF", 0, &df, true, 7);
	expect(test, "later", 0, &behind_df, true, 7);
	expect(test, "first", 0, &long_first, false, 7);
	expect(test, "later", 0, &long_later, false, 7);
	routed = true;
	expect(test, "first, routed", 0, &long_first, true, 8);
	expect(test, "later, routed", 0, &long_later, true, 8);
	expect(test, "long first, routed", 0, &long_first, false, 8);
	expect(test, "later, routed", 0, &behind_long, false, 8);
	expect(test, "first of 1,280 bytes, routed", 0, &short_first, false, 9);
	expect(test, "later, routed", 0, &short_later, false, 9);
}

/* Whose headers go on in the next one, it tells nothing. */
static void test_cut_off(struct kunit *test)
{
	const struct piece cut = FIRST(8, 0), behind = LATER(8, 8, 0);
	struct sk_buff *skb = make_v6(test, &cut, 7);
	struct frag_hdr *fh = (struct frag_hdr *)(ipv6_hdr(skb) + 1);
	struct nfm_key key;

	fh->nexthdr = NEXTHDR_DEST;
	*(u8 *)(fh + 1) = NEXTHDR_DEST;
	KUNIT_ASSERT_TRUE(test, nfm_key_parse_v6(skb, 0, &key));
	nfm_fragment_follow(fragments, skb, 2, routed, &key);
	kfree_skb(skb);
	expect(test, "later", 0, &behind, false, 7);
}

/* As if all that is known were so much older. */
static void age(u32 by)
{
	int i, j;

	for (i = 0; i < NFM_FRAGMENT_LINES; i++) {
		fragments->lines[i].lost -= by;
		for (j = 0; j < NFM_FRAGMENT_WAYS; j++)
			fragments->lines[i].ways[j].seen -= by;
	}
}

static void test_time(struct kunit *test)
{
	const struct piece other = FIRST(16, 10);

	expect(test, "first", 0, &first, true, 7);
	age(NFM_FRAGMENT_SOON + 1);
	expect(test, "somewhat later", 0, &nobody, true, 7);
	expect(test, "first", 0, &other, true, 7);
	age(NFM_FRAGMENT_KEPT - 1);
	expect(test, "kept", 0, &first, true, 7);
	expect(test, "in doubt", 0, &nobody, true, 7);
	age(NFM_FRAGMENT_KEPT + 1);
	expect(test, "first", 0, &first, true, 7);
	expect(test, "later", 0, &later, true, 7);
}

static void test_fragments_between(struct kunit *test)
{
	int i;

	expect(test, "first", 0, &first, true, 7);
	for (i = 1; i < NFM_FRAGMENT_AMONG; i++)
		expect(test, "others", i, &first, true, 100 + i);
	expect(test, "later", 0, &later, true, 7);
	for (i = 0; i < NFM_FRAGMENT_AMONG; i++)
		expect(test, "others", i, &first, true, 200 + i);
	expect(test, "too many", 0, &(struct piece)LAST(24, 8, 0), true, 7);
}

/* Who has one forgotten leaves the line in doubt, until it does not matter. */
static void test_flood(struct kunit *test)
{
	const int n = NFM_FRAGMENT_LINES * NFM_FRAGMENT_WAYS * 4;
	const struct piece other = FIRST(16, 10);
	int i;

	expect(test, "first", 0, &first, false, 7);
	for (i = 1; i < n; i++)
		pass(test, &first, false, 1000 + i, 2);
	expect(test, "another first", 0, &other, false, 7);
	expect(test, "later", 0, &nobody, false, 7);
	age(NFM_FRAGMENT_KEPT + 1);
	expect(test, "first", 0, &first, false, 7);
	expect(test, "later", 0, &later, false, 7);
}

/* Those that are complete take no room. */
static void test_many_packets(struct kunit *test)
{
	int i;

	for (i = 0; i < 3 * NFM_FRAGMENT_LINES * NFM_FRAGMENT_WAYS; i++) {
		expect(test, "first", i, &first, true, i);
		expect(test, "later", i, &later, true, i);
		expect(test, "last", i, &last, true, i);
	}
}

static void test_carried(struct kunit *test)
{
	struct sk_buff *skb = make_v4(test, &first, 7);
	struct nfm_key key;

	KUNIT_ASSERT_TRUE(test, nfm_key_parse_v4(skb, 0, &key));
	key.fragment = NFM_FRAGMENT_CARRIED;
	nfm_fragment_follow(fragments, skb, 2, routed, &key);
	kfree_skb(skb);
	key = pass(test, &later, true, 7, 2);
	KUNIT_EXPECT_EQ(test, (int)key.fragment, (int)NFM_FRAGMENT_CARRIED);
	key = pass(test, &first, true, 7, 2);
	key = pass(test, &later, true, 7, 2);
	KUNIT_EXPECT_EQ(test, (int)key.fragment, (int)NFM_FRAGMENT_LATER);
}

static struct kunit_case frag_cache_cases[] = {
	KUNIT_CASE(test_orders),
	KUNIT_CASE(test_others),
	KUNIT_CASE(test_too_long_to_forward),
	KUNIT_CASE(test_cut_off),
	KUNIT_CASE(test_time),
	KUNIT_CASE(test_fragments_between),
	KUNIT_CASE(test_flood),
	KUNIT_CASE(test_many_packets),
	KUNIT_CASE(test_carried),
	{},
};

static struct kunit_suite frag_cache_suite = {
	.name = "nfm_frag_cache",
	.init = frag_cache_init,
	.exit = fragment_exit,
	.test_cases = frag_cache_cases,
};
kunit_test_suite(frag_cache_suite);

MODULE_LICENSE("GPL");
