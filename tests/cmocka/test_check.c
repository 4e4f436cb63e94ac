// SPDX-License-Identifier: GPL-2.0
/* Warnings after session add and set. */
#include <errno.h>
#include <linux/nf_mirror.h>

#include "fake.h"
#include "run.h"

static void reply_session(uint8_t scope, const char *receiver)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_SESSION_GET, 1);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_SESSION);

	mnl_attr_put_strz(nlh, NFM_A_SESSION_NAME, "web");
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NETWORK, "vpc");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_SCOPE, scope);
	if (scope == NFM_SCOPE_SUBNET) {
		fake_put_prefix(nlh, NFM_A_SESSION_SCOPE_CIDR, "10.0.1.0", 24);
		fake_put_prefix(nlh, NFM_A_SESSION_SCOPE_CIDR, "fd00:1::", 32);
	}
	fake_put_address(nlh, NFM_A_SESSION_RECEIVER, receiver);
	mnl_attr_nest_end(nlh, nest);
}

static void reply_tap(uint8_t tap_state)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_SESSION_GET, 1);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_SESSION), *inner;

	mnl_attr_put_strz(nlh, NFM_A_SESSION_NAME, "web");
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NETWORK, "vpc");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_SCOPE, NFM_SCOPE_ENI);
	fake_put_address(nlh, NFM_A_SESSION_RECEIVER, "10.0.0.9");
	inner = mnl_attr_nest_start(nlh, NFM_A_SESSION_TAP);
	mnl_attr_put_strz(nlh, NFM_A_TAP_ENI, "eth0");
	mnl_attr_put_u32(nlh, NFM_A_TAP_STATE, tap_state);
	mnl_attr_nest_end(nlh, inner);
	mnl_attr_nest_end(nlh, nest);
}

static void reply_network(void)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_NETWORK_GET, 1);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_NETWORK);

	mnl_attr_put_strz(nlh, NFM_A_NETWORK_NAME, "vpc");
	fake_put_prefix(nlh, NFM_A_NETWORK_CIDR, "10.0.0.0", 16);
	fake_put_prefix(nlh, NFM_A_NETWORK_CIDR, "2001:db8::", 32);
	mnl_attr_nest_end(nlh, nest);
}

static void reply_eni(const char *name, const char *network,
		      const char *address, uint32_t mtu, bool owns_receiver)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_ENI_GET, 1);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_ENI);

	mnl_attr_put_strz(nlh, NFM_A_ENI_NAME, name);
	if (network)
		mnl_attr_put_strz(nlh, NFM_A_ENI_NETWORK, network);
	fake_put_address(nlh, NFM_A_ENI_ADDRESS, address);
	mnl_attr_put_u32(nlh, NFM_A_ENI_MTU, mtu);
	if (owns_receiver)
		mnl_attr_put(nlh, NFM_A_ENI_OWNS_RECEIVER, 0, NULL);
	mnl_attr_nest_end(nlh, nest);
}

/* Warnings depend on the replies of the fake module, not on the command. */
#define SET "session", "set", "web", "receiver", "10.0.0.9"
#define WARNING(text) "mirrorctl: warning: " text "\n"

static void taps(void **state)
{
	(void)state;
	fake_path("10.0.0.9", 9000);
	reply_tap(NFM_TAP_ACTIVE);
	assert_done("", SET);
	fake_reset();
	fake_path("10.0.0.9", 9000);
	reply_tap(NFM_TAP_ABSENT);
	assert_done(
		WARNING("eth0: device does not exist yet; mirroring starts when it appears"),
		SET);
	fake_reset();
	fake_path("10.0.0.9", 9000);
	reply_tap(NFM_TAP_OUTSIDE);
	reply_network();
	assert_done(
		WARNING("eth0: none of its addresses is in network vpc (10.0.0.0/16,2001:db8::/32); attach it with: mirrorctl eni attach eth0 network vpc"),
		SET);
	fake_reset();
	fake_path("10.0.0.9", 9000);
	reply_tap(NFM_TAP_RECEIVER);
	reply_eni("eth0", "vpc", "10.0.0.9", 1500, true);
	assert_done(WARNING("eth0 owns receiver 10.0.0.9: never a source"),
		    SET);
	fake_reset();
	fake_path("10.0.0.9", 9000);
	reply_tap(NFM_TAP_RECEIVER);
	reply_eni("eth0", "vpc", "10.0.0.8", 1500, true);
	assert_done(
		WARNING("eth0 owns a receiver of another session: never a source"),
		SET);
}

/* Warnings use the primary name of a device. */
static void other_names(void **state)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_SESSION_GET, 1);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_SESSION), *inner;

	(void)state;
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NAME, "web");
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NETWORK, "vpc");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_SCOPE, NFM_SCOPE_ENI);
	fake_put_address(nlh, NFM_A_SESSION_RECEIVER, "10.0.0.9");
	inner = mnl_attr_nest_start(nlh, NFM_A_SESSION_TAP);
	mnl_attr_put_strz(nlh, NFM_A_TAP_ENI, "enp0s3");
	mnl_attr_put_u32(nlh, NFM_A_TAP_STATE, NFM_TAP_ACTIVE);
	mnl_attr_put_strz(nlh, NFM_A_TAP_DEVICE, "eth0");
	mnl_attr_nest_end(nlh, inner);
	mnl_attr_nest_end(nlh, nest);
	reply_eni("eth0", "vpc", "10.0.0.14", 1500, false);
	fake_path("10.0.0.9", 1500);
	assert_done(
		WARNING("receiver 10.0.0.9: path MTU 1500 is 50 bytes short of what eth0 (MTU 1500) needs: 1550; larger copies are handled by the session's mtu policy"),
		SET);
}

static void absent(void **state)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_ENI_GET, 1);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_ENI);

	(void)state;
	mnl_attr_put_strz(nlh, NFM_A_ENI_NAME, "eth0-3");
	mnl_attr_put(nlh, NFM_A_ENI_ATTACHED, 0, NULL);
	mnl_attr_nest_end(nlh, nest);
	assert_done(
		WARNING("eni eth0-3: device does not exist yet; mirroring starts when it appears"),
		"eni", "attach", "eth0-3", "network", "vpc");
}

static void routes(void **state)
{
	(void)state;
	reply_tap(NFM_TAP_ACTIVE);
	reply_eni("eth0", "vpc", "10.0.0.14", 1500, false);
	assert_done(WARNING("receiver 10.0.0.9: no route"), SET);
	fake_path("10.0.0.9", 1500);
	assert_done(
		WARNING("receiver 10.0.0.9: path MTU 1500 is 50 bytes short of what eth0 (MTU 1500) needs: 1550; larger copies are handled by the session's mtu policy"),
		SET);
	fake_reset();
	reply_tap(NFM_TAP_ACTIVE);
	reply_eni("eth0", "vpc", "10.0.0.14", 1500, false);
	fake_path("10.0.0.9", 1549);
	assert_done(
		WARNING("receiver 10.0.0.9: path MTU 1549 is 1 bytes short of what eth0 (MTU 1500) needs: 1550; larger copies are handled by the session's mtu policy"),
		SET);
	fake_reset();
	reply_tap(NFM_TAP_ACTIVE);
	reply_eni("eth0", "vpc", "10.0.0.14", 1500, false);
	fake_path("10.0.0.9", 1550);
	assert_done("", SET);
	fake_reset();
	reply_tap(NFM_TAP_ACTIVE);
	reply_eni("eth0", "vpc", "10.0.0.14", 1500, false);
	fake_silent_path("10.0.0.9", "eth2");
	assert_done(
		WARNING("receiver 10.0.0.9: eth2, which leads to it, is down or has no carrier"),
		SET);
}

static void put_row(struct nlmsghdr *nlh, uint8_t proto, const char *src,
		    const char *dst)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_TABLE_ROW);

	if (proto)
		mnl_attr_put_u32(nlh, NFM_A_ROW_PROTO, proto);
	if (src)
		fake_put_prefix(nlh, NFM_A_ROW_SRC, src, 8);
	if (dst)
		fake_put_prefix(nlh, NFM_A_ROW_DST, dst, 8);
	mnl_attr_nest_end(nlh, nest);
}

static void reply_row(uint8_t proto, const char *src, const char *dst)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_SESSION_GET, 1);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_SESSION);
	struct nlattr *filter, *table;

	mnl_attr_put_strz(nlh, NFM_A_SESSION_NAME, "web");
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NETWORK, "vpc");
	filter = mnl_attr_nest_start(nlh, NFM_A_SESSION_FILTER);
	table = mnl_attr_nest_start(nlh, NFM_A_FILTER_EXCEPT);
	put_row(nlh, 0, src, NULL);
	put_row(nlh, proto, NULL, dst);
	mnl_attr_nest_end(nlh, table);
	mnl_attr_nest_end(nlh, filter);
	mnl_attr_nest_end(nlh, nest);
}

#define HARDLY(row, why) \
	WARNING("session web: match " row " hardly ever holds here: " why)
#define MATCH "session", "set", "web", "match", "proto", "tcp"

/* Protocols that hardly ever occur with such addresses. */
static void protocols(void **state)
{
	(void)state;
	reply_row(58, NULL, "10.0.0.0");
	assert_done(HARDLY("proto icmpv6 dst 10.0.0.0/8",
			   "the ICMP of IPv4 is icmp"),
		    MATCH);
	fake_reset();
	reply_row(1, "fd00::", NULL);
	assert_done(HARDLY("proto icmp", "the ICMP of IPv6 is icmpv6"), MATCH);
	fake_reset();
	reply_row(51, "fd00::", "fd00::");
	assert_done(HARDLY("proto ah dst fd00::/8",
			   "of IPv6, proto is what comes after such headers"),
		    MATCH);
	fake_reset();
	reply_row(51, "10.0.0.0", "10.0.0.0");
	reply_row(1, "10.0.0.0", "10.0.0.0");
	reply_row(58, "fd00::", NULL);
	reply_row(17, NULL, "fd00::");
	reply_row(1, NULL, NULL);
	assert_done("", MATCH);
}

static void broadcast(void **state)
{
	(void)state;
	reply_tap(NFM_TAP_ACTIVE);
	fake_broadcast("10.0.0.9");
	assert_done(
		WARNING("receiver 10.0.0.9: the broadcast address of a subnet; no copy goes there"),
		SET);
}

#define ON_LINK "receiver 10.0.0.9: it is on-link in VRF mgmt, and copies "

static void vrf(void **state)
{
	(void)state;
	reply_tap(NFM_TAP_ACTIVE);
	fake_vrf("10.0.0.0", 24, 7);
	assert_done(WARNING("receiver 10.0.0.9: no route") WARNING(
			    ON_LINK "have no route; see VRF in mirrorctl(8)"),
		    SET);
	fake_path("10.0.0.9", 9000);
	assert_done(WARNING(ON_LINK "leave by eth0; see VRF in mirrorctl(8)"),
		    SET);
	assert_done(WARNING(ON_LINK "leave by eth0; see VRF in mirrorctl(8)"),
		    "session", "show", "web");
	/* Copies leave through the device in the VRF. */
	fake_vrf("10.0.0.0", 24, 2);
	assert_done("", SET);
	assert_done("", "session", "show", "web");
	/* The receiver is in another subnet. */
	fake_vrf("10.0.1.0", 24, 7);
	assert_done("", SET);
}

/* The largest ENI of the network that owns no receiver. */
static void network_scope(void **state)
{
	(void)state;
	reply_session(NFM_SCOPE_NETWORK, "10.0.0.9");
	reply_eni("eth0", "vpc", "10.0.0.14", 1400, false);
	reply_eni("eth1", "vpc", "10.0.1.14", 1450, false);
	reply_eni("eth2", "vpc", "10.0.0.9", 9000, true);
	reply_eni("eth3", "other", "10.2.0.1", 9000, false);
	fake_path("10.0.0.9", 1400);
	assert_done(
		WARNING("receiver 10.0.0.9: path MTU 1400 is 100 bytes short of what eth1 (MTU 1450) needs: 1500; larger copies are handled by the session's mtu policy"),
		SET);
}

static void subnet_scope(void **state)
{
	(void)state;
	reply_session(NFM_SCOPE_SUBNET, "10.0.0.9");
	reply_eni("eth0", "vpc", "10.0.1.14", 1400, false);
	reply_eni("eth1", "vpc", "10.0.2.14", 9000, false);
	fake_path("10.0.0.9", 1440);
	assert_done(
		WARNING("receiver 10.0.0.9: path MTU 1440 is 10 bytes short of what eth0 (MTU 1400) needs: 1450; larger copies are handled by the session's mtu policy"),
		SET);
}

/* An IPv4 address is in no IPv6 CIDR, and vice versa. */
static void subnet_ipv6(void **state)
{
	(void)state;
	reply_session(NFM_SCOPE_SUBNET, "fd00::9");
	reply_eni("eth0", "vpc", "fd00:1:ffff::1", 1400, false);
	reply_eni("eth1", "vpc", "fd00:2::1", 9000, false);
	reply_eni("eth2", "vpc", "253.0.0.1", 9000, false);
	fake_path("fd00::9", 1440);
	assert_done(
		WARNING("receiver fd00::9: path MTU 1440 is 30 bytes short of what eth0 (MTU 1400) needs: 1470; larger copies are handled by the session's mtu policy"),
		SET);
}

static void routes_ipv6(void **state)
{
	(void)state;
	reply_session(NFM_SCOPE_NETWORK, "fd00::9");
	reply_eni("eth0", "vpc", "10.0.0.14", 1500, false);
	assert_done(WARNING("receiver fd00::9: no route"), SET);
	fake_path("fd00::9", 1500);
	assert_done(
		WARNING("receiver fd00::9: path MTU 1500 is 70 bytes short of what eth0 (MTU 1500) needs: 1570; larger copies are handled by the session's mtu policy"),
		SET);
	fake_reset();
	reply_session(NFM_SCOPE_NETWORK, "fd00::9");
	reply_eni("eth0", "vpc", "10.0.0.14", 1500, false);
	fake_path("fd00::9", 1570);
	assert_done("", SET);
}

static void owner_ipv6(void **state)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_SESSION_GET, 1);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_SESSION), *inner;

	(void)state;
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NAME, "web");
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NETWORK, "vpc");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_SCOPE, NFM_SCOPE_ENI);
	fake_put_address(nlh, NFM_A_SESSION_RECEIVER, "fd00::9");
	inner = mnl_attr_nest_start(nlh, NFM_A_SESSION_TAP);
	mnl_attr_put_strz(nlh, NFM_A_TAP_ENI, "eth0");
	mnl_attr_put_u32(nlh, NFM_A_TAP_STATE, NFM_TAP_RECEIVER);
	mnl_attr_nest_end(nlh, inner);
	mnl_attr_nest_end(nlh, nest);
	reply_eni("eth0", "vpc", "fd00::9", 1500, true);
	fake_path("fd00::9", 9000);
	assert_done(WARNING("eth0 owns receiver fd00::9: never a source"), SET);
}

static void when(void **state)
{
	(void)state;
	reply_session(NFM_SCOPE_NETWORK, "10.0.0.9");
	assert_done("", "session", "set", "web", "tag", "a=b");
	assert_done("", "session", "start", "web");
	assert_done(WARNING("receiver 10.0.0.9: no route"), "session", "set",
		    "web", "scope", "network");
	assert_done(WARNING("receiver 10.0.0.9: no route"), "session", "add",
		    "web", "network", "vpc", "scope", "network", "receiver",
		    "10.0.0.9");
	fake_refuse(EEXIST, "the name is taken", NULL);
	assert_refused("session add web: the name is taken", "session", "add",
		       "web", "network", "vpc", "scope", "network", "receiver",
		       "10.0.0.9");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(taps),	  TEST(other_names),   TEST(absent),
		TEST(protocols),  TEST(broadcast),     TEST(vrf),
		TEST(routes),	  TEST(network_scope), TEST(subnet_scope),
		TEST(when),	  TEST(subnet_ipv6),   TEST(routes_ipv6),
		TEST(owner_ipv6),
	};

	return RUN_TESTS(tests);
}
