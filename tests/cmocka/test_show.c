// SPDX-License-Identifier: GPL-2.0
/* What the module tells, as JSON and as text. */
#include <errno.h>
#include <jansson.h>
#include <netinet/in.h>
#include <string.h>
#include <linux/nf_mirror.h>

#include "fake.h"
#include "run.h"

static void put_network(struct nlmsghdr *nlh, const char *name)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_NETWORK);

	mnl_attr_put_strz(nlh, NFM_A_NETWORK_NAME, name);
	fake_put_prefix(nlh, NFM_A_NETWORK_CIDR, "10.0.0.0", 16);
	fake_put_prefix(nlh, NFM_A_NETWORK_CIDR, "192.168.0.0", 24);
	mnl_attr_put_u32(nlh, NFM_A_NETWORK_MAX_SESSIONS, 5);
	mnl_attr_put_u32(nlh, NFM_A_NETWORK_SESSIONS, 2);
	mnl_attr_nest_end(nlh, nest);
}

static void put_eni(struct nlmsghdr *nlh)
{
	static const uint8_t mac[] = { 2, 0, 0, 0xab, 0xcd, 0xef };
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_ENI);

	mnl_attr_put_strz(nlh, NFM_A_ENI_NAME, "eth0");
	mnl_attr_put_u32(nlh, NFM_A_ENI_IFINDEX, 2);
	mnl_attr_put(nlh, NFM_A_ENI_MAC, sizeof(mac), mac);
	mnl_attr_put_strz(nlh, NFM_A_ENI_NETWORK, "vpc1");
	fake_put_prefix(nlh, NFM_A_ENI_VIA, "10.0.0.0", 16);
	mnl_attr_put(nlh, NFM_A_ENI_ATTACHED, 0, NULL);
	mnl_attr_put_u32(nlh, NFM_A_ENI_FACING, NFM_FACING_GUEST);
	mnl_attr_put_u32(nlh, NFM_A_ENI_TAP, NFM_TAP_MODE_DEVICE);
	mnl_attr_put_u32(nlh, NFM_A_ENI_ATTACHED_FACING, NFM_FACING_AUTO);
	mnl_attr_put_u32(nlh, NFM_A_ENI_ATTACHED_TAP, NFM_TAP_MODE_DEVICE);
	mnl_attr_put_u32(nlh, NFM_A_ENI_BLIND, NFM_BLIND_NO_EGRESS);
	mnl_attr_put_u32(nlh, NFM_A_ENI_BLIND, 40); /* of a newer module */
	fake_put_address(nlh, NFM_A_ENI_ADDRESS, "10.0.0.14");
	fake_put_address(nlh, NFM_A_ENI_GUEST_ADDRESS, "10.0.3.7");
	mnl_attr_put_u32(nlh, NFM_A_ENI_MTU, 1450);
	mnl_attr_put(nlh, NFM_A_ENI_OWNS_RECEIVER, 0, NULL);
	mnl_attr_put_strz(nlh, NFM_A_ENI_SESSION, "my web");
	mnl_attr_nest_end(nlh, nest);
	nest = mnl_attr_nest_start(nlh, NFM_A_ENI);
	mnl_attr_put_strz(nlh, NFM_A_ENI_NAME, "lo");
	mnl_attr_put_u32(nlh, NFM_A_ENI_FACING, NFM_FACING_WIRE);
	mnl_attr_put_u32(nlh, NFM_A_ENI_TAP, NFM_TAP_MODE_IP);
	mnl_attr_nest_end(nlh, nest);
}

static void put_row(struct nlmsghdr *nlh)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_TABLE_ROW);

	mnl_attr_put_u32(nlh, NFM_A_ROW_PROTO, IPPROTO_TCP);
	fake_put_prefix(nlh, NFM_A_ROW_SRC, "10.0.0.0", 8);
	fake_put_prefix(nlh, NFM_A_ROW_DST, "1.2.3.4", 32);
	mnl_attr_put_u32(nlh, NFM_A_ROW_SPORT, 1024 << 16 | 2047);
	mnl_attr_put_u32(nlh, NFM_A_ROW_DPORT, 80 << 16 | 80);
	mnl_attr_nest_end(nlh, nest);
}

static void put_table(struct nlmsghdr *nlh, uint16_t type, uint8_t proto)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, type), *row;

	put_row(nlh);
	row = mnl_attr_nest_start(nlh, NFM_A_TABLE_ROW);
	mnl_attr_put_u32(nlh, NFM_A_ROW_PROTO, proto);
	mnl_attr_nest_end(nlh, row);
	mnl_attr_nest_end(nlh, nest);
}

static void put_filter(struct nlmsghdr *nlh)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_SESSION_FILTER);

	put_table(nlh, NFM_A_FILTER_EXCEPT, 253);
	put_table(nlh, NFM_A_FILTER_MATCH, 6);
	put_table(nlh, NFM_A_FILTER_MATCH, 6);
	mnl_attr_nest_end(nlh, nest);
}

static void put_tag(struct nlmsghdr *nlh, const char *key, const char *value)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_SESSION_TAG);

	mnl_attr_put_strz(nlh, NFM_A_TAG_KEY, key);
	mnl_attr_put_strz(nlh, NFM_A_TAG_VALUE, value);
	mnl_attr_nest_end(nlh, nest);
}

static void put_tap(struct nlmsghdr *nlh, const char *eni, uint8_t tap_state)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_SESSION_TAP);

	mnl_attr_put_strz(nlh, NFM_A_TAP_ENI, eni);
	mnl_attr_put_u32(nlh, NFM_A_TAP_STATE, tap_state);
	mnl_attr_nest_end(nlh, nest);
}

static void put_counters(struct nlmsghdr *nlh, uint64_t packets)
{
	struct nlattr *drops;

	mnl_attr_put_u64(nlh, NFM_A_STATS_SENT_PACKETS, packets);
	mnl_attr_put(nlh, NFM_A_STATS_PAD, 0, NULL);
	mnl_attr_put_u64(nlh, NFM_A_STATS_SENT_BYTES, packets * 100);
	mnl_attr_put_u64(nlh, NFM_A_STATS_DROPPED_PACKETS, 3);
	drops = mnl_attr_nest_start(nlh, NFM_A_STATS_DROPS);
	mnl_attr_put_u64(nlh, NFM_DROP_NO_ROUTE + 1, 2);
	mnl_attr_put_u64(nlh, NFM_DROP_QUEUE + 1, 1);
	mnl_attr_put_u64(nlh, 40, 9); /* of a newer module */
	mnl_attr_nest_end(nlh, drops);
}

static void put_stats(struct nlmsghdr *nlh)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_SESSION_STATS);
	struct nlattr *receiver, *cases;

	mnl_attr_put_u64(nlh, NFM_A_STATS_MATCHED_PACKETS, INT64_MAX);
	mnl_attr_put_u64(nlh, NFM_A_STATS_MATCHED_BYTES, 9007199254740993);
	put_counters(nlh, 4294967296);
	cases = mnl_attr_nest_start(nlh, NFM_A_STATS_MODIFIED);
	mnl_attr_put_u64(nlh, NFM_MODIFIED_SNAPLEN + 1, 5);
	mnl_attr_put_u64(nlh, NFM_MODIFIED_PORTS_UNKNOWN + 1, 6);
	mnl_attr_put_u64(nlh, 40, 9); /* of a newer module */
	mnl_attr_nest_end(nlh, cases);
	receiver = mnl_attr_nest_start(nlh, NFM_A_STATS_RECEIVER);
	fake_put_address(nlh, NFM_A_STATS_ADDRESS, "10.0.0.20");
	mnl_attr_put_u32(nlh, NFM_A_STATS_STATE, NFM_RECEIVER_NO_ROUTE);
	put_counters(nlh, 12);
	mnl_attr_nest_end(nlh, receiver);
	receiver = mnl_attr_nest_start(nlh, NFM_A_STATS_RECEIVER);
	fake_put_address(nlh, NFM_A_STATS_ADDRESS, "10.0.0.21");
	mnl_attr_put_u32(nlh, NFM_A_STATS_STATE, NFM_RECEIVER_RESOLVED);
	mnl_attr_put_u32(nlh, NFM_A_STATS_MTU_SHORT, 50);
	mnl_attr_nest_end(nlh, receiver);
	mnl_attr_nest_end(nlh, nest);
}

static void put_session(struct nlmsghdr *nlh)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_SESSION);

	mnl_attr_put_strz(nlh, NFM_A_SESSION_NAME, "my web");
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NETWORK, "生产");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_SCOPE, NFM_SCOPE_ENI);
	mnl_attr_put_strz(nlh, NFM_A_SESSION_SCOPE_ENI, "eth0");
	mnl_attr_put_strz(nlh, NFM_A_SESSION_SCOPE_ENI, "eth1");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_DIRECTION, NFM_DIRECTION_OUT);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_BALANCE, NFM_BALANCE_RANDOM);
	fake_put_address(nlh, NFM_A_SESSION_RECEIVER, "10.0.0.20");
	fake_put_address(nlh, NFM_A_SESSION_RECEIVER, "10.0.0.21");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_ALLOW_OUTSIDE, 1);
	put_filter(nlh);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_VNI, 7340021);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_PORT, 4790);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_SNAPLEN, 128);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_SNAP_FIX, 1);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_MTU, NFM_MTU_DROP);
	mnl_attr_put_u64(nlh, NFM_A_SESSION_RATE, 2500000);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_RATE_UNIT, NFM_RATE_UNIT_BITS);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_BURST, 64000);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_SAMPLE, 16);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_DSCP, 10);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_FRAMES, NFM_FRAMES_ALL);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_ONCE, 1);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_ENABLED, 1);
	put_tag(nlh, "team", "net ops");
	put_tag(nlh, "owner", "it's \"me\"");
	put_tap(nlh, "eth0", NFM_TAP_ACTIVE);
	put_tap(nlh, "eth1", NFM_TAP_ABSENT);
	put_stats(nlh);
	mnl_attr_put_u32(nlh, 99, 1); /* of a newer module */
	mnl_attr_nest_end(nlh, nest);
}

/* One with nothing but what every session has. */
static void put_plain_session(struct nlmsghdr *nlh, uint8_t scope)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_SESSION);

	mnl_attr_put_strz(nlh, NFM_A_SESSION_NAME, "plain");
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NETWORK, "vpc1");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_SCOPE, scope);
	if (scope == NFM_SCOPE_SUBNET)
		fake_put_prefix(nlh, NFM_A_SESSION_SCOPE_CIDR, "10.0.1.0", 24);
	fake_put_address(nlh, NFM_A_SESSION_RECEIVER, "10.0.0.20");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_VNI, 0);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_PORT, 4789);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_ENABLED, 0);
	mnl_attr_nest_end(nlh, nest);
}

static void fill(void)
{
	struct nlmsghdr *nlh;

	put_network(fake_reply(NFM_CMD_NETWORK_GET, 7), "vpc1");
	put_eni(fake_reply(NFM_CMD_ENI_GET, 7));
	nlh = fake_reply(NFM_CMD_SESSION_GET, 7);
	mnl_attr_put_u64(nlh, NFM_A_CLASSIFIER_BYTES, 5000000000);
	put_session(nlh);
	put_plain_session(fake_reply(NFM_CMD_SESSION_GET, 7),
			  NFM_SCOPE_NETWORK);
}

static json_t *parse(void)
{
	json_t *root = json_loads(out, 0, NULL);

	assert_non_null(root);
	return root;
}

#define NETWORK_JSON                                     \
	"{\"name\":\"vpc1\",\"cidrs\":[\"10.0.0.0/16\"," \
	"\"192.168.0.0/24\"],\"max_sessions\":5,\"seed\":null,\"sessions\":2}"
#define ENIS_JSON                                                                                                                                                                                      \
	"{\"name\":\"eth0\",\"ifindex\":2,\"mac\":\"02:00:00:ab:cd:ef\",\"mtu\":1450,"                                                                                                                 \
	"\"network\":\"vpc1\",\"via\":\"10.0.0.0/16\",\"attached\":true,"                                                                                                                              \
	"\"attached_as\":\"eth0\","                                                                                                                                                                    \
	"\"facing\":\"guest\",\"attached_facing\":\"auto\",\"tap\":\"device\",\"attached_tap\":\"device\",\"blind\":[\"no-egress\"],\"addresses\":[\"10.0.0.14\"],\"guest_addresses\":[\"10.0.3.7\"]," \
	"\"owns_receiver\":true,\"sessions\":[\"my web\"]},"                                                                                                                                           \
	"{\"name\":\"lo\",\"ifindex\":null,\"mac\":null,\"mtu\":null,\"network\":null,"                                                                                                                \
	"\"via\":null,\"attached\":false,\"attached_as\":null,\"facing\":\"wire\",\"attached_facing\":null,\"tap\":\"ip\",\"attached_tap\":null,\"blind\":[],"                                         \
	"\"addresses\":[],\"guest_addresses\":[],\"owns_receiver\":false,\"sessions\":[]}"
#define ROW_JSON                                                            \
	"{\"proto\":\"tcp\",\"src\":\"10.0.0.0/8\",\"dst\":\"1.2.3.4/32\"," \
	"\"sport\":\"1024-2047\",\"dport\":\"80\"}"
#define TABLE_JSON(proto) "[" ROW_JSON ",{\"proto\":\"" proto "\"}]"
#define SESSION_JSON                                                                                                                                                                                                                    \
	"{\"name\":\"my web\",\"network\":\"生产\",\"scope\":{\"type\":"                                                                                                                                                              \
	"\"eni\",\"enis\":[\"eth0\",\"eth1\"]},\"direction\":\"out\","                                                                                                                                                                  \
	"\"filter\":{\"match\":[" TABLE_JSON("tcp") "," TABLE_JSON("tcp") "],\"except\":[" TABLE_JSON(                                                                                                                                  \
		"253") "],\"next_hop\":null},"                                                                                                                                                                                          \
		       "\"receivers\":[\"10.0.0.20\",\"10.0.0.21\"],\"balance\":"                                                                                                                                                       \
		       "\"random\",\"vni\":7340021,\"port\":4790,\"snaplen\":128,\"snap_fix\":true,\"mtu\":\"drop\",\"rate\":\"2500kbps\",\"burst\":64000,\"sample\":16,\"dscp\":10,\"frames\":\"all\",\"once\":true,\"enabled\":true," \
		       "\"allow_outside\":true,\"tags\":{\"team\":\"net ops\","                                                                                                                                                         \
		       "\"owner\":\"it's \\\"me\\\"\"},\"enis\":[{\"name\":\"eth0\","                                                                                                                                                   \
		       "\"state\":\"active\",\"device\":\"eth0\"},{\"name\":\"eth1\",\"state\":\"absent\",\"device\":null}]"
#define PLAIN_JSON                                                                                                                                                                                      \
	"{\"name\":\"plain\",\"network\":\"vpc1\",\"scope\":{\"type\":"                                                                                                                                 \
	"\"network\"},\"direction\":\"all\",\"filter\":{\"match\":[],"                                                                                                                                  \
	"\"except\":[],\"next_hop\":null},"                                                                                                                                                             \
	"\"receivers\":[\"10.0.0.20\"],\"balance\":"                                                                                                                                                    \
	"\"flow\",\"vni\":0,\"port\":4789,\"snaplen\":0,\"snap_fix\":false,\"mtu\":\"resegment\",\"rate\":null,\"burst\":0,\"sample\":1,\"dscp\":0,\"frames\":\"ip\",\"once\":false,\"enabled\":false," \
	"\"allow_outside\":false,\"tags\":{}}"

/* To the byte: keys, their order and types are a contract. */
static void json(void **state)
{
	(void)state;
	ctx.json = true;
	fill();
	assert_done("", "network", "show");
	assert_string_equal(out, "{\"networks\":[" NETWORK_JSON "]}\n");
	assert_done("", "eni", "show");
	assert_string_equal(out, "{\"enis\":[" ENIS_JSON "]}\n");
	assert_done("", "session", "show");
	assert_string_equal(out, "{\"sessions\":[" SESSION_JSON "}," PLAIN_JSON
				 "]}\n");
	assert_done("", "show");
	assert_string_equal(
		out, "{\"networks\":[" NETWORK_JSON "],\"enis\":[" ENIS_JSON
		     "],\"sessions\":[" SESSION_JSON "}," PLAIN_JSON "]}\n");
}

/* By another name than the primary one. */
static void other_names(void **state)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_ENI_GET, 1);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_ENI), *tap;

	(void)state;
	mnl_attr_put_strz(nlh, NFM_A_ENI_NAME, "eth0");
	mnl_attr_put_strz(nlh, NFM_A_ENI_NETWORK, "vpc");
	mnl_attr_put_u32(nlh, NFM_A_ENI_IFINDEX, 2);
	mnl_attr_put(nlh, NFM_A_ENI_ATTACHED, 0, NULL);
	mnl_attr_put_strz(nlh, NFM_A_ENI_ATTACHED_AS, "enp 3");
	mnl_attr_nest_end(nlh, nest);
	nlh = fake_reply(NFM_CMD_SESSION_GET, 1);
	nest = mnl_attr_nest_start(nlh, NFM_A_SESSION);
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NAME, "s");
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NETWORK, "vpc");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_SCOPE, NFM_SCOPE_ENI);
	put_tap(nlh, "eth1", NFM_TAP_OUTSIDE);
	tap = mnl_attr_nest_start(nlh, NFM_A_SESSION_TAP);
	mnl_attr_put_strz(nlh, NFM_A_TAP_ENI, "a");
	mnl_attr_put_u32(nlh, NFM_A_TAP_STATE, NFM_TAP_ACTIVE);
	mnl_attr_put_strz(nlh, NFM_A_TAP_DEVICE, "eth0");
	mnl_attr_nest_end(nlh, tap);
	tap = mnl_attr_nest_start(nlh, NFM_A_SESSION_TAP);
	mnl_attr_put_strz(nlh, NFM_A_TAP_ENI, "b");
	mnl_attr_put_u32(nlh, NFM_A_TAP_STATE, NFM_TAP_RECEIVER);
	mnl_attr_put_strz(nlh, NFM_A_TAP_DEVICE, "eth2");
	mnl_attr_nest_end(nlh, tap);
	mnl_attr_nest_end(nlh, nest);
	assert_done("", "show");
	assert_non_null(strstr(out, "  attached as 'enp 3'  facing"));
	assert_non_null(strstr(
		out,
		"  scope eni eth1 (outside),a (eth0),b (eth2, receiver)\n"));
	ctx.json = true;
	assert_done("", "show");
	assert_non_null(strstr(out, "\"attached_as\":\"enp 3\""));
	assert_non_null(strstr(
		out,
		"{\"name\":\"a\",\"state\":\"active\",\"device\":\"eth0\"}"));
	ctx.json = false;
	assert_done("", "save");
	assert_non_null(strstr(out, "- name: \"enp 3\"\n"));
}

static void json_empty(void **state)
{
	(void)state;
	ctx.json = true;
	assert_done("", "show");
	assert_string_equal(out,
			    "{\"networks\":[],\"enis\":[],\"sessions\":[]}\n");
	assert_done("", "session", "show");
	assert_string_equal(out, "{\"sessions\":[]}\n");
}

static void json_subnet(void **state)
{
	json_t *root, *scope;

	(void)state;
	ctx.json = true;
	put_plain_session(fake_reply(NFM_CMD_SESSION_GET, 7), NFM_SCOPE_SUBNET);
	assert_done("", "session", "show");
	root = parse();
	scope = json_object_get(
		json_array_get(json_object_get(root, "sessions"), 0), "scope");
	assert_string_equal(json_string_value(json_object_get(scope, "type")),
			    "subnet");
	assert_string_equal(json_string_value(json_array_get(
				    json_object_get(scope, "cidrs"), 0)),
			    "10.0.1.0/24");
	json_decref(root);
}

static json_int_t number(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	assert_true(json_is_integer(value));
	return json_integer_value(value);
}

static void json_stats(void **state)
{
	json_t *root, *stats, *cases, *receiver;

	(void)state;
	ctx.json = ctx.stats = ctx.pretty = true;
	fill();
	assert_done("", "session", "show", "my web");
	root = parse();
	stats = json_object_get(
		json_array_get(json_object_get(root, "sessions"), 0), "stats");
	assert_int_equal(json_object_size(stats), 8);
	assert_true(number(stats, "matched_packets") == INT64_MAX);
	assert_true(number(stats, "matched_bytes") == 9007199254740993);
	assert_true(number(stats, "sent_packets") == 4294967296);
	assert_true(number(stats, "sent_bytes") == 429496729600);
	assert_true(number(stats, "dropped_packets") == 3);
	receiver = json_array_get(json_object_get(stats, "receivers"), 1);
	assert_true(number(receiver, "mtu_short") == 50);
	receiver = json_array_get(json_object_get(stats, "receivers"), 0);
	assert_true(number(receiver, "mtu_short") == 0);
	cases = json_object_get(stats, "modified");
	assert_int_equal(json_object_size(cases), 2);
	assert_true(number(cases, "snaplen") == 5);
	assert_true(number(cases, "ports-unknown") == 6);
	stats = json_object_get(stats, "drops");
	assert_int_equal(json_object_size(stats), 2);
	assert_true(number(stats, "no-route") == 2);
	assert_true(number(stats, "queue") == 1);
	assert_true(number(root, "classifier_bytes") == 5000000000);
	assert_int_equal(json_object_size(receiver), 7);
	assert_string_equal(json_string_value(json_object_get(receiver, "ip")),
			    "10.0.0.20");
	assert_string_equal(
		json_string_value(json_object_get(receiver, "state")),
		"no-route");
	assert_true(number(receiver, "sent_packets") == 12);
	assert_true(number(receiver, "dropped_packets") == 3);
	assert_true(number(json_object_get(receiver, "drops"), "queue") == 1);
	json_decref(root);
}

/* A device's name may be what UTF-8 cannot hold. */
static void json_bytes(void **state)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_ENI_GET, 7);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_ENI);

	(void)state;
	ctx.json = true;
	mnl_attr_put_strz(nlh, NFM_A_ENI_NAME, "e\xff");
	mnl_attr_nest_end(nlh, nest);
	assert_done("", "eni", "show");
	assert_memory_equal(out, "{\"enis\":[{\"name\":\"e?\",", 21);
}

static void text(void **state)
{
	(void)state;
	fill();
	assert_done("", "show");
	assert_string_equal(
		out,
		"network vpc1  cidr 10.0.0.0/16,192.168.0.0/24  max-sessions 5  sessions 2\n"
		"eni eth0  ifindex 2  mac 02:00:00:ab:cd:ef  mtu 1450\n"
		"  network vpc1  attached  via 10.0.0.0/16  facing guest  tap device  blind no-egress  owns a receiver\n"
		"  addresses 10.0.0.14\n"
		"  guest-addresses 10.0.3.7\n"
		"  sessions 'my web'\n"
		"eni lo  absent\n"
		"session 'my web'  network 生产  running\n"
		"  scope eni eth0,eth1 (absent)\n"
		"  direction out  balance random  vni 7340021  port 4790  snaplen 128  snap-fix  mtu drop  rate 2500kbps  burst 64000  sample 16  dscp af11  frames all  once  allow-outside\n"
		"  match proto tcp src 10.0.0.0/8 dst 1.2.3.4/32 sport 1024-2047 dport 80 match proto tcp\n"
		"  or match proto tcp src 10.0.0.0/8 dst 1.2.3.4/32 sport 1024-2047 dport 80 match proto tcp\n"
		"  except match proto tcp src 10.0.0.0/8 dst 1.2.3.4/32 sport 1024-2047 dport 80 match proto 253\n"
		"  receivers 10.0.0.20 (no-route) 10.0.0.21 (mtu short by 50)\n"
		"  tag 'team=net ops' tag 'owner=it'\"'\"'s \"me\"'\n"
		"session plain  network vpc1  stopped\n"
		"  scope network\n"
		"  direction all  balance flow  vni 0  port 4789\n"
		"  match any\n"
		"  receivers 10.0.0.20\n");
}

static void text_stats(void **state)
{
	struct nlmsghdr *nlh;

	(void)state;
	ctx.stats = true;
	nlh = fake_reply(NFM_CMD_SESSION_GET, 7);
	mnl_attr_put_u64(nlh, NFM_A_CLASSIFIER_BYTES, 5000000000);
	put_session(nlh);
	assert_done("", "session", "show");
	assert_non_null(strstr(out, "\nclassifiers  5000000000 bytes\n"));
	assert_non_null(strstr(
		out,
		"  matched 9223372036854775807 packets 9007199254740993 bytes, sent 4294967296 packets 429496729600 bytes (snaplen 5, ports-unknown 6), dropped 3 (no-route 2, queue 1)\n"
		"    10.0.0.20 no-route: sent 12 packets 1200 bytes, dropped 3 (no-route 2, queue 1)\n"));
}

static void put_mixed(void)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_ENI_GET, 7);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_ENI), *stats,
		      *receiver;

	mnl_attr_put_strz(nlh, NFM_A_ENI_NAME, "eth0");
	mnl_attr_put_strz(nlh, NFM_A_ENI_NETWORK, "six");
	mnl_attr_put_u32(nlh, NFM_A_ENI_FACING, NFM_FACING_WIRE);
	mnl_attr_put_u32(nlh, NFM_A_ENI_TAP, NFM_TAP_MODE_IP);
	fake_put_prefix(nlh, NFM_A_ENI_VIA, "2001:db8::", 32);
	fake_put_address(nlh, NFM_A_ENI_ADDRESS, "10.0.0.14");
	fake_put_address(nlh, NFM_A_ENI_ADDRESS, "2001:db8::e");
	mnl_attr_nest_end(nlh, nest);
	nlh = fake_reply(NFM_CMD_SESSION_GET, 7);
	nest = mnl_attr_nest_start(nlh, NFM_A_SESSION);
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NAME, "six");
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NETWORK, "six");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_SCOPE, NFM_SCOPE_SUBNET);
	fake_put_prefix(nlh, NFM_A_SESSION_SCOPE_CIDR, "::", 0);
	fake_put_prefix(nlh, NFM_A_SESSION_SCOPE_CIDR, "0.0.0.0", 0);
	fake_put_address(nlh, NFM_A_SESSION_RECEIVER, "2001:db8::14");
	fake_put_address(nlh, NFM_A_SESSION_RECEIVER, "10.0.0.20");
	stats = mnl_attr_nest_start(nlh, NFM_A_SESSION_STATS);
	receiver = mnl_attr_nest_start(nlh, NFM_A_STATS_RECEIVER);
	fake_put_address(nlh, NFM_A_STATS_ADDRESS, "2001:db8::14");
	mnl_attr_put_u32(nlh, NFM_A_STATS_STATE, NFM_RECEIVER_FAILED);
	mnl_attr_put_u32(nlh, NFM_A_STATS_MTU_SHORT, 1);
	mnl_attr_nest_end(nlh, receiver);
	receiver = mnl_attr_nest_start(nlh, NFM_A_STATS_RECEIVER);
	fake_put_address(nlh, NFM_A_STATS_ADDRESS, "10.0.0.20");
	mnl_attr_put_u32(nlh, NFM_A_STATS_STATE, NFM_RECEIVER_NO_CARRIER);
	mnl_attr_nest_end(nlh, receiver);
	mnl_attr_nest_end(nlh, stats);
	mnl_attr_nest_end(nlh, nest);
}

/* Both families in one list; addresses as inet_ntop() writes them. */
static void mixed(void **state)
{
	(void)state;
	put_mixed();
	assert_done("", "show");
	assert_string_equal(
		out,
		"eni eth0  absent\n"
		"  network six  via 2001:db8::/32  facing wire  tap ip\n"
		"  addresses 10.0.0.14 2001:db8::e\n"
		"session six  network six  running\n"
		"  scope subnet ::/0,0.0.0.0/0\n"
		"  direction all  balance flow  vni 0  port 4789\n"
		"  match any\n"
		"  receivers 2001:db8::14 (failed, mtu short by 1) 10.0.0.20 (no-carrier)\n");
	ctx.json = ctx.stats = true;
	assert_done("", "show");
	assert_non_null(strstr(out, "\"via\":\"2001:db8::/32\""));
	assert_non_null(
		strstr(out, "\"addresses\":[\"10.0.0.14\",\"2001:db8::e\"]"));
	assert_non_null(strstr(out, "\"cidrs\":[\"::/0\",\"0.0.0.0/0\"]"));
	assert_non_null(
		strstr(out, "\"receivers\":[\"2001:db8::14\",\"10.0.0.20\"]"));
	assert_non_null(
		strstr(out, "{\"ip\":\"2001:db8::14\",\"state\":\"failed\""));
}

static void put_part(const char *eni, const char *session)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_ENI_GET, 7);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_ENI);

	mnl_attr_put_strz(nlh, NFM_A_ENI_NAME, eni);
	mnl_attr_put_strz(nlh, NFM_A_ENI_SESSION, session);
	mnl_attr_nest_end(nlh, nest);
}

/* An ENI that does not fit into one message comes in several. */
static void parts(void **state)
{
	(void)state;
	put_part("eth0", "a");
	put_part("eth0", "b");
	put_part("eth1", "c");
	put_part("eth1", "d");
	assert_done("", "eni", "show");
	assert_string_equal(out, "eni eth0  absent\n"
				 "  sessions a b\n"
				 "eni eth1  absent\n"
				 "  sessions c d\n");
}

/* Several names, each asked for by itself. */
static void named(void **state)
{
	(void)state;
	fill();
	assert_done("", "network", "show", "vpc1", "vpc1");
	assert_int_equal(fake_dumps(), 2);
	fake_fail_dumps(9, ENOENT, "no such network");
	assert_refused("network show nope: no such network", "network", "show",
		       "nope");
	fake_fail_dumps(9, ENOENT, NULL);
	assert_refused("network show nope: there is none of this name",
		       "network", "show", "nope");
}

static void malformed(void **state)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_SESSION_GET, 7);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_SESSION);

	(void)state;
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NAME, "web");
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NETWORK, "v");
	mnl_attr_put_u16(nlh, NFM_A_SESSION_VNI, 1);
	mnl_attr_nest_end(nlh, nest);
	assert_refused(
		"session show: the answer of the nf_mirror module is malformed",
		"session", "show");
}

static void refuse_prefix(const void *address, size_t size, uint8_t len)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_NETWORK_GET, 7);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_NETWORK), *cidr;

	mnl_attr_put_strz(nlh, NFM_A_NETWORK_NAME, "v");
	cidr = mnl_attr_nest_start(nlh, NFM_A_NETWORK_CIDR);
	mnl_attr_put(nlh, NFM_A_PREFIX_ADDR, size, address);
	mnl_attr_put_u32(nlh, NFM_A_PREFIX_LEN, len);
	mnl_attr_nest_end(nlh, cidr);
	mnl_attr_nest_end(nlh, nest);
	assert_refused(
		"network show: the answer of the nf_mirror module is malformed",
		"network", "show");
	fake_reset();
}

static void malformed_addresses(void **state)
{
	static const uint8_t zeros[20];

	(void)state;
	refuse_prefix(zeros, 4, 33);
	refuse_prefix(zeros, 16, 129);
	refuse_prefix(zeros, 0, 0);
	refuse_prefix(zeros, 8, 0);
	refuse_prefix(zeros, 20, 0);
}

/* A list that changed while it was read is read again, from the start. */
static void interrupted(void **state)
{
	(void)state;
	put_network(fake_reply(NFM_CMD_NETWORK_GET, 7), "v");
	fake_fail_dumps(9, EINTR, NULL);
	assert_done("", "network", "show");
	assert_int_equal(fake_dumps(), 10);
	assert_string_equal(
		out,
		"network v  cidr 10.0.0.0/16,192.168.0.0/24  max-sessions 5  sessions 2\n");
	fake_fail_dumps(99, EINTR, NULL);
	assert_refused(
		"network show: the configuration changes faster than it can be read: try again",
		"network", "show");
}

/* Lists of different generations are read again, ten times. */
static void generations(void **state)
{
	(void)state;
	put_network(fake_reply(NFM_CMD_NETWORK_GET, 7), "v");
	put_plain_session(fake_reply(NFM_CMD_SESSION_GET, 8),
			  NFM_SCOPE_NETWORK);
	assert_refused(
		"show: the configuration changes faster than it can be read: try again",
		"show");
	assert_int_equal(fake_dumps(), 30);
	fake_reset();
	put_network(fake_reply(NFM_CMD_NETWORK_GET, 7), "v");
	assert_done("", "show");
	assert_int_equal(fake_dumps(), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(json),	   TEST(other_names), TEST(json_empty),
		TEST(json_subnet), TEST(json_stats),  TEST(json_bytes),
		TEST(text),	   TEST(text_stats),  TEST(named),
		TEST(malformed),   TEST(interrupted), TEST(generations),
		TEST(parts),	   TEST(mixed),	      TEST(malformed_addresses),
	};

	return RUN_TESTS(tests);
}
