// SPDX-License-Identifier: GPL-2.0
/*
 * Classifiers against the definition of what they have to find: each mirror in
 * turn is asked whether it wants the packet.
 */
#include <kunit/test.h>
#include <linux/ktime.h>

#include "lib/addr.c"
#include "config/filter.c"
#include "plan/balance.c"
#include "plan/classify.c"
#include "plan/classify_lookup.c"
#include "lib/sort.c"
#include "plan/compiled.c"
#include "runtime/limiter.c"
#include "random.h"
#include "wants.h"

/* Of tables, some of which take away. */
#define TABLES_MAX 4

/**
 * struct kind - what the rows of a set of mirrors are like
 * @name: for messages
 * @addrs: bits in which addresses differ
 * @exact: of 16 rows, how many name all five fields and no ranges
 * @named: else, of 16 fields, how many are named
 * @tables: the most of a mirror
 * @v6: of 16 rows, how many are IPv6
 */
struct kind {
	const char *name;
	u8 addrs;
	u8 exact;
	u8 named;
	u8 tables;
	u8 v6;
};

static const struct kind kinds[] = {
	{ "exact", 12, 16, 0, 1, 4 },
	{ "mixed", 6, 6, 8, TABLES_MAX, 5 },
	{ "narrow", 4, 8, 12, 2, 8 },
	{ "wide", 8, 0, 3, TABLES_MAX, 5 },
};

#define MIRRORS_MAX 5000

static const struct nfm_compiled_session **sessions;
static unsigned int n_sessions;
static DECLARE_BITMAP(found, MIRRORS_MAX);

/* Bits here and there, so that rows meet at both halves of an address. */
static struct in6_addr random_addr(const struct kind *kind, bool v6)
{
	u32 bits = random_u32() & (BIT(kind->addrs) - 1);
	struct in6_addr addr;

	if (!v6) {
		nfm_addr_set_v4(&addr, htonl(0x0a000000 | bits << 3));
		/* The first and the last ones that there are. */
		if (!random_below(16))
			addr.s6_addr32[3] = random_below(2) ? 0 : htonl(~0);
		return addr;
	}
	ipv6_addr_set(&addr, htonl(0x20010db8), htonl(bits >> 3), 0,
		      htonl(bits & 7));
	if (!random_below(16))
		memset(&addr, random_below(2) ? 0 : 0xff, sizeof(addr));
	return addr;
}

static struct nfm_prefix random_prefix(const struct kind *kind, bool v6,
				       bool exact)
{
	struct in6_addr addr = random_addr(kind, v6);
	u8 most = v6 ? 128 : 32;
	struct nfm_prefix prefix = { .len = 128 };

	if (!exact)
		prefix.len -= random_below(4) ? random_below(16) :
						random_below(most + 1);
	ipv6_addr_prefix(&prefix.addr, &addr, prefix.len);
	return prefix;
}

static u16 random_port(void)
{
	static const u16 ports[] = { 0, 1, 80, 443, 65534, 65535 };

	return random_below(2) ? ports[random_below(ARRAY_SIZE(ports))] :
				 random_below(64);
}

static struct nfm_ports random_ports(bool exact)
{
	u16 a = random_port(), b = exact ? a : random_port();

	return (struct nfm_ports){ min(a, b), max(a, b) };
}

static u8 random_proto(void)
{
	static const u8 protos[] = { 0, 1, 6, 17, 58, 255 };

	return protos[random_below(ARRAY_SIZE(protos))];
}

static struct nfm_row random_row(const struct kind *kind)
{
	bool exact = random_below(16) < kind->exact;
	bool v6 = random_below(16) < kind->v6;
	struct nfm_row row;
	int field;

	nfm_row_init(&row);
	for (field = 0; field < 5; field++)
		if (exact || random_below(16) < kind->named)
			row.given |= BIT(field);
	if (row.given & NFM_ROW_PROTO)
		row.proto = random_proto();
	if (row.given & NFM_ROW_SRC)
		row.src = random_prefix(kind, v6, exact);
	if (row.given & NFM_ROW_DST)
		row.dst = random_prefix(kind, v6, exact);
	if (row.given & NFM_ROW_SPORT)
		row.sport = random_ports(exact);
	if (row.given & NFM_ROW_DPORT)
		row.dport = random_ports(exact);
	return row;
}

static const struct nfm_compiled_session *random_mirror(struct kunit *test,
							const struct kind *kind)
{
	struct nfm_compiled_session *compiled =
		kzalloc(struct_size(compiled, matches, TABLES_MAX), GFP_KERNEL);
	struct nfm_row row;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, compiled);
	compiled->n_match = 1 + random_below(kind->tables);
	/* Few, for they match everything. */
	if (kind->tables > 1 && !random_below(128))
		compiled->n_match = 0;
	if (compiled->n_match < TABLES_MAX && kind->tables > 1)
		compiled->n_except = random_below(2);
	for (i = 0; i < compiled->n_match + compiled->n_except; i++) {
		row = random_row(kind);
		nfm_match_init(&compiled->matches[i], &row);
	}
	return compiled;
}

static void make_mirrors(struct kunit *test, const struct kind *kind,
			 unsigned int n)
{
	n_sessions = n;
	sessions = kvmalloc_array(n, sizeof(*sessions), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, sessions);
	while (n--)
		sessions[n] = random_mirror(test, kind);
}

static void free_mirrors(void)
{
	while (n_sessions--)
		kfree(sessions[n_sessions]);
	kvfree(sessions);
}

static struct nfm_key random_key(const struct kind *kind)
{
	bool v6 = random_below(16) < kind->v6;
	struct nfm_key key = {
		.saddr = random_addr(kind, v6),
		.daddr = random_addr(kind, v6),
		.proto = random_proto(),
		.family = v6 ? NFM_FAMILY_V6 : NFM_FAMILY_V4,
		.ports = NFM_PORTS_KNOWN,
	};

	if (!random_below(8))
		key.ports = random_below(3);
	if (key.ports == NFM_PORTS_KNOWN) {
		key.sport = random_port();
		key.dport = random_port();
	}
	if (v6 && key.ports == NFM_PORTS_UNKNOWN)
		key.proto_unknown = random_below(2);
	return key;
}

/* One bit more or less, at whichever end: what just misses a match, or just not. */
static void random_nudge(struct in6_addr *addr)
{
	addr->s6_addr32[3] ^= htonl(BIT(random_below(32)));
}

/* A packet that one of the tables holds for, or nearly so. */
static struct nfm_key random_hit(const struct kind *kind)
{
	const struct nfm_compiled_session *compiled =
		sessions[random_below(n_sessions)];
	struct nfm_key key = random_key(kind);
	const struct nfm_match *match = compiled->matches;

	if (!compiled->n_match)
		return key;
	match += random_below(compiled->n_match + compiled->n_except);
	if (!(key.family & match->families))
		return key;
	if (!ipv6_addr_any(&match->smask))
		key.saddr = match->saddr;
	if (!ipv6_addr_any(&match->dmask))
		key.daddr = match->daddr;
	if (!random_below(8))
		random_nudge(&key.saddr);
	if (!random_below(8))
		random_nudge(&key.daddr);
	if (key.ports == NFM_PORTS_KNOWN && random_below(8)) {
		key.sport = random_below(2) ? match->l4.sport.first :
					      match->l4.sport.last;
		key.dport = random_below(2) ? match->l4.dport.first :
					      match->l4.dport.last;
	}
	if (match->l4.proto_mask && random_below(8))
		key.proto = match->l4.proto;
	return key;
}

static int place_of(const struct nfm_compiled_session *compiled)
{
	unsigned int i;

	for (i = 0; i < n_sessions; i++)
		if (sessions[i] == compiled)
			return i;
	return -1;
}

/* Returns how many mirrors wanted the packet. */
static unsigned int expect_same(struct kunit *test, const struct kind *kind,
				const struct nfm_classifier *classifier,
				const struct nfm_key *key)
{
	const struct nfm_compiled_session *compiled;
	struct nfm_lookup lookup;
	unsigned int i, n = 0;

	bitmap_zero(found, MIRRORS_MAX);
	if (nfm_lookup_begin(&lookup, classifier, key,
			     key->family == NFM_FAMILY_V4))
		while ((compiled = nfm_lookup_next(&lookup)))
			if (test_and_set_bit(place_of(compiled), found))
				KUNIT_FAIL(test, "%s: %u mirrors: one twice",
					   kind->name, n_sessions);
	for (i = 0; i < n_sessions; i++) {
		n += mirror_wants(sessions[i], key);
		if (test_bit(i, found) != mirror_wants(sessions[i], key))
			KUNIT_FAIL(test, "%s: %u mirrors: %u is %s", kind->name,
				   n_sessions, i,
				   test_bit(i, found) ? "too many" : "missing");
	}
	return n;
}

static void compare(struct kunit *test, const struct kind *kind, unsigned int n,
		    unsigned int packets)
{
	struct nfm_classifier *classifier;
	unsigned int i, wanted = 0;
	ktime_t start;
	s64 took;
	struct nfm_key key;

	make_mirrors(test, kind, n);
	start = ktime_get();
	classifier = nfm_classifier_build(sessions, n_sessions, SIZE_MAX, NULL);
	took = ktime_us_delta(ktime_get(), start);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, classifier);
	for (i = 0; i < packets && !test->status; i++) {
		key = i % 4 ? random_hit(kind) : random_key(kind);
		wanted += !!expect_same(test, kind, classifier, &key);
	}
	if (n >= 1000)
		kunit_info(
			test,
			"%s: %u of %u packets wanted, %u mirrors, %zu bytes, built in %lld us\n",
			kind->name, wanted, packets, n, classifier->bytes,
			took);
	nfm_classifier_put(classifier);
	free_mirrors();
}

/* Sets of every kind, @sets of each, with @packets for each set. */
static void compare_kinds(struct kunit *test, unsigned int n, unsigned int sets,
			  unsigned int packets)
{
	unsigned int i;

	for (i = 0; i < sets * ARRAY_SIZE(kinds); i++)
		compare(test, &kinds[i % ARRAY_SIZE(kinds)], n, packets);
}

static void test_small(struct kunit *test)
{
	random_begin(21);
	compare_kinds(test, 1, 40, 1000);
	compare_kinds(test, 3, 40, 1500);
	compare_kinds(test, NFM_LINEAR_MAX, 40, 1500);
	compare_kinds(test, NFM_LINEAR_MAX + 1, 40, 1500);
	compare_kinds(test, 16, 20, 1500);
	compare_kinds(test, 17, 20, 1500);
}

static void test_middle(struct kunit *test)
{
	random_begin(22);
	compare_kinds(test, 64, 4, 2000);
	compare_kinds(test, 100, 4, 1000);
}

static void test_large(struct kunit *test)
{
	random_begin(23);
	compare_kinds(test, 1000, 1, 1000);
	compare_kinds(test, 4096, 1, 300);
	compare_kinds(test, MIRRORS_MAX, 1, 300);
}

/* An IPv4 packet with that key. */
static void write_packet(struct sk_buff *skb, const struct nfm_key *key)
{
	struct iphdr *ip;
	__be16 *ports;

	skb_trim(skb, 0);
	ip = skb_put_zero(skb, sizeof(*ip));
	*ip = (struct iphdr){
		.version = 4,
		.ihl = sizeof(*ip) / 4,
		.protocol = key->proto,
		.saddr = nfm_addr_v4(&key->saddr),
		.daddr = nfm_addr_v4(&key->daddr),
	};
	ports = skb_put_zero(skb, 2 * sizeof(*ports));
	ports[0] = htons(key->sport);
	ports[1] = htons(key->dport);
}

/* The first rule that holds, as each of them says, or their number. */
static u32 first_rule(const struct nfm_family_rules *rules,
		      const struct nfm_key *key)
{
	u32 rule;

	for (rule = 0; rule < rules->n_rules; rule++)
		if (nfm_match_holds(nfm_rule_ref_match(&rules->refs[rule]), key,
				    true))
			break;
	return rule;
}

static void expect_first(struct kunit *test,
			 const struct nfm_family_rules *rules,
			 const struct nfm_key *key, enum nfm_precheck check,
			 u32 first)
{
	u32 rule = first_rule(rules, key);

	KUNIT_EXPECT_EQ(test, check,
			rule < rules->n_rules ? NFM_PRECHECK_MATCH :
						NFM_PRECHECK_NONE);
	if (check == NFM_PRECHECK_MATCH)
		KUNIT_EXPECT_EQ(test, first, rule);
}

static void precheck(struct kunit *test, const struct kind *kind,
		     struct sk_buff *skb)
{
	struct nfm_classifier *classifier;
	enum nfm_precheck check;
	struct nfm_key key;
	u32 first;
	int i;

	make_mirrors(test, kind, 1 + random_below(3));
	classifier = nfm_classifier_build(sessions, n_sessions, SIZE_MAX, NULL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, classifier);
	for (i = 0; i < 500 && !test->status; i++) {
		key = random_hit(kind);
		if (key.family != NFM_FAMILY_V4 || key.fragment)
			continue;
		key.ports = nfm_proto_has_ports(key.proto) ? NFM_PORTS_KNOWN :
							     NFM_PORTS_NONE;
		key.proto_unknown = false;
		write_packet(skb, &key);
		check = nfm_classifier_precheck(classifier, skb,
						(void *)skb->data, &first);
		if (classifier->v4.n_blocks)
			KUNIT_EXPECT_EQ(test, check, NFM_PRECHECK_UNKNOWN);
		else
			expect_first(test, &classifier->v4, &key, check, first);
		/* Without its last byte, ports may be anything. */
		skb_trim(skb, skb->len - 1);
		check = nfm_classifier_precheck(classifier, skb,
						(void *)skb->data, &first);
		if (check != NFM_PRECHECK_UNKNOWN)
			expect_first(test, &classifier->v4, &key, check, first);
	}
	nfm_classifier_put(classifier);
	free_mirrors();
}

/* What is asked before there is a key says what the key would. */
static void test_precheck(struct kunit *test)
{
	struct sk_buff *skb = alloc_skb(100, GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	random_begin(24);
	for (i = 0; i < 50 * ARRAY_SIZE(kinds); i++)
		precheck(test, &kinds[i % ARRAY_SIZE(kinds)], skb);
	kfree_skb(skb);
}

/* Nested ranges of both ports: as many sets as there can be, and as long. */
static void test_limit(struct kunit *test)
{
	struct nfm_classifier *classifier;
	size_t whole;
	unsigned int i;

	random_begin(25);
	make_mirrors(test, &kinds[0], 500);
	for (i = 0; i < n_sessions; i++) {
		struct nfm_compiled_session *compiled =
			(struct nfm_compiled_session *)sessions[i];

		if (!compiled->n_match)
			continue;
		compiled->matches[0].l4.sport.first = 10 * i;
		compiled->matches[0].l4.sport.last = U16_MAX - 10 * i;
	}
	classifier = nfm_classifier_build(sessions, n_sessions, SIZE_MAX, NULL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, classifier);
	whole = classifier->bytes;
	nfm_classifier_put(classifier);

	/* What is counted is what there is in the end, so neither more nor less. */
	classifier = nfm_classifier_build(sessions, n_sessions,
					  whole + 8 * NFM_SET_WORDS, NULL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, classifier);
	KUNIT_EXPECT_EQ(test, classifier->bytes, whole);
	nfm_classifier_put(classifier);
	for (i = 1; i < 20; i++) {
		classifier = nfm_classifier_build(sessions, n_sessions,
						  whole * i / 20, NULL);
		KUNIT_EXPECT_PTR_EQ(test, classifier, ERR_PTR(-EFBIG));
	}
	free_mirrors();
}

/* Who goes has nobody wait until it is built. */
static void test_leaving(struct kunit *test)
{
	static const bool leaving = true;
	const struct nfm_job job = { .leaving = &leaving };

	random_begin(26);
	make_mirrors(test, &kinds[0], 500);
	KUNIT_EXPECT_PTR_EQ(test,
			    nfm_classifier_build(sessions, n_sessions, SIZE_MAX,
						 &job),
			    ERR_PTR(-EINTR));
	free_mirrors();
}

static struct kunit_case classify_cases[] = {
	KUNIT_CASE(test_small),
	KUNIT_CASE(test_middle),
	KUNIT_CASE(test_large),
	KUNIT_CASE(test_precheck),
	KUNIT_CASE(test_limit),
	KUNIT_CASE(test_leaving),
	{},
};

static struct kunit_suite classify_suite = {
	.name = "nfm_classify",
	.test_cases = classify_cases,
};
kunit_test_suite(classify_suite);

MODULE_LICENSE("GPL");
