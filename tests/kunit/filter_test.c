// SPDX-License-Identifier: GPL-2.0
/*
 * Rows against a model that shares no code with them: it looks at each row of
 * each table by itself, bit by bit, and never joins anything.
 */
#include <kunit/test.h>

#include "lib/addr.c"
#include "config/filter.c"
#include "plan/balance.c"
#include "plan/compiled.c"
#include "runtime/limiter.c"
#include "random.h"
#include "wants.h"

#define ROUNDS 20000

/* Few values, so that rows often meet and often just miss each other. */
static struct in6_addr random_addr(void)
{
	struct in6_addr addr = {};
	u32 host = random_below(4) << 16 | random_below(4);

	if (random_below(3)) {
		nfm_addr_set_v4(&addr, htonl(0x0a000000 | host));
	} else {
		addr.s6_addr32[0] = htonl(0x20010db8);
		addr.s6_addr32[random_below(4)] ^= htonl(host);
	}
	return addr;
}

static u16 random_port(void)
{
	static const u16 ports[] = { 0, 1, 79, 80, 81, 443, 65534, 65535 };

	return ports[random_below(ARRAY_SIZE(ports))];
}

static u8 random_proto(void)
{
	static const u8 protos[] = { 0, 1, 6, 17, 255 };

	return protos[random_below(ARRAY_SIZE(protos))];
}

static struct nfm_prefix random_prefix(void)
{
	static const u8 lengths[] = { 0,  8,  14, 15,  16,  30,	 31,
				      32, 64, 96, 112, 126, 127, 128 };
	struct nfm_prefix prefix = {
		.len = lengths[random_below(ARRAY_SIZE(lengths))],
	};
	struct in6_addr addr = random_addr();

	if (nfm_addr_is_v4(&addr) && prefix.len < NFM_V4_BITS)
		prefix.len = NFM_V4_BITS + prefix.len / 3;
	ipv6_addr_prefix(&prefix.addr, &addr, prefix.len);
	return prefix;
}

static struct nfm_ports random_ports(void)
{
	u16 a = random_port(), b = random_port();

	return (struct nfm_ports){ min(a, b), max(a, b) };
}

static struct nfm_row random_row(void)
{
	struct nfm_row row;

	nfm_row_init(&row);
	row.given = random_below(32);
	if (row.given & NFM_ROW_PROTO)
		row.proto = random_proto();
	if (row.given & NFM_ROW_SRC)
		row.src = random_prefix();
	if (row.given & NFM_ROW_DST)
		row.dst = random_prefix();
	if (row.given & NFM_ROW_SPORT)
		row.sport = random_ports();
	if (row.given & NFM_ROW_DPORT)
		row.dport = random_ports();
	return row;
}

static bool model_has_ports(u8 proto)
{
	return proto == 6 || proto == 17;
}

static struct nfm_key random_key(void)
{
	struct nfm_key key = {
		.saddr = random_addr(),
		.proto = random_proto(),
		.ports = random_below(3),
	};

	/* A packet's addresses are of one family. */
	do {
		key.daddr = random_addr();
	} while (nfm_addr_is_v4(&key.saddr) != nfm_addr_is_v4(&key.daddr));
	key.family = nfm_addr_is_v4(&key.saddr) ? NFM_FAMILY_V4 : NFM_FAMILY_V6;
	if (key.ports == NFM_PORTS_KNOWN && !model_has_ports(key.proto))
		key.ports = NFM_PORTS_NONE;
	if (key.ports == NFM_PORTS_KNOWN) {
		key.sport = random_port();
		key.dport = random_port();
	}
	return key;
}

static bool model_bit(const struct in6_addr *addr, int bit)
{
	return addr->s6_addr[bit / 8] >> (7 - bit % 8) & 1;
}

static bool model_cidr(const struct nfm_prefix *prefix,
		       const struct in6_addr *addr)
{
	int bit;

	if (nfm_addr_is_v4(&prefix->addr) != nfm_addr_is_v4(addr))
		return false;
	for (bit = 0; bit < prefix->len; bit++)
		if (model_bit(&prefix->addr, bit) != model_bit(addr, bit))
			return false;
	return true;
}

static bool model_ports(const struct nfm_ports *ports, u16 port,
			const struct nfm_key *key, bool match_unknown)
{
	if (key->ports == NFM_PORTS_UNKNOWN)
		return match_unknown;
	return key->ports == NFM_PORTS_KNOWN && port >= ports->first &&
	       port <= ports->last;
}

static bool model_row(const struct nfm_row *row, const struct nfm_key *key,
		      bool match_unknown)
{
	if (row->given & NFM_ROW_PROTO && row->proto != key->proto)
		return false;
	if (row->given & NFM_ROW_SRC && !model_cidr(&row->src, &key->saddr))
		return false;
	if (row->given & NFM_ROW_DST && !model_cidr(&row->dst, &key->daddr))
		return false;
	if (row->given & NFM_ROW_SPORT &&
	    !model_ports(&row->sport, key->sport, key, match_unknown))
		return false;
	return !(row->given & NFM_ROW_DPORT) ||
	       model_ports(&row->dport, key->dport, key, match_unknown);
}

/* A packet that all rows want, if the joined row is right. */
static struct nfm_key witness(const struct nfm_row *row)
{
	struct nfm_key key = {
		.saddr = row->src.addr,
		.daddr = row->dst.addr,
		.sport = row->sport.first,
		.dport = row->dport.last,
		.proto = row->proto,
		.ports = NFM_PORTS_KNOWN,
	};

	if (!(row->given & NFM_ROW_SRC))
		key.saddr = key.daddr;
	if (!(row->given & NFM_ROW_DST))
		key.daddr = key.saddr;
	/* Ports make a packet one of TCP, unless the row says otherwise. */
	if (row->given & (NFM_ROW_SPORT | NFM_ROW_DPORT) &&
	    !(row->given & NFM_ROW_PROTO))
		key.proto = 6;
	if (!model_has_ports(key.proto))
		key.ports = NFM_PORTS_NONE;
	return key;
}

static bool model_rows(const struct nfm_row *rows, int n,
		       const struct nfm_key *key)
{
	while (n--)
		if (!model_row(&rows[n], key, true))
			return false;
	return true;
}

static void test_rows_join(struct kunit *test)
{
	int i, j, n, contradictions = 0;

	random_begin(1);
	for (i = 0; i < ROUNDS; i++) {
		struct nfm_row rows[4], all;
		bool possible = true;
		struct nfm_key key;

		n = 1 + random_below(ARRAY_SIZE(rows));
		nfm_row_init(&all);
		for (j = 0; j < n; j++) {
			rows[j] = random_row();
			possible = possible &&
				   nfm_row_intersect(&all, &rows[j]);
		}
		if (possible) {
			key = witness(&all);
			KUNIT_ASSERT_TRUE(test, model_rows(rows, n, &key));
			continue;
		}
		contradictions++;
		for (j = 0; j < 20; j++) {
			key = random_key();
			key.ports = model_has_ports(key.proto) ?
					    NFM_PORTS_KNOWN :
					    NFM_PORTS_NONE;
			KUNIT_ASSERT_FALSE(test, model_rows(rows, n, &key));
		}
	}
	KUNIT_EXPECT_GT(test, contradictions, ROUNDS / 10);
	KUNIT_EXPECT_LT(test, contradictions, ROUNDS * 9 / 10);
}

#define MAX_ROWS 12

static struct nfm_filter *random_filter(struct kunit *test)
{
	int tables = random_below(5), matches = random_below(tables + 1);
	struct nfm_filter *filter;
	struct nfm_row all;
	int t, n;

	filter = kunit_kzalloc(test, struct_size(filter, rows, MAX_ROWS),
			       GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, filter);
	for (t = 0; t < tables; t++) {
		nfm_row_init(&all);
		for (n = 1 + random_below(3); n;) {
			struct nfm_filter_row row = {
				.row = random_row(),
				.table = t,
				.except = t >= matches,
			};
			struct nfm_row joined = all;

			if (!nfm_row_intersect(&joined, &row.row))
				continue;
			all = joined;
			filter->rows[filter->n_rows++] = row;
			n--;
		}
	}
	return filter;
}

static bool model_table(const struct nfm_filter *filter, int table,
			const struct nfm_key *key)
{
	int i;

	for (i = 0; i < filter->n_rows; i++)
		if (filter->rows[i].table == table &&
		    !model_row(&filter->rows[i].row, key,
			       !filter->rows[i].except))
			return false;
	return true;
}

static bool model_filter(const struct nfm_filter *filter,
			 const struct nfm_key *key)
{
	bool any_match = false, matched = false;
	int i;

	for (i = 0; i < filter->n_rows; i++) {
		const struct nfm_filter_row *row = &filter->rows[i];
		bool holds = model_table(filter, row->table, key);

		if (row->except && holds)
			return false;
		any_match |= !row->except;
		matched |= !row->except && holds;
	}
	return matched || !any_match;
}

static void test_filters_match(struct kunit *test)
{
	struct nfm_counters counters = {};
	struct nfm_session session = { .counters = &counters };
	int i, j, wanted = 0;

	random_begin(2);
	for (i = 0; i < ROUNDS / 20; i++) {
		struct nfm_compiled_session *compiled;

		session.filter = random_filter(test);
		compiled = nfm_session_compile(&session);
		KUNIT_ASSERT_NOT_NULL(test, compiled);
		for (j = 0; j < 100; j++) {
			struct nfm_key key = random_key();
			bool want = model_filter(session.filter, &key);

			KUNIT_ASSERT_EQ(test, want,
					mirror_wants(compiled, &key));
			wanted += want;
		}
		nfm_compiled_free(compiled);
		kunit_kfree(test, session.filter);
	}
	KUNIT_EXPECT_GT(test, wanted, ROUNDS / 2);
	KUNIT_EXPECT_LT(test, wanted, ROUNDS * 9 / 2);
}

static void test_no_filter(struct kunit *test)
{
	struct nfm_counters counters = {};
	struct nfm_session session = { .counters = &counters };
	struct nfm_compiled_session *compiled = nfm_session_compile(&session);
	struct nfm_key key = {};

	KUNIT_ASSERT_NOT_NULL(test, compiled);
	KUNIT_EXPECT_TRUE(test, mirror_wants(compiled, &key));
	nfm_compiled_free(compiled);
}

/* Gives one field of a row, which it may not have named, another value. */
static void change_row(struct nfm_row *row)
{
	switch (random_below(5)) {
	case 0:
		row->proto++;
		break;
	case 1:
		row->sport.first ^= 1;
		break;
	case 2:
		row->dport.last ^= 1;
		break;
	case 3:
		row->given ^= NFM_ROW_SRC;
		break;
	default:
		row->given |= NFM_ROW_DST;
		row->dst.addr.s6_addr[random_below(16)] ^= 1;
	}
}

static void test_filters_equal(struct kunit *test)
{
	struct nfm_filter *a, *b;
	int round, i;

	a = kunit_kzalloc(test, struct_size(a, rows, 3), GFP_KERNEL);
	b = kunit_kzalloc(test, struct_size(b, rows, 3), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_ASSERT_NOT_NULL(test, b);
	random_begin(9);
	a->n_rows = 3;
	for (round = 0; round < ROUNDS; round++) {
		for (i = 0; i < 3; i++) {
			a->rows[i].row = random_row();
			a->rows[i].row.given |= NFM_ROW_DST;
			a->rows[i].table = i / 2;
		}
		memcpy(b, a, struct_size(a, rows, 3));
		KUNIT_ASSERT_TRUE(test, nfm_filter_equal(a, b));
		change_row(&b->rows[random_below(3)].row);
		KUNIT_ASSERT_FALSE(test, nfm_filter_equal(a, b));
	}
	memcpy(b, a, struct_size(a, rows, 3));
	b->rows[2].except = true;
	KUNIT_EXPECT_FALSE(test, nfm_filter_equal(a, b));
	memcpy(b, a, struct_size(a, rows, 3));
	b->rows[1].table = 1;
	KUNIT_EXPECT_FALSE(test, nfm_filter_equal(a, b));
	b->n_rows = 0;
	KUNIT_EXPECT_FALSE(test, nfm_filter_equal(a, b));
	KUNIT_EXPECT_TRUE(test, nfm_filter_equal(NULL, b));
}

static struct kunit_case filter_cases[] = {
	KUNIT_CASE(test_rows_join),
	KUNIT_CASE(test_filters_match),
	KUNIT_CASE(test_no_filter),
	KUNIT_CASE(test_filters_equal),
	{},
};

static struct kunit_suite filter_suite = {
	.name = "nfm_filter",
	.test_cases = filter_cases,
};
kunit_test_suite(filter_suite);

MODULE_LICENSE("GPL");
