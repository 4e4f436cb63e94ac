// SPDX-License-Identifier: GPL-2.0
/* Attributes sent to the module. */
#include <arpa/inet.h>
#include <string.h>
#include <linux/genetlink.h>
#include <linux/nf_mirror.h>

#include "fake.h"
#include "run.h"

#define S NFM_A_SESSION

static const struct nlattr *at(const struct step *path)
{
	const struct nlattr *attr = find(fake_request(), path);

	assert_non_null(attr);
	return attr;
}

#define AT(...) at(PATH(__VA_ARGS__))

static void expect_nest(const struct nlattr *attr, unsigned int attributes)
{
	const struct nlattr *inner;
	unsigned int n = 0;

	assert_true(attr->nla_type & NLA_F_NESTED);
	mnl_attr_for_each_nested(inner, attr)
		n++;
	assert_int_equal(n, attributes);
}

static void expect_text(const struct nlattr *attr, const char *text)
{
	assert_int_equal(mnl_attr_get_payload_len(attr), strlen(text) + 1);
	assert_string_equal(mnl_attr_get_str(attr), text);
}

static void expect_address(const struct nlattr *attr, const char *address)
{
	bool v6 = strchr(address, ':');
	struct in6_addr bytes;

	assert_int_equal(inet_pton(v6 ? AF_INET6 : AF_INET, address, &bytes),
			 1);
	assert_int_equal(mnl_attr_get_payload_len(attr), v6 ? 16 : 4);
	assert_memory_equal(mnl_attr_get_payload(attr), &bytes, v6 ? 16 : 4);
}

static void expect_prefix(const struct nlattr *nest, const char *address,
			  uint8_t len)
{
	const struct nlattr *attr;

	expect_nest(nest, 2);
	mnl_attr_for_each_nested(attr, nest) {
		if (mnl_attr_get_type(attr) == NFM_A_PREFIX_ADDR) {
			expect_address(attr, address);
		} else {
			assert_int_equal(mnl_attr_get_type(attr),
					 NFM_A_PREFIX_LEN);
			assert_int_equal(mnl_attr_get_payload_len(attr), 4);
			assert_int_equal(mnl_attr_get_u32(attr), len);
		}
	}
}

static void expect_number(const struct nlattr *attr, size_t len,
			  uint64_t number)
{
	assert_int_equal(mnl_attr_get_payload_len(attr), len);
	assert_int_equal(len == 4 ? mnl_attr_get_u32(attr) :
				    mnl_attr_get_u64(attr),
			 number);
}

static void expect_command(uint8_t cmd)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(fake_request());

	assert_int_equal(genl->cmd, cmd);
	assert_int_equal(genl->version, 1);
}

static void networks(void **state)
{
	(void)state;
	assert_done("", "network", "add", "生产", "cidr",
		    "10.0.0.0/16,192.168.1.0/24", "max-sessions", "16384");
	expect_command(NFM_CMD_NETWORK_ADD);
	expect_nest(AT({ NFM_A_NETWORK, 0 }), 4);
	expect_text(AT({ NFM_A_NETWORK, 0 }, { NFM_A_NETWORK_NAME, 0 }),
		    "生产");
	expect_prefix(AT({ NFM_A_NETWORK, 0 }, { NFM_A_NETWORK_CIDR, 0 }),
		      "10.0.0.0", 16);
	expect_prefix(AT({ NFM_A_NETWORK, 0 }, { NFM_A_NETWORK_CIDR, 1 }),
		      "192.168.1.0", 24);
	expect_number(AT({ NFM_A_NETWORK, 0 },
			 { NFM_A_NETWORK_MAX_SESSIONS, 0 }),
		      4, 16384);
	assert_done("", "network", "set", "v", "max-sessions", "6");
	expect_command(NFM_CMD_NETWORK_SET);
	expect_nest(AT({ NFM_A_NETWORK, 0 }), 2);
	assert_done("", "network", "set", "v", "seed", "fedcba9876543210");
	expect_number(AT({ NFM_A_NETWORK, 0 }, { NFM_A_NETWORK_SEED, 0 }), 8,
		      0xfedcba9876543210);
	assert_done("", "network", "set", "v", "seed", "none");
	expect_number(AT({ NFM_A_NETWORK, 0 }, { NFM_A_NETWORK_SEED, 0 }), 8,
		      0);
}

static void enis(void **state)
{
	(void)state;
	assert_done("", "eni", "attach", "tap0", "network", "v", "address",
		    "10.0.0.5,10.0.0.6", "facing", "guest", "tap", "device");
	expect_command(NFM_CMD_ENI_ATTACH);
	expect_nest(AT({ NFM_A_ENI, 0 }), 6);
	expect_text(AT({ NFM_A_ENI, 0 }, { NFM_A_ENI_NAME, 0 }), "tap0");
	expect_text(AT({ NFM_A_ENI, 0 }, { NFM_A_ENI_NETWORK, 0 }), "v");
	expect_address(AT({ NFM_A_ENI, 0 }, { NFM_A_ENI_ADDRESS, 1 }),
		       "10.0.0.6");
	expect_number(AT({ NFM_A_ENI, 0 }, { NFM_A_ENI_FACING, 0 }), 4,
		      NFM_FACING_GUEST);
	expect_number(AT({ NFM_A_ENI, 0 }, { NFM_A_ENI_TAP, 0 }), 4,
		      NFM_TAP_MODE_DEVICE);
	assert_done("", "eni", "detach", "tap0");
	expect_command(NFM_CMD_ENI_DETACH);
	expect_nest(AT({ NFM_A_ENI, 0 }), 1);
}

static void session(void **state)
{
	(void)state;
	assert_done("", "session", "add", "web", "network", "v", "scope", "eni",
		    "eth0,eth1", "receiver", "10.0.0.20\n10.0.0.21",
		    "direction", "out", "balance", "random", "vni", "7340021",
		    "port", "4790", "snaplen", "128", "snap-fix", "mtu",
		    "truncate", "rate", "10Mbps", "burst", "2M", "sample",
		    "100", "dscp", "le", "tag", "team=netops", "allow-outside",
		    "stopped", "frames", "all", "once");
	expect_command(NFM_CMD_SESSION_ADD);
	expect_nest(AT({ S, 0 }), 24);
	expect_text(AT({ S, 0 }, { NFM_A_SESSION_NAME, 0 }), "web");
	expect_text(AT({ S, 0 }, { NFM_A_SESSION_NETWORK, 0 }), "v");
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_SCOPE, 0 }), 4,
		      NFM_SCOPE_ENI);
	expect_text(AT({ S, 0 }, { NFM_A_SESSION_SCOPE_ENI, 0 }), "eth0");
	expect_text(AT({ S, 0 }, { NFM_A_SESSION_SCOPE_ENI, 1 }), "eth1");
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_DIRECTION, 0 }), 4,
		      NFM_DIRECTION_OUT);
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_BALANCE, 0 }), 4,
		      NFM_BALANCE_RANDOM);
	expect_address(AT({ S, 0 }, { NFM_A_SESSION_RECEIVER, 0 }),
		       "10.0.0.20");
	expect_address(AT({ S, 0 }, { NFM_A_SESSION_RECEIVER, 1 }),
		       "10.0.0.21");
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_ALLOW_OUTSIDE, 0 }), 4, 1);
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_VNI, 0 }), 4, 7340021);
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_PORT, 0 }), 4, 4790);
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_SNAPLEN, 0 }), 4, 128);
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_SNAP_FIX, 0 }), 4, 1);
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_MTU, 0 }), 4,
		      NFM_MTU_TRUNCATE);
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_RATE, 0 }), 8, 10000000);
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_RATE_UNIT, 0 }), 4,
		      NFM_RATE_UNIT_BITS);
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_BURST, 0 }), 4, 2000000);
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_SAMPLE, 0 }), 4, 100);
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_DSCP, 0 }), 4, 1);
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_FRAMES, 0 }), 4,
		      NFM_FRAMES_ALL);
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_ONCE, 0 }), 4, 1);
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_ENABLED, 0 }), 4, 0);
	expect_text(AT({ S, 0 }, { NFM_A_SESSION_TAG, 0 },
		       { NFM_A_TAG_KEY, 0 }),
		    "team");
	expect_text(AT({ S, 0 }, { NFM_A_SESSION_TAG, 0 },
		       { NFM_A_TAG_VALUE, 0 }),
		    "netops");
}

#define F                               \
	{ S, 0 },                       \
	{                               \
		NFM_A_SESSION_FILTER, 0 \
	}
#define ROW(n)                     \
	{                          \
		NFM_A_TABLE_ROW, n \
	}

static void filter(void **state)
{
	(void)state;
	assert_done("", "session", "set", "web", "match", "proto", "tcp", "src",
		    "10.0.0.0/8", "match", "dport", "80-90", "or", "match",
		    "sport", "53", "except", "match", "dst", "10.0.0.1",
		    "except", "match", "proto", "1");
	expect_command(NFM_CMD_SESSION_SET);
	expect_nest(AT({ S, 0 }), 2);
	expect_nest(AT(F), 4);
	expect_nest(AT(F, { NFM_A_FILTER_MATCH, 0 }), 2);
	expect_nest(AT(F, { NFM_A_FILTER_MATCH, 0 }, ROW(0)), 2);
	expect_number(AT(F, { NFM_A_FILTER_MATCH, 0 }, ROW(0),
			 { NFM_A_ROW_PROTO, 0 }),
		      4, 6);
	expect_prefix(AT(F, { NFM_A_FILTER_MATCH, 0 }, ROW(0),
			 { NFM_A_ROW_SRC, 0 }),
		      "10.0.0.0", 8);
	expect_number(AT(F, { NFM_A_FILTER_MATCH, 0 }, ROW(1),
			 { NFM_A_ROW_DPORT, 0 }),
		      4, 80 << 16 | 90);
	expect_number(AT(F, { NFM_A_FILTER_MATCH, 1 }, ROW(0),
			 { NFM_A_ROW_SPORT, 0 }),
		      4, 53 << 16 | 53);
	expect_prefix(AT(F, { NFM_A_FILTER_EXCEPT, 0 }, ROW(0),
			 { NFM_A_ROW_DST, 0 }),
		      "10.0.0.1", 32);
	expect_number(AT(F, { NFM_A_FILTER_EXCEPT, 1 }, ROW(0),
			 { NFM_A_ROW_PROTO, 0 }),
		      4, 1);
	assert_done("", "session", "set", "web", "match", "any");
	expect_nest(AT(F), 0);
}

/* A next hop is part of the filter, so "match any" removes it, too. */
static void next_hop(void **state)
{
	(void)state;
	assert_done("", "session", "set", "web", "next-hop", "10.0.0.1");
	expect_nest(AT({ S, 0 }), 2);
	expect_address(AT({ S, 0 }, { NFM_A_SESSION_NEXT_HOP, 0 }), "10.0.0.1");
	assert_done("", "session", "set", "web", "match", "proto", "tcp",
		    "next-hop", "2001:db8::1");
	expect_nest(AT({ S, 0 }), 3);
	expect_address(AT({ S, 0 }, { NFM_A_SESSION_NEXT_HOP, 0 }),
		       "2001:db8::1");
	assert_done("", "session", "set", "web", "match", "any");
	expect_nest(AT({ S, 0 }), 3);
	expect_address(AT({ S, 0 }, { NFM_A_SESSION_NEXT_HOP, 0 }), "::");
	assert_done("", "session", "set", "web", "match", "any", "next-hop",
		    "10.0.0.1");
	expect_address(AT({ S, 0 }, { NFM_A_SESSION_NEXT_HOP, 0 }), "10.0.0.1");
}

/* Only named options are sent; CIDRs of a subnet scope; removed tags. */
static void changes(void **state)
{
	(void)state;
	assert_done("", "session", "set", "web", "scope", "subnet",
		    "10.0.1.0/24", "untag", "team", "untag", "owner");
	expect_nest(AT({ S, 0 }), 5);
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_SCOPE, 0 }), 4,
		      NFM_SCOPE_SUBNET);
	expect_prefix(AT({ S, 0 }, { NFM_A_SESSION_SCOPE_CIDR, 0 }), "10.0.1.0",
		      24);
	expect_text(AT({ S, 0 }, { NFM_A_SESSION_UNTAG, 1 }), "owner");
	assert_done("", "session", "set", "web", "stopped");
	expect_nest(AT({ S, 0 }), 2);
	assert_done("", "session", "set", "web", "snaplen", "0");
	expect_nest(AT({ S, 0 }), 2);
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_SNAPLEN, 0 }), 4, 0);
	assert_done("", "session", "set", "web", "rate", "0");
	expect_nest(AT({ S, 0 }), 3);
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_RATE, 0 }), 8, 0);
	assert_done("", "session", "set", "web", "rate", "5k");
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_RATE, 0 }), 8, 5000);
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_RATE_UNIT, 0 }), 4,
		      NFM_RATE_UNIT_PACKETS);
	assert_done("", "session", "set", "web", "mtu", "resegment");
	expect_nest(AT({ S, 0 }), 2);
	expect_number(AT({ S, 0 }, { NFM_A_SESSION_MTU, 0 }), 4,
		      NFM_MTU_RESEGMENT);
}

/* Lists may mix both families and keep their order. */
static void mixed(void **state)
{
	(void)state;
	assert_done("", "network", "add", "v", "cidr",
		    "2001:DB8:0::/32,10.0.0.0/16,::/0,fd00::7");
	expect_prefix(AT({ NFM_A_NETWORK, 0 }, { NFM_A_NETWORK_CIDR, 0 }),
		      "2001:db8::", 32);
	expect_prefix(AT({ NFM_A_NETWORK, 0 }, { NFM_A_NETWORK_CIDR, 1 }),
		      "10.0.0.0", 16);
	expect_prefix(AT({ NFM_A_NETWORK, 0 }, { NFM_A_NETWORK_CIDR, 2 }),
		      "::", 0);
	expect_prefix(AT({ NFM_A_NETWORK, 0 }, { NFM_A_NETWORK_CIDR, 3 }),
		      "fd00::7", 128);
	assert_done("", "eni", "attach", "tap0", "network", "v", "address",
		    "10.0.0.5,2001:db8::5");
	expect_address(AT({ NFM_A_ENI, 0 }, { NFM_A_ENI_ADDRESS, 0 }),
		       "10.0.0.5");
	expect_address(AT({ NFM_A_ENI, 0 }, { NFM_A_ENI_ADDRESS, 1 }),
		       "2001:db8::5");
	assert_done("", "session", "set", "web", "scope", "subnet",
		    "2001:db8:1::/48,10.0.1.0/24", "receiver",
		    "2001:db8::14,10.0.0.20", "match", "proto", "icmpv6", "src",
		    "fe80::/10", "dst", "2001:db8::80");
	expect_prefix(AT({ S, 0 }, { NFM_A_SESSION_SCOPE_CIDR, 0 }),
		      "2001:db8:1::", 48);
	expect_prefix(AT({ S, 0 }, { NFM_A_SESSION_SCOPE_CIDR, 1 }), "10.0.1.0",
		      24);
	expect_address(AT({ S, 0 }, { NFM_A_SESSION_RECEIVER, 0 }),
		       "2001:db8::14");
	expect_address(AT({ S, 0 }, { NFM_A_SESSION_RECEIVER, 1 }),
		       "10.0.0.20");
	expect_number(AT(F, { NFM_A_FILTER_MATCH, 0 }, ROW(0),
			 { NFM_A_ROW_PROTO, 0 }),
		      4, 58);
	expect_prefix(AT(F, { NFM_A_FILTER_MATCH, 0 }, ROW(0),
			 { NFM_A_ROW_SRC, 0 }),
		      "fe80::", 10);
	expect_prefix(AT(F, { NFM_A_FILTER_MATCH, 0 }, ROW(0),
			 { NFM_A_ROW_DST, 0 }),
		      "2001:db8::80", 128);
}

/* Several objects share one request, which is all or nothing. */
static void several(void **state)
{
	(void)state;
	assert_done("", "session", "start", "a", "b", "c");
	assert_int_equal(fake_requests(), 1);
	expect_command(NFM_CMD_SESSION_SET);
	expect_nest(AT({ S, 2 }), 2);
	expect_text(AT({ S, 2 }, { NFM_A_SESSION_NAME, 0 }), "c");
	expect_number(AT({ S, 2 }, { NFM_A_SESSION_ENABLED, 0 }), 4, 1);
	assert_done("", "session", "stop", "a", "b");
	expect_number(AT({ S, 1 }, { NFM_A_SESSION_ENABLED, 0 }), 4, 0);
	assert_done("", "session", "del", "a", "b");
	expect_command(NFM_CMD_SESSION_DEL);
	expect_nest(AT({ S, 1 }), 1);
	expect_text(AT({ S, 1 }, { NFM_A_SESSION_NAME, 0 }), "b");
	assert_done("", "network", "del", "v", "w");
	expect_command(NFM_CMD_NETWORK_DEL);
	expect_text(AT({ NFM_A_NETWORK, 1 }, { NFM_A_NETWORK_NAME, 0 }), "w");
}

static bool tolerant(void)
{
	return find(fake_request(), PATH({ NFM_A_EXIST, 0 }));
}

/* -f is sent only with commands whose result may already hold. */
static void exist(void **state)
{
	(void)state;
	assert_done("", "session", "del", "a");
	assert_false(tolerant());
	ctx.exist = true;
	assert_done("", "network", "add", "v", "cidr", "10.0.0.0/8");
	assert_true(tolerant());
	expect_text(AT({ NFM_A_NETWORK, 0 }, { NFM_A_NETWORK_NAME, 0 }), "v");
	assert_done("", "network", "set", "v", "max-sessions", "7");
	assert_false(tolerant());
	assert_done("", "network", "del", "v");
	assert_true(tolerant());
	assert_done("", "eni", "attach", "tap0", "network", "v");
	assert_true(tolerant());
	assert_done("", "eni", "detach", "tap0");
	assert_true(tolerant());
	assert_done("", "session", "add", "a", "network", "v", "scope",
		    "network", "receiver", "10.0.0.20");
	assert_true(tolerant());
	assert_done("", "session", "set", "a", "vni", "7");
	assert_false(tolerant());
	assert_done("", "session", "stop", "a");
	assert_false(tolerant());
	assert_done("", "session", "del", "a", "b");
	assert_true(tolerant());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(networks), TEST(enis),    TEST(session),
		TEST(filter),	TEST(changes), TEST(next_hop),
		TEST(several),	TEST(mixed),   TEST(exist),
	};

	return RUN_TESTS(tests);
}
