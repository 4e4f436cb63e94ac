// SPDX-License-Identifier: GPL-2.0
/* Events as lines of text and of JSON. */
#include <errno.h>
#include <jansson.h>
#include <netinet/in.h>
#include <regex.h>
#include <string.h>
#include <linux/nf_mirror.h>

#include "fake.h"
#include "run.h"

static struct nlmsghdr *event(uint8_t command, uint8_t change)
{
	struct nlmsghdr *nlh = fake_reply(command, 12);

	mnl_attr_put_u32(nlh, NFM_A_CHANGE, change);
	return nlh;
}

static void put_cause(struct nlmsghdr *nlh, uint8_t kind, const char *what)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_CAUSE);

	mnl_attr_put_u32(nlh, NFM_A_CAUSE_KIND, kind);
	switch (kind) {
	case NFM_CAUSE_COMMAND:
		mnl_attr_put_u32(nlh, NFM_A_CAUSE_PID, 1234);
		mnl_attr_put_strz(nlh, NFM_A_CAUSE_COMM, what);
		break;
	case NFM_CAUSE_RENAME:
		mnl_attr_put_strz(nlh, NFM_A_CAUSE_OLD_NAME, what);
		break;
	case NFM_CAUSE_ADDRESS:
		fake_put_address(nlh, NFM_A_CAUSE_ADDRESS, what);
		break;
	}
	mnl_attr_nest_end(nlh, nest);
}

static void put_network(struct nlmsghdr *nlh)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_NETWORK);

	mnl_attr_put_strz(nlh, NFM_A_NETWORK_NAME, "vpc");
	fake_put_prefix(nlh, NFM_A_NETWORK_CIDR, "10.0.0.0", 16);
	mnl_attr_put_u32(nlh, NFM_A_NETWORK_MAX_SESSIONS, 5);
	mnl_attr_put_u32(nlh, NFM_A_NETWORK_SESSIONS, 2);
	mnl_attr_nest_end(nlh, nest);
}

static void put_eni(struct nlmsghdr *nlh, const char *network, bool there)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_ENI);

	mnl_attr_put_strz(nlh, NFM_A_ENI_NAME, "eth1");
	if (there)
		mnl_attr_put_u32(nlh, NFM_A_ENI_IFINDEX, 3);
	if (network) {
		mnl_attr_put_strz(nlh, NFM_A_ENI_NETWORK, network);
		mnl_attr_put_strz(nlh, NFM_A_ENI_SESSION, "web");
		mnl_attr_put_strz(nlh, NFM_A_ENI_SESSION, "my db");
	}
	fake_put_address(nlh, NFM_A_ENI_ADDRESS, "10.0.0.5");
	mnl_attr_nest_end(nlh, nest);
}

static void put_session(struct nlmsghdr *nlh)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_SESSION);

	mnl_attr_put_strz(nlh, NFM_A_SESSION_NAME, "web");
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NETWORK, "vpc");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_SCOPE, NFM_SCOPE_NETWORK);
	fake_put_address(nlh, NFM_A_SESSION_RECEIVER, "10.0.0.20");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_VNI, 7);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_PORT, 4789);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_ENABLED, 1);
	mnl_attr_nest_end(nlh, nest);
}

static void put_name(struct nlmsghdr *nlh, uint16_t type, const char *name)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, type);

	/* The name is attribute 1 of every object. */
	mnl_attr_put_strz(nlh, 1, name);
	mnl_attr_nest_end(nlh, nest);
}

static void put_flow(struct nlmsghdr *nlh)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_STATS_FEEDBACK);

	mnl_attr_put_u32(nlh, NFM_A_FLOW_PROTO, IPPROTO_UDP);
	fake_put_address(nlh, NFM_A_FLOW_SADDR, "10.0.0.14");
	fake_put_address(nlh, NFM_A_FLOW_DADDR, "10.0.0.80");
	mnl_attr_put_u32(nlh, NFM_A_FLOW_SPORT, 40000);
	mnl_attr_put_u32(nlh, NFM_A_FLOW_DPORT, 1194);
	mnl_attr_nest_end(nlh, nest);
}

static void put_receiver(struct nlmsghdr *nlh, uint8_t health,
			 uint32_t short_by, bool feedback)
{
	struct nlattr *session = mnl_attr_nest_start(nlh, NFM_A_SESSION);
	struct nlattr *stats, *nest;

	mnl_attr_put_strz(nlh, NFM_A_SESSION_NAME, "web");
	stats = mnl_attr_nest_start(nlh, NFM_A_SESSION_STATS);
	nest = mnl_attr_nest_start(nlh, NFM_A_STATS_RECEIVER);
	fake_put_address(nlh, NFM_A_STATS_ADDRESS, "10.0.0.20");
	mnl_attr_put_u32(nlh, NFM_A_STATS_STATE, health);
	if (short_by)
		mnl_attr_put_u32(nlh, NFM_A_STATS_MTU_SHORT, short_by);
	if (feedback)
		put_flow(nlh);
	mnl_attr_nest_end(nlh, nest);
	mnl_attr_nest_end(nlh, stats);
	mnl_attr_nest_end(nlh, session);
}

static void command_events(void)
{
	struct nlmsghdr *nlh;

	nlh = event(NFM_CMD_NETWORK_NTF, NFM_CHANGE_CHANGED);
	put_cause(nlh, NFM_CAUSE_COMMAND, "mirrorctl");
	put_network(nlh);
	nlh = event(NFM_CMD_SESSION_NTF, NFM_CHANGE_ADDED);
	put_cause(nlh, NFM_CAUSE_COMMAND, "my\nprog");
	put_session(nlh);
	nlh = event(NFM_CMD_SESSION_NTF, NFM_CHANGE_REMOVED);
	put_cause(nlh, NFM_CAUSE_COMMAND, "x\xff");
	put_name(nlh, NFM_A_SESSION, "old one");
	nlh = event(NFM_CMD_NETWORK_NTF, NFM_CHANGE_REMOVED);
	put_cause(nlh, NFM_CAUSE_COMMAND, "x");
	put_name(nlh, NFM_A_NETWORK, "old");
}

static void eni_event(uint8_t change, uint8_t kind, const char *what,
		      const char *network, bool there)
{
	struct nlmsghdr *nlh = event(NFM_CMD_ENI_NTF, change);

	put_cause(nlh, kind, what);
	if (change == NFM_CHANGE_REMOVED)
		put_name(nlh, NFM_A_ENI, "eth1");
	else
		put_eni(nlh, network, there);
}

static void receiver_event(uint8_t health, uint32_t short_by)
{
	struct nlmsghdr *nlh = event(NFM_CMD_RECEIVER_NTF, NFM_CHANGE_CHANGED);

	put_cause(nlh, NFM_CAUSE_ROUTE, NULL);
	put_receiver(nlh, health, short_by, false);
}

static void feedback_event(void)
{
	struct nlmsghdr *nlh = event(NFM_CMD_RECEIVER_NTF, NFM_CHANGE_CHANGED);

	put_cause(nlh, NFM_CAUSE_FEEDBACK, NULL);
	put_receiver(nlh, NFM_RECEIVER_RESOLVED, 0, true);
}

static void text(void **state)
{
	(void)state;
	command_events();
	assert_done("", "monitor");
	assert_string_equal(
		out,
		"network vpc changed  cidr 10.0.0.0/16  max-sessions 5  sessions 2  by mirrorctl (pid 1234)\n"
		"session web added  network vpc  running  by 'my\\x0aprog' (pid 1234)\n"
		"session 'old one' removed  by x\xff (pid 1234)\n"
		"network old removed  by x (pid 1234)\n");
}

#define ENI "eni eth1 changed  network vpc  sessions web 'my db'  because "

static void text_eni(void **state)
{
	const uint8_t changed = NFM_CHANGE_CHANGED;

	(void)state;
	eni_event(changed, NFM_CAUSE_ADDRESS, "10.0.0.5", "vpc", true);
	eni_event(changed, NFM_CAUSE_ADDRESS, "10.0.0.6", NULL, true);
	eni_event(changed, NFM_CAUSE_RENAME, "eth 7", "vpc", true);
	eni_event(changed, NFM_CAUSE_DEVICE, NULL, "vpc", true);
	eni_event(changed, NFM_CAUSE_DEVICE, NULL, "vpc", false);
	eni_event(NFM_CHANGE_ADDED, NFM_CAUSE_DEVICE, NULL, NULL, true);
	eni_event(NFM_CHANGE_REMOVED, NFM_CAUSE_DEVICE, NULL, NULL, true);
	eni_event(changed, 99, NULL, "vpc", true);
	assert_done("", "monitor");
	assert_string_equal(
		out, ENI
		"address 10.0.0.5 came\n"
		"eni eth1 changed  in no network  because address 10.0.0.6 went\n" ENI
		"it was renamed from 'eth 7'\n" ENI
		"the device appeared or changed\n"
		"eni eth1 changed  absent  network vpc  sessions web 'my db'  because the device vanished\n"
		"eni eth1 added  in no network  because the device appeared\n"
		"eni eth1 removed  because the device vanished\n"
		"eni eth1 changed  network vpc  sessions web 'my db'\n");
}

static void text_receiver(void **state)
{
	(void)state;
	receiver_event(NFM_RECEIVER_NO_ROUTE, 0);
	receiver_event(NFM_RECEIVER_RESOLVED, 50);
	feedback_event();
	assert_done("", "monitor");
	assert_string_equal(
		out,
		"receiver 10.0.0.20 of session web: no-route  because of a route or link-layer address\n"
		"receiver 10.0.0.20 of session web: resolved, mtu short by 50  because of a route or link-layer address\n"
		"receiver 10.0.0.20 of session web: resolved, feedback proto udp src 10.0.0.14 sport 40000 dst 10.0.0.80 dport 1194  because of packets that carry copies\n");
}

#define BY(comm)                                                                           \
	",\"generation\":12,\"cause\":{\"kind\":\"command\",\"pid\":1234,\"comm\":\"" comm \
	"\"},"

static void assert_around(const char *text, const char *head, const char *tail)
{
	assert_true(strlen(text) > strlen(head) + strlen(tail));
	assert_memory_equal(text, head, strlen(head));
	assert_string_equal(text + strlen(text) - strlen(tail), tail);
}

/*
 * Compare every byte: keys, their order and types are a stable interface. The
 * options of the session are those of "show", which test_show.c compares.
 */
static void json(void **state)
{
	(void)state;
	ctx.json = ctx.stats = ctx.pretty = true;
	command_events();
	receiver_event(NFM_RECEIVER_RESOLVED, 50);
	assert_done("", "monitor");
	assert_around(
		out,
		"{\"event\":\"network\",\"change\":\"changed\"" BY(
			"mirrorctl") "\"network\":{\"name\":\"vpc\",\"cidrs\":[\"10.0.0.0/16\"],\"max_sessions\":5,\"seed\":null,\"sessions\":2}}\n"
				     "{\"event\":\"session\",\"change\":\"added\"" BY(
					     "my\\nprog") "\"session\":{\"name\":\"web\",\"network\":\"vpc\",\"scope\":{\"type\":\"network\"},"
							  "\"direction\":\"all\",\"filter\":{\"match\":[],\"except\":[],\"next_hop\":null},"
							  "\"receivers\":[\"10.0.0.20\"],\"balance\":\"flow\",\"vni\":7,\"port\":4789,",
		"\"allow_outside\":false,\"tags\":{}}}\n"
		"{\"event\":\"session\",\"change\":\"removed\"" BY(
			"x?") "\"session\":{\"name\":\"old one\"}}\n"
			      "{\"event\":\"network\",\"change\":\"removed\"" BY(
				      "x") "\"network\":{\"name\":\"old\"}}\n"
					   "{\"event\":\"receiver\",\"change\":\"changed\",\"generation\":12,\"cause\":{\"kind\":\"route\"},"
					   "\"session\":\"web\",\"receiver\":{\"ip\":\"10.0.0.20\",\"state\":\"resolved\",\"mtu_short\":50}}\n");
}

static void json_feedback(void **state)
{
	(void)state;
	ctx.json = true;
	feedback_event();
	assert_done("", "monitor");
	assert_non_null(strstr(
		out,
		"\"cause\":{\"kind\":\"feedback\"},\"session\":\"web\",\"receiver\":{\"ip\":\"10.0.0.20\",\"state\":\"resolved\",\"mtu_short\":0,"
		"\"feedback\":{\"proto\":\"udp\",\"src\":\"10.0.0.14\",\"dst\":\"10.0.0.80\",\"sport\":40000,\"dport\":1194}}}\n"));
}

static void json_eni(void **state)
{
	(void)state;
	ctx.json = true;
	eni_event(NFM_CHANGE_CHANGED, NFM_CAUSE_ADDRESS, "2001:db8::5", "vpc",
		  true);
	eni_event(NFM_CHANGE_CHANGED, NFM_CAUSE_RENAME, "eth7", "vpc", true);
	eni_event(NFM_CHANGE_REMOVED, NFM_CAUSE_DEVICE, NULL, NULL, true);
	assert_done("", "monitor");
	assert_non_null(strstr(
		out,
		"{\"event\":\"eni\",\"change\":\"changed\",\"generation\":12,"
		"\"cause\":{\"kind\":\"address\",\"address\":\"2001:db8::5\"},\"eni\":{\"name\":\"eth1\",\"ifindex\":3,"));
	assert_non_null(strstr(
		out,
		"\"cause\":{\"kind\":\"rename\",\"old_name\":\"eth7\"},\"eni\":{\"name\":\"eth1\""));
	assert_non_null(strstr(
		out,
		"{\"event\":\"eni\",\"change\":\"removed\",\"generation\":12,"
		"\"cause\":{\"kind\":\"device\"},\"eni\":{\"name\":\"eth1\"}}\n"));
}

static void assert_like(const char *pattern)
{
	regex_t regex;

	assert_int_equal(regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB), 0);
	assert_int_equal(regexec(&regex, out, 0, NULL, 0), 0);
	regfree(&regex);
}

#define SECONDS "[0-9]{4}-[01][0-9]-[0-3][0-9]T[012][0-9]:[0-5][0-9]:[0-6][0-9]"

static void stamps(void **state)
{
	(void)state;
	receiver_event(NFM_RECEIVER_FAILED, 0);
	assert_done("", "monitor", "-t");
	assert_like("^" SECONDS "\\.[0-9]{6}[+-][0-9]{2}:[0-9]{2} receiver ");
	ctx.json = true;
	assert_done("", "monitor", "-t");
	assert_like("^\\{\"time\":\"" SECONDS "\\.[0-9]{6}Z\",\"event\":");
}

/* Losses are reported, and monitoring continues. */
static void lost(void **state)
{
	(void)state;
	receiver_event(NFM_RECEIVER_FAILED, 0);
	fake_lose_events(2);
	assert_done(
		"mirrorctl: warning: events were lost; ask for 'mirrorctl show'\n"
		"mirrorctl: warning: events were lost; ask for 'mirrorctl show'\n",
		"monitor");
	assert_int_equal(strncmp(out, "receiver ", 9), 0);
	fake_lose_events(1);
	ctx.json = true;
	assert_done(
		"mirrorctl: warning: events were lost; ask for 'mirrorctl show'\n",
		"monitor");
	assert_int_equal(strncmp(out, "{\"event\":\"lost\"}\n{\"event\"", 25),
			 0);
}

static void refusals(void **state)
{
	(void)state;
	assert_bad("-x: monitor takes no argument but -t", "monitor", "-x");
	fake_refuse(EPERM, NULL, NULL);
	assert_refused(
		"monitor: CAP_NET_ADMIN is needed in this network namespace (run it as root)",
		"monitor");
	fake_no_module();
	assert_refused(
		"the nf_mirror module is not loaded (modprobe nf_mirror, or insmod nf_mirror.ko)",
		"monitor");
}

/* Events without their object, and events of a newer module. */
static void strange(void **state)
{
	static const uint8_t commands[] = { NFM_CMD_NETWORK_NTF,
					    NFM_CMD_ENI_NTF,
					    NFM_CMD_SESSION_NTF,
					    NFM_CMD_RECEIVER_NTF };
	struct nlmsghdr *nlh;
	size_t i;

	(void)state;
	event(NFM_CMD_MAX + 1, 0);
	assert_done("", "monitor");
	assert_string_equal(out, "");
	for (i = 0; i < sizeof(commands); i++) {
		fake_reset();
		event(commands[i], NFM_CHANGE_CHANGED);
		assert_refused(
			"monitor: the answer of the nf_mirror module is malformed",
			"monitor");
	}
	fake_reset();
	nlh = event(NFM_CMD_SESSION_NTF, NFM_CHANGE_CHANGED);
	put_name(nlh, NFM_A_SESSION, "web");
	assert_refused(
		"monitor: the answer of the nf_mirror module is malformed",
		"monitor");
	fake_reset();
	nlh = event(NFM_CMD_RECEIVER_NTF, NFM_CHANGE_CHANGED);
	put_name(nlh, NFM_A_SESSION, "web");
	assert_refused(
		"monitor: the answer of the nf_mirror module is malformed",
		"monitor");
	fake_reset();
	nlh = event(NFM_CMD_ENI_NTF, NFM_CHANGE_CHANGED);
	put_cause(nlh, 99, NULL);
	put_eni(nlh, "vpc", true);
	put_name(nlh, NFM_A_CAUSE, "x");
	assert_refused(
		"monitor: the answer of the nf_mirror module is malformed",
		"monitor");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(text),    TEST(text_eni),	    TEST(text_receiver),
		TEST(json),    TEST(json_feedback), TEST(json_eni),
		TEST(stamps),  TEST(lost),	    TEST(refusals),
		TEST(strange),
	};

	return RUN_TESTS(tests);
}
