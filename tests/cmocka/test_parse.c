// SPDX-License-Identifier: GPL-2.0
/* Words to values, and what is said of those that are none. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "model/options.h"
#include "model/values.h"
#include "run.h"
#include "model/names.h"

/* What every new session needs. */
#define ADD "session", "add", "web"
#define NET "network", "vpc"
#define SCOPE "scope", "network"
#define RECEIVER "receiver", "10.0.0.9"
#define WHOLE ADD, NET, SCOPE, RECEIVER

static void numbers(void **state)
{
	static char *const no_seeds[] = {
		"",
		"0",
		"0000000000000000",
		"0123456789abcde",
		"0123456789abcdef0",
		"0123456789ABCDEF",
		"0x23456789abcdef",
		" 123456789abcdef",
	};

	(void)state;
	assert_bad("vni 16777216: a number from 0 to 16777215 is needed", WHOLE,
		   "vni", "16777216");
	assert_bad("vni -1: a number from 0 to 16777215 is needed", WHOLE,
		   "vni", "-1");
	assert_bad("vni +1: a number from 0 to 16777215 is needed", WHOLE,
		   "vni", "+1");
	assert_bad("vni  1: a number from 0 to 16777215 is needed", WHOLE,
		   "vni", " 1");
	assert_bad("vni 1 : a number from 0 to 16777215 is needed", WHOLE,
		   "vni", "1 ");
	assert_bad("vni 0x10: a number from 0 to 16777215 is needed", WHOLE,
		   "vni", "0x10");
	assert_bad("vni : a number from 0 to 16777215 is needed", WHOLE, "vni",
		   "");
	assert_bad(
		"vni 18446744073709551616: a number from 0 to 16777215 is needed",
		WHOLE, "vni", "18446744073709551616");
	assert_bad("vni 4294967296: a number from 0 to 16777215 is needed",
		   WHOLE, "vni", "4294967296");
	assert_bad("port 0: a number from 1 to 65535 is needed", WHOLE, "port",
		   "0");
	assert_bad("port 65536: a number from 1 to 65535 is needed", WHOLE,
		   "port", "65536");
	for (size_t i = 0; i < sizeof(no_seeds) / sizeof(*no_seeds); i++)
		assert_bad(
			"seed: 16 digits of 0123456789abcdef are needed, not all of them 0",
			"network", "set", "v", "seed", no_seeds[i]);
	assert_bad("max-sessions 0: a number from 1 to 16384 is needed",
		   "network", "add", "v", "cidr", "10.0.0.0/8", "max-sessions",
		   "0");
#define SNAPLEN ": a number from 64 to 65535 is needed"
	assert_bad("snaplen 63" SNAPLEN, WHOLE, "snaplen", "63");
	assert_bad("snaplen 65536" SNAPLEN, WHOLE, "snaplen", "65536");
	assert_bad("snaplen 00" SNAPLEN, WHOLE, "snaplen", "00");
	assert_done("", WHOLE, "snaplen", "64");
	assert_done("", WHOLE, "snaplen", "65535");
#define RATE \
	": PPS[pps] or BITSbps is needed, such as 5000pps or 10Mbps, up to 1000G, or 0 for no limit"
	assert_bad("rate fast" RATE, WHOLE, "rate", "fast");
	assert_bad("rate -1" RATE, WHOLE, "rate", "-1");
	assert_bad("rate 10mbps" RATE, WHOLE, "rate", "10mbps");
	assert_bad("rate 1.5Mbps" RATE, WHOLE, "rate", "1.5Mbps");
	assert_bad("rate 10 pps" RATE, WHOLE, "rate", "10 pps");
	assert_bad("rate 1000000000001" RATE, WHOLE, "rate", "1000000000001");
	assert_bad("rate 1001Gbps" RATE, WHOLE, "rate", "1001Gbps");
	assert_bad("rate 18446744073709551616" RATE, WHOLE, "rate",
		   "18446744073709551616");
	assert_done("", WHOLE, "rate", "1000Gpps");
	assert_done("", WHOLE, "rate", "1");
#define BURST ": a number from 0 to 4294967295 is needed, such as 500 or 2M"
	assert_bad("burst 5G" BURST, WHOLE, "burst", "5G");
	assert_bad("burst 5pps" BURST, WHOLE, "burst", "5pps");
	assert_bad("burst " BURST, WHOLE, "burst", "");
	assert_bad("sample 0: a number from 1 to 1000000 is needed", WHOLE,
		   "sample", "0");
#define DSCP \
	": a number from 0 to 63 or a name such as le, cs1, af11 or ef is needed"
	assert_bad("dscp 64" DSCP, WHOLE, "dscp", "64");
	assert_bad("dscp low" DSCP, WHOLE, "dscp", "low");
	assert_done("", WHOLE, "dscp", "63");
	assert_done("", WHOLE, "vni", "0", "port", "1");
	assert_done("", WHOLE, "vni", "16777215", "port", "65535");
}

static void addresses(void **state)
{
	(void)state;
	assert_bad("receiver 10.0.0.256: not an IP address", ADD, "receiver",
		   "10.0.0.256");
	assert_bad("receiver 10.0.0: not an IP address", ADD, "receiver",
		   "10.0.0");
	assert_bad("receiver 10.0.0.9/32: not an IP address", ADD, "receiver",
		   "10.0.0.9/32");
	assert_bad("receiver 10.0.0.1 10.0.0.2: not an IP address", ADD,
		   "receiver", "10.0.0.1 10.0.0.2");
	assert_bad("receiver fd00::9/128: not an IP address", ADD, "receiver",
		   "10.0.0.9,fd00::9/128");
	assert_bad("address fd00:::9: not an IP address", "eni", "attach",
		   "tap0", "network", "v", "address", "fd00:::9");
	assert_bad("receiver [fd00::9]: not an IP address", ADD, "receiver",
		   "[fd00::9]");
	assert_bad("receiver ::ffff:1.2.3.4: this is IPv4; write 1.2.3.4", ADD,
		   "receiver", "fd00::9,::ffff:1.2.3.4");
	assert_bad("address ::FFFF:a00:1: this is IPv4; write 10.0.0.1", "eni",
		   "attach", "tap0", "network", "v", "address", "::FFFF:a00:1");
	assert_bad("receiver fe80::1%eth0: an address cannot name a device",
		   ADD, "receiver", "fe80::1%eth0");
	assert_bad("receiver 10.0.0.1%eth0: not an IP address", ADD, "receiver",
		   "10.0.0.1%eth0");
	assert_bad("address gateway: not an IP address", "eni", "attach",
		   "tap0", "network", "v", "address", "gateway");
	assert_bad("address: the list is empty; at least one IP is needed",
		   "eni", "attach", "tap0", "network", "v", "address", "");
}

static void cidrs(void **state)
{
	struct cidr cidr;

	(void)state;
	assert_int_equal(parse_cidr("src", "0.0.0.0/0", &cidr), DONE);
	assert_int_equal(cidr.len, 0);
	assert_int_equal(parse_cidr("src", "10.0.0.14", &cidr), DONE);
	assert_int_equal(cidr.len, 32);
	assert_string_equal(cidr_text(&cidr), "10.0.0.14/32");
	assert_int_equal(parse_cidr("src", "128.0.0.0/1", &cidr), DONE);
	assert_int_equal(parse_cidr("src", "::/0", &cidr), DONE);
	assert_string_equal(cidr_text(&cidr), "::/0");
	assert_int_equal(parse_cidr("src", "2001:DB8:0:0::001", &cidr), DONE);
	assert_string_equal(cidr_text(&cidr), "2001:db8::1/128");
	assert_int_equal(parse_cidr("src", "8000::/1", &cidr), DONE);
	assert_int_equal(parse_cidr("src", "fd00::2/127", &cidr), DONE);
	assert_int_equal(parse_cidr("src", "255.255.255.255/32", &cidr), DONE);
	assert_bad("10.0.0.14/16: bits are set past /16; 10.0.0.0/16 is meant?",
		   "network", "add", "v", "cidr", "10.0.0.14/16");
	assert_bad("10.0.0.1/0: bits are set past /0; 0.0.0.0/0 is meant?",
		   "network", "add", "v", "cidr", "10.0.0.1/0");
	assert_bad("cidr 10.0.0.0/33: a number from 0 to 32 is needed after /",
		   "network", "add", "v", "cidr", "10.0.0.0/33");
	assert_bad("cidr 10.0.0.0/: a number from 0 to 32 is needed after /",
		   "network", "add", "v", "cidr", "10.0.0.0/");
	assert_bad("cidr 10.0.0.0/8/8: a number from 0 to 32 is needed after /",
		   "network", "add", "v", "cidr", "10.0.0.0/8/8");
	assert_bad("cidr /8: not an IP address or CIDR", "network", "add", "v",
		   "cidr", "/8");
	assert_bad("cidr fd00::/129: a number from 0 to 128 is needed after /",
		   "network", "add", "v", "cidr", "10.0.0.0/8,fd00::/129");
	assert_bad("cidr fd00::/: a number from 0 to 128 is needed after /",
		   "network", "add", "v", "cidr", "fd00::/");
	assert_bad(
		"2001:db8::1/64: bits are set past /64; 2001:db8::/64 is meant?",
		"network", "add", "v", "cidr", "2001:db8::1/64");
	assert_bad("::1/0: bits are set past /0; ::/0 is meant?", "network",
		   "add", "v", "cidr", "::1/0");
	assert_bad("fd00::3/127: bits are set past /127; fd00::2/127 is meant?",
		   "network", "add", "v", "cidr", "fd00::3/127");
	assert_bad(
		"2001:DB8:F::/46: bits are set past /46; 2001:db8:c::/46 is meant?",
		"network", "add", "v", "cidr", "2001:DB8:F::/46");
	assert_bad("cidr ::ffff:10.0.0.0/104: this is IPv4; write 10.0.0.0",
		   "network", "add", "v", "cidr", "::ffff:10.0.0.0/104");
	assert_bad(
		"scope subnet fe80::%eth0/64: an address cannot name a device",
		ADD, "scope", "subnet", "fe80::%eth0/64");
	assert_bad(
		"cidr fe80::/64%eth0: a number from 0 to 128 is needed after /",
		"network", "add", "v", "cidr", "fe80::/64%eth0");
	assert_bad("scope subnet 10: not an IP address or CIDR", ADD, "scope",
		   "subnet", "10");
	assert_bad("cidr: the list is empty; at least one CIDR is needed",
		   "network", "set", "v", "cidr", " , ");
}

static void protocols(void **state)
{
	uint32_t proto;

	(void)state;
	assert_int_equal(parse_proto("tcp", &proto), DONE);
	assert_int_equal(proto, 6);
	assert_int_equal(parse_proto("ipip", &proto), DONE);
	assert_int_equal(proto, 4);
	assert_int_equal(parse_proto("0", &proto), DONE);
	assert_int_equal(proto, 0);
	assert_int_equal(parse_proto("255", &proto), DONE);
	assert_int_equal(proto, 255);
	assert_int_equal(parse_proto("icmpv6", &proto), DONE);
	assert_int_equal(proto, 58);
	assert_int_equal(parse_proto("ipv6-icmp", &proto), DONE);
	assert_int_equal(proto, 58);
	assert_string_equal(proto_text(58), "icmpv6");
	assert_string_equal(proto_text(132), "sctp");
	assert_string_equal(proto_text(0), "0");
	assert_string_equal(proto_text(255), "255");
	assert_bad(
		"proto 256: a protocol's name or a number from 0 to 255 is needed",
		ADD, "match", "proto", "256");
	assert_bad(
		"proto nonesuch: a protocol's name or a number from 0 to 255 is needed",
		ADD, "match", "proto", "nonesuch");
}

static void ports(void **state)
{
	struct ports ports;

	(void)state;
	assert_int_equal(parse_ports("dport", "80", &ports), DONE);
	assert_int_equal(ports.first, 80);
	assert_int_equal(ports.last, 80);
	assert_string_equal(ports_text(&ports), "80");
	assert_int_equal(parse_ports("dport", "0-65535", &ports), DONE);
	assert_int_equal(ports.first, 0);
	assert_int_equal(ports.last, 65535);
	assert_string_equal(ports_text(&ports), "0-65535");
	assert_bad("dport 2047-1024: the first port is above the last", ADD,
		   "match", "dport", "2047-1024");
	assert_bad("sport 65536: N or N-M is needed, from 0 to 65535", ADD,
		   "match", "sport", "65536");
	assert_bad("sport 1-: N or N-M is needed, from 0 to 65535", ADD,
		   "match", "sport", "1-");
	assert_bad("sport -1: N or N-M is needed, from 0 to 65535", ADD,
		   "match", "sport", "-1");
	assert_bad("sport 1-2-3: N or N-M is needed, from 0 to 65535", ADD,
		   "match", "sport", "1-2-3");
	assert_bad("sport http: N or N-M is needed, from 0 to 65535", ADD,
		   "match", "sport", "http");
}

static void choices(void **state)
{
	(void)state;
	assert_bad("direction both: all, in or out is needed", WHOLE,
		   "direction", "both");
	assert_bad("balance OUT: flow, eni or random is needed", WHOLE,
		   "balance", "OUT");
	assert_bad("mtu 1500: resegment, fragment, truncate or drop is needed",
		   WHOLE, "mtu", "1500");
	assert_bad("scope vpc: network, subnet or eni is needed", ADD, NET,
		   "scope", "vpc");
	assert_bad("facing inside: auto, wire or guest is needed", "eni",
		   "attach", "tap0", "network", "v", "facing", "inside");
	assert_bad("tap bridge: auto, ip or device is needed", "eni", "attach",
		   "tap0", "network", "v", "tap", "bridge");
	assert_bad("frames arp: ip or all is needed", WHOLE, "frames", "arp");
}

static void expect_receivers(const char *word)
{
	struct session *s = session_new();
	const struct address *first;

	assert_int_equal(parse_addresses("receiver", word, "receiver IP",
					 &s->receivers),
			 DONE);
	first = STAILQ_FIRST(&s->receivers);
	assert_string_equal(address_text(&first->in6), "10.0.0.20");
	assert_string_equal(address_text(&STAILQ_NEXT(first, next)->in6),
			    "10.0.0.21");
	assert_null(STAILQ_NEXT(STAILQ_NEXT(first, next), next));
}

static void lists(void **state)
{
	(void)state;
	expect_receivers("10.0.0.20,10.0.0.21");
	expect_receivers("10.0.0.20\n10.0.0.21");
	expect_receivers("10.0.0.20\n10.0.0.21\n");
	expect_receivers("10.0.0.20\r\n10.0.0.21\r\n");
	expect_receivers(" 10.0.0.20 ,\t10.0.0.21 ");
	expect_receivers("\n10.0.0.20,\n  10.0.0.21,\n");
	expect_receivers("10.0.0.20,,10.0.0.21");
#define EMPTY "receiver: the list is empty; at least one receiver IP is needed"
	assert_bad(EMPTY, ADD, NET, SCOPE, "receiver", "");
	assert_bad(EMPTY, ADD, NET, SCOPE, "receiver", ",");
	assert_bad(EMPTY, ADD, NET, SCOPE, "receiver", " \n\t\r\n");
	assert_bad(EMPTY, "session", "set", "web", "receiver", "");
	assert_bad("scope eni: the list is empty; at least one name is needed",
		   ADD, NET, "scope", "eni", ",");
}

static void tags(void **state)
{
	(void)state;
	assert_bad("tag team: KEY=VALUE is needed", WHOLE, "tag", "team");
	assert_bad("tag =x: KEY=VALUE is needed", WHOLE, "tag", "=x");
	assert_bad("tag a=2: a is given twice", WHOLE, "tag", "a=1", "tag",
		   "a=2");
	assert_bad("untag a: a is given twice", "session", "set", "web", "tag",
		   "a=1", "untag", "a");
	assert_bad("tag a=1: a is given twice", "session", "set", "web",
		   "untag", "a", "tag", "a=1");
	assert_done("", WHOLE, "tag", "a=", "tag", "b=c=d", "tag", "队=网络");
}

static void session_words(void **state)
{
	(void)state;
	assert_bad("session add: a name is needed", "session", "add");
	assert_bad("session add web: network NET is needed", ADD, SCOPE,
		   RECEIVER);
	assert_bad("session add web: scope SCOPE is needed", ADD, NET,
		   RECEIVER);
	assert_bad(
		"session add web: receiver LIST is needed; at least one receiver IP",
		ADD, NET, SCOPE);
	assert_bad("speed: no option of session add", WHOLE, "speed", "9");
	assert_bad("vni: given twice", WHOLE, "vni", "1", "vni", "2");
	assert_bad("receiver: given twice", WHOLE, RECEIVER);
	assert_bad("stopped: given twice", WHOLE, "stopped", "stopped");
	assert_bad("untag: only session set takes it", WHOLE, "untag", "a");
	assert_bad("network: only session add takes it", "session", "set",
		   "web", NET);
	assert_bad("session set web: nothing to change is named", "session",
		   "set", "web");
	assert_bad("vni: a value is needed", WHOLE, "vni");
	assert_bad("scope: a value is needed", ADD, "scope");
	assert_bad("scope eni: a value is needed", ADD, "scope", "eni");
	assert_bad("session start: a name is needed", "session", "start");
	assert_bad("session del: a name is needed", "session", "del");
	assert_int_equal(fake_requests(), 0);
}

static void other_options(void **state)
{
	(void)state;
	assert_bad("network add: a name is needed", "network", "add");
	assert_bad("network add v: cidr LIST is needed", "network", "add", "v");
	assert_bad("network set v: nothing to change is named", "network",
		   "set", "v");
	assert_bad("cidr: given twice", "network", "add", "v", "cidr",
		   "10.0.0.0/8", "cidr", "11.0.0.0/8");
	assert_bad("mtu: no option of network add", "network", "add", "v",
		   "mtu", "9");
	assert_bad("cidr: a value is needed", "network", "add", "v", "cidr");
	assert_bad("eni attach: a name is needed", "eni", "attach");
	assert_bad("eni attach tap0: network NAME is needed", "eni", "attach",
		   "tap0");
	assert_bad("facing: given twice", "eni", "attach", "tap0", "facing",
		   "wire", "facing", "wire");
	assert_bad("mac: no option of eni attach", "eni", "attach", "tap0",
		   "mac", "x");
	assert_bad("network: a value is needed", "eni", "attach", "tap0",
		   "network");
}

static void commands(void **state)
{
	char *none[] = { NULL };

	(void)state;
	assert_int_equal(run_argv(none), BAD_COMMAND);
	assert_string_equal(
		err, "mirrorctl: a command is needed; see mirrorctl --help\n");
	assert_bad(
		"sesion: no such object; there are: network eni session show save apply diff flush monitor stats",
		"sesion", "show");
	assert_bad("eni: a command is needed: attach detach show", "eni");
	assert_bad(
		"session replace: no such command; there are: add set start stop del show",
		"session", "replace");
	assert_bad("all: show takes no argument", "show", "all");
}

/* As iproute2's users type them. */
static void abbreviations(void **state)
{
	(void)state;
	assert_bad("s: ambiguous: session show save stats", "s");
	assert_bad("session st: ambiguous: start stop", "session", "st");
	assert_bad("eni: a command is needed: attach detach show", "e");
	assert_bad("eni attach: a name is needed", "en", "at");
	assert_bad("all: show takes no argument", "sh", "all");
	assert_bad("all: show takes no argument", "list", "all");
	assert_bad("all: show takes no argument", "ls", "all");
	assert_bad(
		"session lis: no such command; there are: add set start stop del show",
		"session", "lis");
	assert_bad(
		"session : no such command; there are: add set start stop del show",
		"session", "");
}

static void help(void **state)
{
	(void)state;
	assert_done("", "help");
	assert_non_null(strstr(out, "\n  network add NAME cidr LIST"));
	assert_non_null(strstr(out, "\n  flush\n"));
	assert_done("", "eni", "help");
	assert_non_null(strstr(out, "\n  eni attach DEV network NAME"));
	assert_null(strstr(out, "network add"));
	assert_null(strstr(out, "SCOPE"));
	assert_done("", "sess", "help");
	assert_non_null(strstr(
		out,
		"\n"
		"  SCOPE  := network | subnet LIST | eni LIST\n"
		"  OPTION := scope SCOPE | receiver LIST | direction all|in|out\n"
		"          | balance random|eni|flow | match any\n"
		"          | match ROW [match ROW]... [or match ROW...]... [except match ROW...]...\n"
		"          | next-hop IP | vni N | port N | snaplen N | snap-fix\n"
		"          | mtu resegment|fragment|truncate|drop\n"
		"          | rate N[k|M|G][pps|bps] | burst N | sample N | dscp N|NAME\n"
		"          | frames ip|all | once | tag KEY=VALUE | untag KEY\n"
		"          | allow-outside | stopped\n"
		"  ROW    := "));
}

/* What bash completion asks for. */
static void completion(void **state)
{
	(void)state;
	assert_done("", "complete", "add");
	assert_non_null(strstr(out, "network NET\nscope SCOPE\n"));
	assert_non_null(strstr(out, "\nsnap-fix\nmtu resegment|fragment|"));
	assert_null(strstr(out, "untag"));
	assert_done("", "complete", "set");
	assert_null(strstr(out, "network"));
	assert_non_null(strstr(out, "\nuntag KEY\n"));
}

/* An error line stays one line, whatever the word holds. */
static void control_characters(void **state)
{
	(void)state;
	assert_bad("\\x1b[1m\\x0a: no option of session add", ADD, "\x1b[1m\n");
	assert_bad("名\\x7f: no option of session add", ADD, "名\x7f");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(numbers),	     TEST(addresses),  TEST(cidrs),
		TEST(protocols),     TEST(ports),      TEST(choices),
		TEST(lists),	     TEST(tags),       TEST(session_words),
		TEST(other_options), TEST(commands),   TEST(abbreviations),
		TEST(help),	     TEST(completion), TEST(control_characters),
	};

	return RUN_TESTS(tests);
}
