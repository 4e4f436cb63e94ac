// SPDX-License-Identifier: GPL-2.0
/* apply, diff, save and flush: requests and output. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <linux/nf_mirror.h>

#include "fake.h"
#include "files.h"
#include "run.h"

static const char config[] = "networks:\n"
			     "- name: vpc\n"
			     "  cidrs: [10.0.0.0/16,\n"
			     "          10.1.0.0/16]\n"
			     "  max_sessions: 7\n"
			     "enis:\n"
			     "- name: tap0\n"
			     "  network: vpc\n"
			     "  guest_addresses: 10.0.3.7, 10.0.3.8\n"
			     "  facing: guest\n"
			     "sessions:\n"
			     "- name: web\n"
			     "  network: vpc\n"
			     "  scope: {type: subnet, cidrs: [10.0.1.0/24,\n"
			     "          10.0.2.0/24]}\n"
			     "  receivers:\n"
			     "  - 10.0.0.20\n"
			     "  - 10.0.0.21\n"
			     "  filter:\n"
			     "    match:\n"
			     "    - - proto: tcp\n"
			     "      - proto: udp\n"
			     "    next_hop: 10.0.0.1\n"
			     "  direction: in\n"
			     "  balance: eni\n"
			     "  vni: 7\n"
			     "  port: 4790\n"
			     "  snaplen: 64\n"
			     "  snap_fix: true\n"
			     "  mtu: drop\n"
			     "  enabled: false\n"
			     "  allow_outside: true\n"
			     "  tags:\n"
			     "    a: b\n"
			     "    c: d\n"
			     "  rate: 10Mbps\n"
			     "  burst: 1M\n"
			     "  sample: 8\n"
			     "  dscp: 8\n"
			     "- {name: other, network: vpc, scope: network,\n"
			     "   receivers: 10.0.0.20}\n";

static void sends(void **state)
{
	(void)state;
	write_text(config);
	assert_done("", "apply", FILE_NAME);
	assert_string_equal(fake_log(), "12:0 1:1 5:1 8:2 13:0");
	fake_reset();
	assert_done("", "apply", "--check", FILE_NAME);
	assert_string_equal(fake_log(), "12:0 1:1 5:1 8:2 14:0");
	assert_int_equal(fake_dumps(), 0);
	fake_reset();
	assert_done("", "flush");
	assert_string_equal(fake_log(), "12:0 13:0");
}

static void begins_with_nothing(void **state)
{
	(void)state;
	fake_refuse(EPERM, NULL, PATH({ NFM_A_REPLACE, 0 }));
	assert_refused(
		"flush: CAP_NET_ADMIN is needed in this network namespace (run it as root)",
		"flush");
	assert_non_null(find(fake_request(), PATH({ NFM_A_REPLACE, 0 })));
	assert_string_equal(fake_log(), "12:0");
}

static void packs(void **state)
{
	FILE *file = fopen(FILE_NAME, "w");
	int i;

	(void)state;
	fputs("networks:\n", file);
	for (i = 0; i < 250; i++)
		fprintf(file, "- {name: n%d, cidrs: 10.%d.0.0/16}\n", i, i);
	fputs("sessions:\n", file);
	/* Each tag takes about 150 bytes. */
	for (i = 0; i < 30; i++) {
		fprintf(file,
			"- name: s%d\n  network: n1\n  scope: network\n"
			"  receivers: 10.1.0.1\n  tags:\n",
			i);
		for (int j = 0; j < 20; j++)
			fprintf(file, "    k%d: %0126d\n", j, j);
	}
	fclose(file);
	assert_done("", "apply", FILE_NAME);
	assert_string_equal(fake_log(), "12:0 1:100 1:100 1:50 8:17 8:13 13:0");
}

/* Check how a refusal of @cmd's attribute at the given path is reported. */
#define REFUSES(cmd, error, ...)                                            \
	do {                                                                \
		fake_reset();                                               \
		fake_refuse(EINVAL, "no", PATH(__VA_ARGS__));               \
		fake_refuse_cmd(cmd);                                       \
		assert_refused(FILE_NAME error ": no", "apply", FILE_NAME); \
	} while (0)

#define N(...) REFUSES(NFM_CMD_NETWORK_ADD, __VA_ARGS__)
#define E(...) REFUSES(NFM_CMD_ENI_ATTACH, __VA_ARGS__)
#define S(...) REFUSES(NFM_CMD_SESSION_ADD, __VA_ARGS__)

static void network_places(void **state)
{
	(void)state;
	write_text(config);
	N(":2:3: network vpc", { NFM_A_NETWORK, 0 });
	N(":2:9: network vpc", { NFM_A_NETWORK, 0 }, { NFM_A_NETWORK_NAME, 0 });
	N(":4:11: network vpc: cidr 10.1.0.0/16", { NFM_A_NETWORK, 0 },
	  { NFM_A_NETWORK_CIDR, 1 });
	N(":4:11: network vpc: cidr 10.1.0.0/16", { NFM_A_NETWORK, 0 },
	  { NFM_A_NETWORK_CIDR, 1 }, { NFM_A_PREFIX_LEN, 0 });
	N(":5:17: network vpc: max-sessions 7", { NFM_A_NETWORK, 0 },
	  { NFM_A_NETWORK_MAX_SESSIONS, 0 });
	E(":7:9: eni tap0", { NFM_A_ENI, 0 }, { NFM_A_ENI_NAME, 0 });
	E(":8:12: eni tap0: network vpc", { NFM_A_ENI, 0 },
	  { NFM_A_ENI_NETWORK, 0 });
	E(":9:20: eni tap0: address 10.0.3.8", { NFM_A_ENI, 0 },
	  { NFM_A_ENI_ADDRESS, 1 });
	E(":10:11: eni tap0: facing guest", { NFM_A_ENI, 0 },
	  { NFM_A_ENI_FACING, 0 });
}

#define WEB                      \
	{                        \
		NFM_A_SESSION, 0 \
	}

static void session_places(void **state)
{
	(void)state;
	write_text(config);
	S(":12:3: session web", WEB);
	S(":40:3: session other", { NFM_A_SESSION, 1 });
	S(":12:9: session web", WEB, { NFM_A_SESSION_NAME, 0 });
	S(":13:12: session web: network vpc", WEB,
	  { NFM_A_SESSION_NETWORK, 0 });
	S(":14:10: session web: scope subnet", WEB, { NFM_A_SESSION_SCOPE, 0 });
	S(":15:11: session web: scope subnet 10.0.2.0/24", WEB,
	  { NFM_A_SESSION_SCOPE_CIDR, 1 });
	S(":18:5: session web: receiver 10.0.0.21", WEB,
	  { NFM_A_SESSION_RECEIVER, 1 });
	S(":41:15: session other: receiver 10.0.0.20", { NFM_A_SESSION, 1 },
	  { NFM_A_SESSION_RECEIVER, 0 });
	S(":23:15: session web: next-hop 10.0.0.1", WEB,
	  { NFM_A_SESSION_NEXT_HOP, 0 });
	S(":24:14: session web: direction in", WEB,
	  { NFM_A_SESSION_DIRECTION, 0 });
	S(":25:12: session web: balance eni", WEB,
	  { NFM_A_SESSION_BALANCE, 0 });
	S(":26:8: session web: vni 7", WEB, { NFM_A_SESSION_VNI, 0 });
	S(":27:9: session web: port 4790", WEB, { NFM_A_SESSION_PORT, 0 });
	S(":28:12: session web: snaplen 64", WEB, { NFM_A_SESSION_SNAPLEN, 0 });
	S(":29:13: session web: snap-fix", WEB, { NFM_A_SESSION_SNAP_FIX, 0 });
	S(":30:8: session web: mtu drop", WEB, { NFM_A_SESSION_MTU, 0 });
	S(":31:12: session web: stopped", WEB, { NFM_A_SESSION_ENABLED, 0 });
	S(":32:18: session web: allow-outside", WEB,
	  { NFM_A_SESSION_ALLOW_OUTSIDE, 0 });
	S(":35:5: session web: tag c=d", WEB, { NFM_A_SESSION_TAG, 1 },
	  { NFM_A_TAG_VALUE, 0 });
	S(":36:9: session web: rate 10Mbps", WEB, { NFM_A_SESSION_RATE, 0 });
	S(":36:9: session web: rate 10Mbps", WEB,
	  { NFM_A_SESSION_RATE_UNIT, 0 });
	S(":37:10: session web: burst 1000000", WEB,
	  { NFM_A_SESSION_BURST, 0 });
	S(":38:11: session web: sample 8", WEB, { NFM_A_SESSION_SAMPLE, 0 });
	S(":39:9: session web: dscp cs1", WEB, { NFM_A_SESSION_DSCP, 0 });
	S(":20:5: session web: match", WEB, { NFM_A_SESSION_FILTER, 0 });
}

static void row_places(void **state)
{
	(void)state;
	write_text(config);
	fake_refuse(EINVAL, "no",
		    PATH(WEB, { NFM_A_SESSION_FILTER, 0 },
			 { NFM_A_FILTER_MATCH, 0 }, { NFM_A_TABLE_ROW, 1 }));
	fake_refuse_cmd(NFM_CMD_SESSION_ADD);
	assert_refused(
		FILE_NAME
		":22:9: session web: match proto tcp and match proto udp can never hold together (proto)",
		"apply", FILE_NAME);
}

static void stale(void **state)
{
	(void)state;
	write_text(config);
	fake_refuse(ESTALE, "changed meanwhile", NULL);
	fake_refuse_cmd(NFM_CMD_COMMIT);
	assert_refused("apply: changed meanwhile", "apply", FILE_NAME);
	assert_int_equal(fake_dumps(), 0);
}

/* Errors name the line of the batch file and the position in the file. */
static void batch(void **state)
{
	static const char name[] = "batch";
	FILE *file = fopen(name, "w");
	int status;

	(void)state;
	fputs("\napply " FILE_NAME "\n", file);
	fclose(file);
	write_text("networks: 3\n");
	status = run_batch(name);
	unlink(name);
	assert_int_equal(status, BAD_COMMAND);
	assert_string_equal(err, "mirrorctl: batch:2: " FILE_NAME
				 ":1:11: networks: a list is needed\n");
}

static void arguments(void **state)
{
	(void)state;
	assert_bad("apply: a value is needed", "apply");
	assert_bad("apply: a value is needed", "apply", "--check");
	assert_bad("b: apply takes no more", "apply", "a", "b");
	assert_bad("diff: a value is needed", "diff");
	assert_bad("b: diff takes no more", "diff", "a", "b");
	assert_bad("b: save takes no more", "save", "a", "b");
	assert_bad("a: flush takes no more", "flush", "a");
	assert_int_equal(fake_requests() + fake_dumps(), 0);
}

static uint64_t seed;

/* Active configuration for the tests that follow. */
static void reply_all(void)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_NETWORK_GET, 1);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_NETWORK);

	mnl_attr_put_strz(nlh, NFM_A_NETWORK_NAME, "vpc");
	fake_put_prefix(nlh, NFM_A_NETWORK_CIDR, "10.10.0.0", 16);
	fake_put_prefix(nlh, NFM_A_NETWORK_CIDR, "10.0.0.0", 16);
	mnl_attr_put_u32(nlh, NFM_A_NETWORK_MAX_SESSIONS, 7);
	mnl_attr_put_u32(nlh, NFM_A_NETWORK_SESSIONS, 1);
	if (seed)
		mnl_attr_put_u64(nlh, NFM_A_NETWORK_SEED, seed);
	mnl_attr_nest_end(nlh, nest);
	nlh = fake_reply(NFM_CMD_ENI_GET, 1);
	nest = mnl_attr_nest_start(nlh, NFM_A_ENI);
	mnl_attr_put_strz(nlh, NFM_A_ENI_NAME, "eth0");
	mnl_attr_put_strz(nlh, NFM_A_ENI_NETWORK, "vpc");
	mnl_attr_put_u32(nlh, NFM_A_ENI_MTU, 1500);
	mnl_attr_nest_end(nlh, nest);
	nest = mnl_attr_nest_start(nlh, NFM_A_ENI);
	mnl_attr_put_strz(nlh, NFM_A_ENI_NAME, "tap0");
	mnl_attr_put_strz(nlh, NFM_A_ENI_NETWORK, "vpc");
	mnl_attr_put(nlh, NFM_A_ENI_ATTACHED, 0, NULL);
	fake_put_address(nlh, NFM_A_ENI_ADDRESS, "10.0.0.1");
	fake_put_address(nlh, NFM_A_ENI_ADDRESS, "10.0.3.7");
	fake_put_address(nlh, NFM_A_ENI_GUEST_ADDRESS, "10.0.3.7");
	mnl_attr_nest_end(nlh, nest);
	nlh = fake_reply(NFM_CMD_SESSION_GET, 1);
	nest = mnl_attr_nest_start(nlh, NFM_A_SESSION);
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NAME, "my web");
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NETWORK, "vpc");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_SCOPE, NFM_SCOPE_NETWORK);
	fake_put_address(nlh, NFM_A_SESSION_RECEIVER, "10.0.0.21");
	fake_put_address(nlh, NFM_A_SESSION_RECEIVER, "10.0.0.20");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_VNI, 77);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_PORT, 4789);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_ENABLED, 1);
	mnl_attr_nest_end(nlh, nest);
}

static const char saved[] = "networks:\n"
			    "- name: vpc\n"
			    "  cidrs: [10.0.0.0/16, 10.10.0.0/16]\n"
			    "  max_sessions: 7\n"
			    "enis:\n"
			    "- name: tap0\n"
			    "  network: vpc\n"
			    "  guest_addresses: [10.0.3.7]\n"
			    "sessions:\n"
			    "- name: \"my web\"\n"
			    "  network: vpc\n"
			    "  scope: {type: network}\n"
			    "  receivers: [10.0.0.20, 10.0.0.21]\n"
			    "  vni: 77\n";

static void expect_file(const char *name, const char *text)
{
	char got[1024] = {};
	FILE *file = fopen(name, "r");

	assert_non_null(file);
	assert_true(fread(got, 1, sizeof(got) - 1, file) > 0);
	fclose(file);
	assert_string_equal(got, text);
}

/* Pipes and devices are written to, not replaced. */
static void saves_into(void **state)
{
	char got[1024] = {};
	struct stat st;
	int fd, kept;

	(void)state;
	reply_all();
	assert_int_equal(mkfifo("fifo", 0600), 0);
	fd = open("fifo", O_RDWR | O_NONBLOCK);
	assert_done("", "save", "fifo");
	assert_true(read(fd, got, sizeof(got) - 1) > 0);
	kept = !stat("fifo", &st) && S_ISFIFO(st.st_mode);
	close(fd);
	unlink("fifo");
	assert_true(kept);
	assert_string_equal(got, saved);
}

static void saves(void **state)
{
	(void)state;
	reply_all();
	assert_done("", "save");
	assert_string_equal(out, saved);
	assert_done("", "save", "-");
	assert_string_equal(out, saved);
	write_text("old");
	assert_done("", "save", FILE_NAME);
	assert_string_equal(out, "");
	expect_file(FILE_NAME, saved);
	ctx.json = true;
	assert_done("", "save");
	assert_string_equal(
		out,
		"{\"networks\":[{\"name\":\"vpc\",\"cidrs\":[\"10.0.0.0/16\",\"10.10.0.0/16\"],\"max_sessions\":7}],"
		"\"enis\":[{\"name\":\"tap0\",\"network\":\"vpc\",\"guest_addresses\":[\"10.0.3.7\"]}],"
		"\"sessions\":[{\"name\":\"my web\",\"network\":\"vpc\",\"scope\":{\"type\":\"network\"},\"receivers\":[\"10.0.0.20\",\"10.0.0.21\"],\"vni\":77}]}\n");
	assert_refused("save nowhere/x: No such file or directory", "save",
		       "nowhere/x");
}

static void expect_diff(const char *file, int status, const char *difference)
{
	write_text(file);
	assert_int_equal(RUN("diff", FILE_NAME), status);
	assert_string_equal(err, "");
	assert_string_equal(out, difference);
}

static void diffs(void **state)
{
	(void)state;
	reply_all();
	expect_diff(saved, DONE, "");
	/* Sets in another order, a scalar for a list of one, no VNI. */
	expect_diff("networks: [{name: vpc, max_sessions: 7,"
		    " cidrs: '10.10.0.0/16,10.0.0.0/16'}]\n"
		    "enis: [{name: tap0, network: vpc,"
		    " guest_addresses: 10.0.3.7, facing: auto, tap: auto}]\n"
		    "sessions: [{name: my web, network: vpc, scope: network,"
		    " receivers: [10.0.0.21, 10.0.0.20]}]\n",
		    DONE, "");
	expect_diff(
		"networks:\n- {name: a, cidrs: 10.0.0.0/8}\n"
		"- {name: vpc, cidrs: 10.0.0.0/16}\n"
		"sessions:\n- {name: my web, network: vpc, scope: {type: eni,"
		" enis: [eth0]}, receivers: 10.0.0.20, vni: 78,"
		" filter: {match: [[{proto: tcp}]]}, enabled: false,"
		" tags: {\"a\": \"b\\\\n\"}}\n"
		"- {name: \"my\\nweb\", network: vpc, scope: network,"
		" receivers: 10.0.0.20}\n",
		DIFFERENT,
		"+ network a\n"
		"~ network vpc: cidrs 10.0.0.0/16,10.10.0.0/16 -> 10.0.0.0/16\n"
		"~ network vpc: max_sessions 7 -> 5\n"
		"- eni tap0\n"
		"+ session my\\x0aweb\n"
		"~ session my web: scope {\"type\":\"network\"} -> {\"type\":\"eni\",\"enis\":[\"eth0\"]}\n"
		"~ session my web: receivers 10.0.0.20,10.0.0.21 -> 10.0.0.20\n"
		"~ session my web: filter null -> {\"match\":[[{\"proto\":\"tcp\"}]],\"except\":[],\"next_hop\":null}\n"
		"~ session my web: vni 77 -> 78\n"
		"~ session my web: enabled true -> false\n"
		"~ session my web: tags {} -> {\"a\":\"b\\\\n\"}\n");
	assert_int_equal(fake_requests(), 0);
}

/* The seed is saved, but neither show nor diff prints it. */
static void secrets(void **state)
{
	static const char digits[] = "\n  seed: \"0123456789012345\"\n";
	struct stat st;

	(void)state;
	seed = 0x0123456789012345;
	reply_all();
	assert_done("", "save");
	assert_non_null(strstr(out, digits));
	unlink(FILE_NAME);
	assert_done("", "save", FILE_NAME);
	assert_int_equal(stat(FILE_NAME, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_done("", "network", "show");
	assert_string_equal(
		out,
		"network vpc  cidr 10.10.0.0/16,10.0.0.0/16  max-sessions 7  sessions 1  seed set\n");
#define VPC \
	"networks: [{name: vpc, cidrs: [10.0.0.0/16, 10.10.0.0/16], max_sessions: 7"
#define REST           \
	"- eni tap0\n" \
	"- session my web\n"
	expect_diff(VPC ", seed: 0123456789012345}]", DIFFERENT, REST);
	expect_diff(VPC "}]", DIFFERENT,
		    "~ network vpc: seed set -> null\n" REST);
	expect_diff(VPC ", seed: 0123456789012346}]", DIFFERENT,
		    "~ network vpc: seed set -> another\n" REST);
	seed = 0;
}

static void diff_json(void **state)
{
	(void)state;
	reply_all();
	ctx.json = true;
	expect_diff(saved, DONE, "{\"changes\":[]}\n");
	expect_diff(
		"networks: [{name: vpc, cidrs: [10.0.0.0/16,"
		" 10.10.0.0/16], max_sessions: 8}]\n"
		"enis: [{name: tap1, network: vpc}]",
		DIFFERENT,
		"{\"changes\":["
		"{\"change\":\"change\",\"object\":\"network\",\"name\":\"vpc\",\"key\":\"max_sessions\",\"from\":7,\"to\":8},"
		"{\"change\":\"delete\",\"object\":\"eni\",\"name\":\"tap0\"},"
		"{\"change\":\"add\",\"object\":\"eni\",\"name\":\"tap1\"},"
		"{\"change\":\"delete\",\"object\":\"session\",\"name\":\"my web\"}]}\n");
}

static void put_session(struct nlmsghdr *nlh, const char *name)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_SESSION), *inner;

	mnl_attr_put_strz(nlh, NFM_A_SESSION_NAME, name);
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NETWORK, "vpc");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_SCOPE, NFM_SCOPE_ENI);
	fake_put_address(nlh, NFM_A_SESSION_RECEIVER, "10.0.0.9");
	inner = mnl_attr_nest_start(nlh, NFM_A_SESSION_TAP);
	mnl_attr_put_strz(nlh, NFM_A_TAP_ENI, "eth1");
	mnl_attr_put_u32(nlh, NFM_A_TAP_STATE, NFM_TAP_ABSENT);
	mnl_attr_nest_end(nlh, inner);
	inner = mnl_attr_nest_start(nlh, NFM_A_SESSION_TAP);
	mnl_attr_put_strz(nlh, NFM_A_TAP_ENI, "eth2");
	mnl_attr_put_u32(nlh, NFM_A_TAP_STATE, NFM_TAP_OUTSIDE);
	mnl_attr_nest_end(nlh, inner);
	mnl_attr_nest_end(nlh, nest);
}

/* A warning that concerns several sessions is printed once. */
static void warns_once(void **state)
{
	struct nlmsghdr *nlh;

	(void)state;
	reply_all();
	nlh = fake_reply(NFM_CMD_SESSION_GET, 1);
	put_session(nlh, "a");
	put_session(nlh, "b");
	fake_path("10.0.0.20", 1500);
	write_text("{}");
	assert_done(
		"mirrorctl: warning: eni tap0: device does not exist yet; mirroring starts when it appears\n"
		"mirrorctl: warning: eth1: device does not exist yet; mirroring starts when it appears\n"
		"mirrorctl: warning: eth2: none of its addresses is in network vpc (10.10.0.0/16,10.0.0.0/16); attach it with: mirrorctl eni attach eth2 network vpc\n"
		"mirrorctl: warning: receiver 10.0.0.21: no route\n"
		"mirrorctl: warning: receiver 10.0.0.20: path MTU 1500 is 50 bytes short of what eth0 (MTU 1500) needs: 1550; larger copies are handled by the session's mtu policy\n"
		"mirrorctl: warning: receiver 10.0.0.9: no route\n",
		"apply", FILE_NAME);
	/* Sessions, ENIs, networks. */
	assert_int_equal(fake_dumps(), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(sends),	      TEST(begins_with_nothing),
		TEST(packs),	      TEST(network_places),
		TEST(session_places), TEST(row_places),
		TEST(stale),	      TEST(batch),
		TEST(arguments),      TEST(saves),
		TEST(saves_into),     TEST(diffs),
		TEST(secrets),	      TEST(diff_json),
		TEST(warns_once),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
