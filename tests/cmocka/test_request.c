// SPDX-License-Identifier: GPL-2.0
/* Refusals: the word at fault, and the error line. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <linux/nf_mirror.h>

#include "model/options.h"
#include "netlink/codec.h"
#include "fake.h"
#include "netlink/nl.h"
#include "run.h"

#define S NFM_A_SESSION
#define F                               \
	{ S, 0 },                       \
	{                               \
		NFM_A_SESSION_FILTER, 0 \
	}

/* Refuse the attribute at the path that follows. */
#define REFUSE(error, text, ...) fake_refuse(error, text, PATH(__VA_ARGS__))

#define WEB                                                                  \
	"session", "add", "web", "network", "v", "scope", "subnet",          \
		"10.9.0.0/16,10.8.0.0/16", "receiver", "10.0.0.9,192.0.2.9", \
		"vni", "7", "port", "4790", "direction", "in", "balance",    \
		"eni", "tag", "a=b", "allow-outside", "stopped"

static void session_words(void **state)
{
	(void)state;
	REFUSE(EEXIST, "the name is taken", { S, 0 },
	       { NFM_A_SESSION_NAME, 0 });
	assert_refused("session add web: the name is taken", WEB);
	REFUSE(EDQUOT, "full", { S, 0 });
	assert_refused("session add web: full", WEB);
	REFUSE(ENOENT, "no such network", { S, 0 },
	       { NFM_A_SESSION_NETWORK, 0 });
	assert_refused("session add web: network v: no such network", WEB);
	REFUSE(EINVAL,
	       "receiver is outside the network (allow-outside permits it)",
	       { S, 0 }, { NFM_A_SESSION_RECEIVER, 1 });
	assert_refused(
		"session add web: receiver 192.0.2.9: receiver is outside the network (allow-outside permits it)",
		WEB);
	REFUSE(EINVAL, "no", { S, 0 }, { NFM_A_SESSION_SCOPE, 0 });
	assert_refused("session add web: scope subnet: no", WEB);
	REFUSE(EINVAL, "no", { S, 0 }, { NFM_A_SESSION_SCOPE_CIDR, 1 });
	assert_refused("session add web: scope subnet 10.8.0.0/16: no", WEB);
	REFUSE(EINVAL, "no", { S, 0 }, { NFM_A_SESSION_SCOPE_CIDR, 1 },
	       { NFM_A_PREFIX_LEN, 0 });
	assert_refused("session add web: scope subnet 10.8.0.0/16: no", WEB);
	REFUSE(EINVAL, "no", { S, 0 }, { NFM_A_SESSION_VNI, 0 });
	assert_refused("session add web: vni 7: no", WEB);
	REFUSE(EINVAL, "no", { S, 0 }, { NFM_A_SESSION_PORT, 0 });
	assert_refused("session add web: port 4790: no", WEB);
	REFUSE(EINVAL, "no", { S, 0 }, { NFM_A_SESSION_DIRECTION, 0 });
	assert_refused("session add web: direction in: no", WEB);
	REFUSE(EINVAL, "no", { S, 0 }, { NFM_A_SESSION_BALANCE, 0 });
	assert_refused("session add web: balance eni: no", WEB);
	REFUSE(EINVAL, "no", { S, 0 }, { NFM_A_SESSION_ALLOW_OUTSIDE, 0 });
	assert_refused("session add web: allow-outside: no", WEB);
	REFUSE(EINVAL, "no", { S, 0 }, { NFM_A_SESSION_ENABLED, 0 });
	assert_refused("session add web: stopped: no", WEB);
	REFUSE(ERANGE, "no", { S, 0 }, { NFM_A_SESSION_TAG, 0 },
	       { NFM_A_TAG_VALUE, 0 });
	assert_refused("session add web: tag a=b: no", WEB);
}

static void which_object(void **state)
{
	(void)state;
	REFUSE(ENOENT, "no such session", { S, 1 }, { NFM_A_SESSION_NAME, 0 });
	assert_refused("session start b: no such session", "session", "start",
		       "a", "b", "c");
	REFUSE(ENOENT, "no such session", { S, 2 });
	assert_refused("session del c: no such session", "session", "del", "a",
		       "b", "c");
	REFUSE(EBUSY, "a session is in it", { NFM_A_NETWORK, 1 },
	       { NFM_A_NETWORK_NAME, 0 });
	assert_refused("network del w: a session is in it", "network", "del",
		       "v", "w");
	fake_refuse(ENOMEM, NULL, NULL);
	assert_refused("session del: Cannot allocate memory", "session", "del",
		       "a", "b");
	assert_refused("session del a: Cannot allocate memory", "session",
		       "del", "a");
}

static void other_words(void **state)
{
	(void)state;
	REFUSE(EINVAL, "taken", { NFM_A_NETWORK, 0 },
	       { NFM_A_NETWORK_CIDR, 1 });
	assert_refused("network add v: cidr 10.1.0.0/16: taken", "network",
		       "add", "v", "cidr", "10.0.0.0/16,10.1.0.0/16");
	REFUSE(EBUSY, "below", { NFM_A_NETWORK, 0 },
	       { NFM_A_NETWORK_MAX_SESSIONS, 0 });
	assert_refused("network set v: max-sessions 1: below", "network", "set",
		       "v", "max-sessions", "1");
	REFUSE(ENOENT, "no such network", { NFM_A_ENI, 0 },
	       { NFM_A_ENI_NETWORK, 0 });
	assert_refused("eni attach tap0: network v: no such network", "eni",
		       "attach", "tap0", "network", "v");
	REFUSE(EINVAL, "no", { NFM_A_ENI, 0 }, { NFM_A_ENI_ADDRESS, 0 });
	assert_refused("eni attach tap0: address 10.0.0.5: no", "eni", "attach",
		       "tap0", "network", "v", "address", "10.0.0.5");
	REFUSE(EINVAL, "no", { NFM_A_ENI, 0 }, { NFM_A_ENI_FACING, 0 });
	assert_refused("eni attach tap0: facing guest: no", "eni", "attach",
		       "tap0", "network", "v", "facing", "guest");
	REFUSE(ENOENT, "no such tag", { S, 0 }, { NFM_A_SESSION_UNTAG, 0 });
	assert_refused("session set web: untag a: no such tag", "session",
		       "set", "web", "untag", "a");
	REFUSE(EINVAL, "no", { S, 0 }, { NFM_A_SESSION_SCOPE_ENI, 1 });
	assert_refused("session set web: scope eni eth1: no", "session", "set",
		       "web", "scope", "eni", "eth0,eth1");
}

#define ROW(n)                     \
	{                          \
		NFM_A_TABLE_ROW, n \
	}
#define MATCH(n)                      \
	{                             \
		NFM_A_FILTER_MATCH, n \
	}
#define EXCEPT(n)                      \
	{                              \
		NFM_A_FILTER_EXCEPT, n \
	}

static void rows(void **state)
{
	(void)state;
	REFUSE(EINVAL, "never together", F, MATCH(0), ROW(2));
	assert_refused(
		"session set web: match dport 80 and match proto 6 dport 443 can never hold together (dport)",
		"session", "set", "web", "match", "src", "10.0.0.0/8", "match",
		"dport", "80", "match", "proto", "6", "dport", "443");
	REFUSE(EINVAL, "never together", F, EXCEPT(0), ROW(1));
	assert_refused(
		"session set web: match proto tcp and match proto udp can never hold together (proto)",
		"session", "set", "web", "match", "proto", "tcp", "except",
		"match", "proto", "tcp", "match", "proto", "udp");
	REFUSE(EINVAL, "never", F, MATCH(0), ROW(0));
	assert_refused(
		"session set web: match proto icmp dport 80 can never hold (proto icmp has no ports)",
		"session", "set", "web", "match", "proto", "icmp", "dport",
		"80");
	REFUSE(EINVAL, "never", F, MATCH(0), ROW(1));
	assert_refused(
		"session set web: match proto esp and match sport 500 can never hold together (proto esp has no ports)",
		"session", "set", "web", "match", "proto", "esp", "match",
		"sport", "500");
	/* Only the later of two contradicting rows is blamed. */
	REFUSE(EINVAL, "no", F, MATCH(0), ROW(0));
	assert_refused("session set web: match dport 80: no", "session", "set",
		       "web", "match", "dport", "80", "match", "dport", "443");
	/* Rows of different tables do not contradict each other. */
	REFUSE(EINVAL, "no", F, MATCH(1), ROW(0));
	assert_refused("session set web: match dport 443: no", "session", "set",
		       "web", "match", "dport", "80", "or", "match", "dport",
		       "443");
	REFUSE(EINVAL, "no", F, MATCH(0), ROW(0), { NFM_A_ROW_SRC, 0 },
	       { NFM_A_PREFIX_ADDR, 0 });
	assert_refused("session set web: match src 10.1.2.3: no", "session",
		       "set", "web", "match", "proto", "6", "src", "10.1.2.3");
	REFUSE(E2BIG, "too many rows", F, MATCH(1));
	assert_refused("session set web: match: too many rows", "session",
		       "set", "web", "match", "dport", "80", "or", "match",
		       "dport", "443");
}

static void no_text(void **state)
{
	(void)state;
	REFUSE(EPERM, NULL, { S, 0 });
	assert_refused(
		"session add web: CAP_NET_ADMIN is needed in this network namespace (run it as root)",
		WEB);
	fake_no_module();
	assert_refused(
		"the nf_mirror module is not loaded (modprobe nf_mirror, or insmod nf_mirror.ko)",
		WEB);
	assert_refused(
		"the nf_mirror module is not loaded (modprobe nf_mirror, or insmod nf_mirror.ko)",
		"session", "show");
	/* Invalid words are reported first, with or without the module. */
	assert_bad("untag: only session set takes it", WEB, "untag", "a");
}

/* The module checks names and gets them unchanged. */
static void names(void **state)
{
	static const char long_name[] =
		"名名名名名名名名名名名名名名名名名名名名名名名名名名名名名名"
		"名名名名名名名名名名名名名名名名名名名名名名名名名名名名名名名";

	(void)state;
	REFUSE(ERANGE, "a name has at most 60 characters", { S, 0 },
	       { NFM_A_SESSION_NAME, 0 });
	RUN("session", "del", (char *)long_name);
	assert_string_equal(
		err,
		pool_printf(
			"mirrorctl: session del %s: a name has at most 60 characters\n",
			long_name));
	assert_string_equal(mnl_attr_get_str(find(
				    fake_request(),
				    PATH({ S, 0 }, { NFM_A_SESSION_NAME, 0 }))),
			    long_name);
	RUN("session", "del", "a\nb");
	assert_string_equal(
		err,
		"mirrorctl: session del a\\x0ab: a name has at most 60 characters\n");
}

/* Data that does not fit into an attribute must not be sent truncated. */
static void too_long(void **state)
{
	struct session *s = session_new();
	char *name = pool_zalloc(UINT16_MAX + 1);
	struct msg msg;
	int i;

	(void)state;
	memset(name, 'x', UINT16_MAX - 5);
	msg_init(&msg, NFM_CMD_SESSION_DEL);
	put_name(&msg, NFM_A_SESSION, name);
	assert_non_null(msg.too_long);
	put_name(&msg, NFM_A_SESSION, "b");
	assert_ptr_equal(msg_origin(&msg, msg.too_long->offset), msg.too_long);

	s->name = "web";
	s->has = BIT(NFM_A_SESSION_RECEIVER);
	for (i = 0; i < UINT16_MAX / 16; i++)
		address_add(&s->receivers, &in6addr_loopback);
	msg_init(&msg, NFM_CMD_SESSION_ADD);
	put_session(&msg, s);
	assert_non_null(msg.too_long);

	msg_init(&msg, NFM_CMD_SESSION_DEL);
	memset(name, 0, UINT16_MAX + 1);
	memset(name, 'x', NFM_NAME_BYTES_MAX);
	for (i = 0; i < NFM_SESSIONS_MAX; i++)
		put_name(&msg, NFM_A_SESSION, name);
	assert_null(msg.too_long);
	for (i = 0; i < NFM_SESSIONS_MAX; i++)
		put_name(&msg, NFM_A_SESSION, name);
	assert_non_null(msg.too_long);
}

static void offsets(void **state)
{
	struct msg msg;
	uint32_t first;

	(void)state;
	msg_init(&msg, NFM_CMD_SESSION_DEL);
	first = msg.nlh->nlmsg_len;
	put_name(&msg, NFM_A_SESSION, "a");
	put_name(&msg, NFM_A_SESSION, "b");
	assert_null(msg_origin(&msg, 0));
	assert_null(msg_origin(&msg, first - 1));
	assert_string_equal(msg_origin(&msg, first)->object, "a");
	assert_string_equal(msg_origin(&msg, first + 11)->object, "a");
	assert_string_equal(msg_origin(&msg, first + 12)->object, "b");
	assert_string_equal(msg_origin(&msg, UINT32_MAX)->object, "b");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(session_words), TEST(which_object), TEST(other_words),
		TEST(rows),	     TEST(no_text),	 TEST(names),
		TEST(too_long),	     TEST(offsets),
	};

	return RUN_TESTS(tests);
}
