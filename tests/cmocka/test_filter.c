// SPDX-License-Identifier: GPL-2.0
/* Grammar of match, or and except; rows that contradict each other. */
#include <string.h>

#include "args/args.h"
#include "model/clash.h"
#include "model/names.h"
#include "model/options.h"
#include "run.h"

static const char *tables_text(const struct table_list *tables)
{
	const struct table *table;
	const struct row *row;
	const char *text = "";

	STAILQ_FOREACH(table, tables, next) {
		text = pool_printf("%s[", text);
		STAILQ_FOREACH(row, &table->rows, next)
			text = pool_printf("%s(%s)", text,
					   row_text(row) + strlen("match "));
		text = pool_printf("%s]", text);
	}
	return text;
}

/* Check the tables and, as @left, the first word after the filter. */
static void expect(const char *match, const char *except, const char *left,
		   char **argv)
{
	struct args args = { argv };
	struct session *s = session_new();

	assert_int_equal(parse_filter(&args, &s->filter), DONE);
	assert_string_equal(tables_text(&s->filter.match), match);
	assert_string_equal(tables_text(&s->filter.except), except);
	if (left)
		assert_string_equal(args_peek(&args), left);
	else
		assert_null(args_peek(&args));
}

#define EXPECT(match, except, left, ...) \
	expect(match, except, left, (char *[]){ __VA_ARGS__, NULL })

static void grammar(void **state)
{
	(void)state;
	EXPECT("[(proto tcp dport 80)]", "", NULL, "match", "proto", "6",
	       "dport", "80");
	EXPECT("[(proto tcp)(dport 80-90)]", "", "vni", "match", "proto", "tcp",
	       "match", "dport", "80-90", "vni", "3");
	EXPECT("[(sport 1)(sport 1)][(sport 2)][(sport 3)(sport 3)]", "", NULL,
	       "match", "sport", "1", "match", "sport", "1", "or", "match",
	       "sport", "2", "or", "match", "sport", "3", "match", "sport",
	       "3");
	EXPECT("[(sport 1)]", "[(sport 2)(sport 3)][(sport 4)]", NULL, "match",
	       "sport", "1", "except", "match", "sport", "2", "match", "sport",
	       "3", "except", "match", "sport", "4");
	EXPECT("[(proto icmpv6 src 2001:db8::/32 dst ::/0)]", "", NULL, "match",
	       "proto", "ipv6-icmp", "src", "2001:0db8::/32", "dst", "::/0");
	EXPECT("", "", "stopped", "match", "any", "stopped");
	EXPECT("", "[(proto icmp)]", NULL, "match", "any", "except", "match",
	       "proto", "icmp");
	EXPECT("", "[(proto icmp)]", NULL, "except", "match", "proto", "icmp");
	/* Fields have a fixed order, whatever the order of the words. */
	EXPECT("[(proto udp src 10.0.0.0/8 dst 10.1.2.3/32 sport 1 dport 2)]",
	       "", NULL, "match", "dport", "2", "sport", "1", "dst", "10.1.2.3",
	       "src", "10.0.0.0/8", "proto", "udp");
}

#define SET "session", "set", "web"
#define ORDER "the order is match..., or match..., except match..."

static void bad_grammar(void **state)
{
	(void)state;
	assert_bad(
		"proto ip: all packets are of IP; without proto, each protocol matches",
		SET, "match", "proto", "ip");
	assert_bad("match: proto, src, dst, sport or dport is needed", SET,
		   "match");
	assert_bad("match vni: proto, src, dst, sport or dport is needed", SET,
		   "match", "vni", "1");
	assert_bad("match any: proto, src, dst, sport or dport is needed", SET,
		   "match", "proto", "tcp", "match", "any");
	assert_bad("proto udp: proto is given twice in a row", SET, "match",
		   "proto", "tcp", "proto", "udp");
	assert_bad("dport: a value is needed", SET, "match", "dport");
	assert_bad("or: match is needed after it", SET, "match", "sport", "1",
		   "or");
	assert_bad("except proto: match is needed after it", SET, "match",
		   "sport", "1", "except", "proto", "tcp");
	assert_bad("or: " ORDER, SET, "or", "match", "sport", "1");
	assert_bad("or: " ORDER, SET, "except", "match", "sport", "1", "or",
		   "match", "sport", "2");
	assert_bad("match: " ORDER, SET, "match", "any", "match", "sport", "1");
	assert_bad("or: " ORDER, SET, "match", "any", "or", "match", "sport",
		   "1");
	assert_bad("match: a filter is given in one piece", SET, "match",
		   "sport", "1", "vni", "1", "match", "sport", "2");
	assert_bad("except: a filter is given in one piece", SET, "match",
		   "sport", "1", "vni", "1", "except", "match", "sport", "2");
	assert_bad("src fd00::/8/9: a number from 0 to 128 is needed after /",
		   SET, "match", "src", "fd00::/8/9");
	assert_bad(
		"2001:db8::1/64: bits are set past /64; 2001:db8::/64 is meant?",
		SET, "match", "dst", "2001:db8::1/64");
	assert_bad("10.0.0.1/24: bits are set past /24; 10.0.0.0/24 is meant?",
		   SET, "match", "dst", "10.0.0.1/24");
}

static const char *clash(char **a, char **b)
{
	struct args args_a = { a }, args_b = { b };
	struct session *s = session_new(), *t = session_new();

	assert_int_equal(parse_filter(&args_a, &s->filter), DONE);
	assert_int_equal(parse_filter(&args_b, &t->filter), DONE);
	return row_clash(STAILQ_FIRST(&STAILQ_FIRST(&s->filter.match)->rows),
			 STAILQ_FIRST(&STAILQ_FIRST(&t->filter.match)->rows));
}

#define CLASH(field, a, word_a, b, word_b)                                 \
	assert_string_equal(clash((char *[]){ "match", a, word_a, NULL },  \
				  (char *[]){ "match", b, word_b, NULL }), \
			    field)
#define MEET(a, word_a, b, word_b)                                \
	assert_null(clash((char *[]){ "match", a, word_a, NULL }, \
			  (char *[]){ "match", b, word_b, NULL }))

static void clashes(void **state)
{
	(void)state;
	CLASH("proto", "proto", "tcp", "proto", "udp");
	MEET("proto", "tcp", "proto", "6");
	CLASH("src", "src", "10.0.0.0/9", "src", "10.128.0.0/9");
	CLASH("dst", "dst", "10.0.0.0/8", "dst", "11.0.0.1");
	MEET("dst", "10.0.0.0/8", "dst", "10.255.255.255");
	MEET("dst", "10.255.255.255", "dst", "10.0.0.0/8");
	MEET("src", "0.0.0.0/0", "src", "255.255.255.255");
	MEET("src", "10.0.0.0/8", "dst", "11.0.0.0/8");
	CLASH("src", "src", "2001:db8::/33", "src", "2001:db8:8000::/33");
	CLASH("dst", "dst", "2001:db8::1", "dst", "2001:db8::2");
	MEET("dst", "2001:db8::/32", "dst", "2001:db8:ffff::1");
	MEET("dst", "2001:db8:ffff::1", "dst", "2001:db8::/32");
	MEET("src", "::/0", "src", "ff02::1");
	/* No packet belongs to both families. */
	CLASH("src", "src", "10.0.0.0/8", "src", "2001:db8::/32");
	CLASH("src", "src", "0.0.0.0/0", "src", "::/0");
	CLASH("dst", "dst", "::/0", "dst", "10.0.0.1");
	CLASH("sport", "sport", "1-2", "sport", "3-4");
	MEET("sport", "1-3", "sport", "3-4");
	MEET("sport", "3-4", "sport", "1-3");
	CLASH("dport", "dport", "443", "dport", "80");
	MEET("dport", "443", "sport", "80");
	MEET("dport", "0-65535", "dport", "80");
	/* Only TCP, UDP, UDP-Lite, SCTP and DCCP have ports. */
	CLASH("proto icmp has no ports", "proto", "icmp", "dport", "80");
	CLASH("proto esp has no ports", "sport", "0-65535", "proto", "50");
	CLASH("proto 255 has no ports", "sport", "1", "proto", "255");
	MEET("proto", "udp", "dport", "80");
	MEET("dport", "80", "proto", "udplite");
	MEET("sport", "80", "proto", "sctp");
	MEET("proto", "dccp", "sport", "80");
}

/* Check a row against itself. */
#define ALONE(why, ...)                                                      \
	assert_string_equal(clash((char *[]){ "match", __VA_ARGS__, NULL },  \
				  (char *[]){ "match", __VA_ARGS__, NULL }), \
			    why)

static void alone(void **state)
{
	(void)state;
	ALONE("proto icmpv6 has no ports", "proto", "58", "sport", "80");
	ALONE("proto gre has no ports", "dport", "0-65535", "proto", "gre");
	ALONE("address family", "src", "10.0.0.0/8", "dst", "2001:db8::/32");
	ALONE("address family", "src", "::/0", "dst", "0.0.0.0/0");
	assert_null(clash(
		(char *[]){ "match", "proto", "tcp", "dport", "80", NULL },
		(char *[]){ "match", "proto", "tcp", "dport", "80", NULL }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(grammar),
		TEST(bad_grammar),
		TEST(clashes),
		TEST(alone),
	};

	return RUN_TESTS(tests);
}
