// SPDX-License-Identifier: GPL-2.0
/* Counters as a table, as JSON and for Prometheus. */
#include <errno.h>
#include <jansson.h>
#include <string.h>
#include <linux/nf_mirror.h>

#include "fake.h"
#include "run.h"

static void put_network(const char *name)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_NETWORK_GET, 7);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_NETWORK);

	mnl_attr_put_strz(nlh, NFM_A_NETWORK_NAME, name);
	mnl_attr_put_u32(nlh, NFM_A_NETWORK_MAX_SESSIONS, 5);
	mnl_attr_put_u32(nlh, NFM_A_NETWORK_SESSIONS, 2);
	mnl_attr_nest_end(nlh, nest);
}

static void put_counters(struct nlmsghdr *nlh, uint64_t sent, uint64_t dropped)
{
	struct nlattr *drops;

	mnl_attr_put_u64(nlh, NFM_A_STATS_SENT_PACKETS, sent);
	mnl_attr_put_u64(nlh, NFM_A_STATS_SENT_BYTES, sent * 100);
	mnl_attr_put_u64(nlh, NFM_A_STATS_DROPPED_PACKETS, dropped);
	if (!dropped)
		return;
	drops = mnl_attr_nest_start(nlh, NFM_A_STATS_DROPS);
	mnl_attr_put_u64(nlh, NFM_DROP_NO_ROUTE + 1, dropped);
	mnl_attr_nest_end(nlh, drops);
}

static void put_receiver(struct nlmsghdr *nlh, const char *address,
			 uint8_t health, uint64_t sent, uint64_t dropped)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_STATS_RECEIVER);

	fake_put_address(nlh, NFM_A_STATS_ADDRESS, address);
	mnl_attr_put_u32(nlh, NFM_A_STATS_STATE, health);
	mnl_attr_put_u32(nlh, NFM_A_STATS_MTU_SHORT, 70);
	put_counters(nlh, sent, dropped);
	mnl_attr_nest_end(nlh, nest);
}

/* Three packets were truncated, if at least that many were sent. */
static void put_cases(struct nlmsghdr *nlh, uint64_t sent)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_STATS_MODIFIED);

	if (sent >= 3)
		mnl_attr_put_u64(nlh, NFM_MODIFIED_TRUNCATED + 1, 3);
	mnl_attr_nest_end(nlh, nest);
}

static void put_session(const char *name, const char *network, uint64_t sent,
			uint64_t dropped)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_SESSION_GET, 7);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_SESSION), *stats;

	mnl_attr_put_strz(nlh, NFM_A_SESSION_NAME, name);
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NETWORK, network);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_ENABLED, sent != 0);
	stats = mnl_attr_nest_start(nlh, NFM_A_SESSION_STATS);
	mnl_attr_put_u64(nlh, NFM_A_STATS_MATCHED_PACKETS, sent + dropped);
	mnl_attr_put_u64(nlh, NFM_A_STATS_MATCHED_BYTES,
			 (sent + dropped) * 100);
	put_counters(nlh, sent, dropped);
	put_cases(nlh, sent);
	put_receiver(nlh, "10.0.0.20", NFM_RECEIVER_RESOLVED, sent, 0);
	if (dropped)
		put_receiver(nlh, "2001:db8::14", NFM_RECEIVER_NO_ROUTE, 0,
			     dropped);
	mnl_attr_nest_end(nlh, stats);
	mnl_attr_nest_end(nlh, nest);
}

static void table(void **state)
{
	(void)state;
	put_session("生产", "v", 9223372036854775, 3);
	put_session("my web", "v", 0, 0);
	assert_done("", "stats");
	assert_string_equal(
		out,
		"session         state      matched packets       matched bytes      sent packets          sent bytes  dropped packets\n"
		"生产            running   9223372036854778  922337203685477800  9223372036854775  922337203685477500                3\n"
		"  truncated                                                                    3\n"
		"  no-route                                                                                                          3\n"
		"  10.0.0.20     resolved                                        9223372036854775  922337203685477500                0\n"
		"  2001:db8::14  no-route                                                       0                   0                3\n"
		"    no-route                                                                                                        3\n"
		"'my web'        stopped                  0                   0                 0                   0                0\n"
		"  10.0.0.20     resolved                                                       0                   0                0\n");
}

static void json(void **state)
{
	json_t *root, *session;

	(void)state;
	ctx.json = true;
	put_session("web", "v", 34, 3);
	assert_done("", "stats", "web");
	root = json_loads(out, 0, NULL);
	session = json_array_get(json_object_get(root, "sessions"), 0);
	assert_int_equal(json_object_size(session), 2);
	assert_string_equal(json_string_value(json_object_get(session, "name")),
			    "web");
	session = json_object_get(session, "stats");
	assert_int_equal(
		json_integer_value(json_object_get(session, "sent_packets")),
		34);
	assert_int_equal(json_array_size(json_object_get(session, "receivers")),
			 2);
	json_decref(root);
}

static void expect_line(const char *line)
{
	const char *at = strstr(out, line);

	if (!at || (at != out && at[-1] != '\n') || at[strlen(line)] != '\n')
		fail_msg("not a line: %s", line);
}

#define WEB "{session=\"web\",network=\"v\""
#define TO "nf_mirror_receiver_"

static void prometheus(void **state)
{
	(void)state;
	ctx.version = "1.2.3";
	put_network("v");
	put_session("web", "v", 34, 3);
	assert_done("", "stats", "--prometheus");
	expect_line("nf_mirror_info{version=\"1.2.3\"} 1");
	expect_line("# TYPE nf_mirror_network_sessions gauge");
	expect_line("nf_mirror_network_sessions{network=\"v\"} 2");
	expect_line("nf_mirror_network_max_sessions{network=\"v\"} 5");
	expect_line("nf_mirror_session_enabled" WEB "} 1");
	expect_line("# TYPE nf_mirror_session_matched_packets_total counter");
	expect_line("nf_mirror_session_matched_packets_total" WEB "} 37");
	expect_line("nf_mirror_session_matched_bytes_total" WEB "} 3700");
	expect_line("nf_mirror_session_sent_packets_total" WEB "} 34");
	expect_line("nf_mirror_session_sent_bytes_total" WEB "} 3400");
	expect_line("nf_mirror_session_dropped_packets_total" WEB
		    ",reason=\"no-route\"} 3");
	expect_line("nf_mirror_session_dropped_packets_total" WEB
		    ",reason=\"queue\"} 0");
	expect_line("nf_mirror_session_modified_packets_total" WEB
		    ",how=\"truncated\"} 3");
	expect_line("nf_mirror_session_modified_packets_total" WEB
		    ",how=\"ports-unknown\"} 0");
	expect_line(TO "sent_packets_total" WEB ",receiver=\"10.0.0.20\"} 34");
	expect_line(TO "sent_bytes_total" WEB ",receiver=\"10.0.0.20\"} 3400");
	expect_line(TO "dropped_packets_total" WEB
		       ",receiver=\"2001:db8::14\",reason=\"no-route\"} 3");
	expect_line(TO "dropped_packets_total" WEB
		       ",receiver=\"10.0.0.20\",reason=\"no-memory\"} 0");
	expect_line(TO "state" WEB
		       ",receiver=\"2001:db8::14\",state=\"no-route\"} 1");
	expect_line(TO "state" WEB
		       ",receiver=\"2001:db8::14\",state=\"resolved\"} 0");
	expect_line(TO "mtu_short_bytes" WEB ",receiver=\"10.0.0.20\"} 70");
}

/* All samples of a metric follow its TYPE line, without any of another one. */
static void order(void **state)
{
	char metric[128] = "", *line, *next, *save;
	unsigned int types = 0, samples = 0;

	(void)state;
	ctx.version = "1";
	put_network("v");
	put_network("w");
	put_session("a", "v", 34, 3);
	put_session("b", "w", 0, 0);
	assert_done("", "stats", "--prometheus");
	for (next = out; (line = strtok_r(next, "\n", &save)); next = NULL) {
		if (sscanf(line, "# TYPE %127s", metric) == 1)
			types++;
		if (*line == '#')
			continue;
		samples++;
		assert_int_equal(strcspn(line, "{"), strlen(metric));
		assert_memory_equal(line, metric, strlen(metric));
	}
	assert_int_equal(types, 16);
	/* One, two per network, and of each session and receiver its own and drops. */
	assert_int_equal(
		samples,
		1 + 2 * 2 + 2 * (5 + __NFM_DROP_MAX + __NFM_MODIFIED_MAX) +
			3 * (2 + __NFM_DROP_MAX + __NFM_RECEIVER_MAX + 1));
}

static void escapes(void **state)
{
	(void)state;
	ctx.version = "1";
	put_network("back\\slash");
	put_session("a \"b\"", "new\nline", 1, 0);
	assert_done("", "stats", "--prometheus");
	expect_line("nf_mirror_network_sessions{network=\"back\\\\slash\"} 2");
	expect_line(
		"nf_mirror_session_enabled{session=\"a \\\"b\\\"\",network=\"new\\nline\"} 1");
}

static void refusals(void **state)
{
	(void)state;
	assert_bad("--prometheus does not go with -w", "stats", "-w",
		   "--prometheus");
	assert_bad("-w 0: a number from 1 to 86400 is needed", "stats", "-w",
		   "0");
	fake_fail_dumps(9, ENOENT, NULL);
	assert_refused("stats nope: there is none of this name", "stats",
		       "nope");
	fake_fail_dumps(9, EPERM, NULL);
	assert_refused(
		"stats: CAP_NET_ADMIN is needed in this network namespace (run it as root)",
		"stats", "--prometheus");
	ctx.json = true;
	assert_bad("--prometheus does not go with -j", "stats", "--prometheus");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(table), TEST(json),    TEST(prometheus),
		TEST(order), TEST(escapes), TEST(refusals),
	};

	return RUN_TESTS(tests);
}
