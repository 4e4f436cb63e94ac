// SPDX-License-Identifier: GPL-2.0
/*
 * Sends the family of nf_mirror what it may not like:
 *
 *   netlink SEED PART CASES
 *
 * in this network namespace. The same numbers, the same messages. Ends with 1 and
 * says why where an answer is none of what it may be: where somebody without
 * privileges is answered, a message is not as docs/netlink.yaml has it, or the
 * reason of a refusal is outside of the request, or what is by the book is refused.
 * Prints what was accepted.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <libmnl/libmnl.h>
#include <linux/capability.h>
#include <linux/genetlink.h>
#include <linux/nf_mirror.h>
#include <sys/syscall.h>

#include "message.h"
#include "random.h"
#include "reply.h"

#define SOCKETS 12
#define ACCEPTED 8 /* of each command */
#define SEND_BUFFER (16 << 20)
#define ANSWER_MS 2000 /* so long is an answer waited for */
#define WORLD_CASES 100 /* between two times that the world is built anew */

struct client {
	struct mnl_socket *sock;
	bool privileged; /* it was opened so */
	bool listening;
};

static struct client clients[SOCKETS], builder;
static struct message current, accepted[NFM_CMD_MAX + 1][ACCEPTED];
static unsigned int n_accepted[NFM_CMD_MAX + 1];
static bool obeyed; /* the message that was sent last */
static bool answered; /* it was, in time */
static int refusal; /* an errno for that; 0: it was not even answered */
static uint16_t family;
static uint32_t group;
static uint32_t sent;
static unsigned long cases, oks[NFM_CMD_MAX + 1], refusals, replies;
static bool attrs_ok[NFM_CMD_MAX + 1][16]
		    [32]; /* in something that was accepted */

static void fail(const char *what, const char *detail)
{
	printf("case %lu: %s: %s\n", cases, what, detail);
	exit(1);
}

static void *checked(void *pointer, const char *what)
{
	if (!pointer)
		fail(what, strerror(errno));
	return pointer;
}

/* From now on this process may do nothing in its namespace, or all again. */
static void set_privileged(bool privileged)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3,
						   0 };
	struct __user_cap_data_struct caps[2];
	int i;

	/* Where it cannot have another user, it has no capabilities. */
	if (privileged && seteuid(0))
		fail("seteuid", strerror(errno));
	if (!privileged && !seteuid(65534))
		return;
	syscall(SYS_capget, &header, caps);
	for (i = 0; i < 2; i++)
		caps[i].effective = privileged ? caps[i].permitted : 0;
	if (syscall(SYS_capset, &header, caps))
		fail("capset", strerror(errno));
}

static int on_family(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attr, *each, *in;

	(void)data;
	mnl_attr_for_each(attr, nlh, GENL_HDRLEN) {
		if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID)
			family = mnl_attr_get_u16(attr);
		if (mnl_attr_get_type(attr) != CTRL_ATTR_MCAST_GROUPS)
			continue;
		mnl_attr_for_each_nested(each, attr)
			mnl_attr_for_each_nested(in, each)
				if (mnl_attr_get_type(in) ==
				    CTRL_ATTR_MCAST_GRP_ID)
					group = mnl_attr_get_u32(in);
	}
	return MNL_CB_OK;
}

static void find_family(void)
{
	struct mnl_socket *sock =
		checked(mnl_socket_open(NETLINK_GENERIC), "socket");
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(current.data);
	static char answer[8192];
	struct genlmsghdr *genl;
	ssize_t len;

	nlh->nlmsg_type = GENL_ID_CTRL;
	nlh->nlmsg_flags = NLM_F_REQUEST;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = CTRL_CMD_GETFAMILY;
	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, NFM_GENL_NAME);
	mnl_socket_sendto(sock, nlh, nlh->nlmsg_len);
	len = mnl_socket_recvfrom(sock, answer, sizeof(answer));
	mnl_cb_run(answer, len, 0, 0, on_family, NULL);
	mnl_socket_close(sock);
	if (!family || !group)
		fail("the module", "it is not there");
}

static void join(struct client *client)
{
	int err = mnl_socket_setsockopt(client->sock, NETLINK_ADD_MEMBERSHIP,
					&group, sizeof(group));

	if (!err && !client->privileged)
		fail("events", "anybody may watch");
	client->listening = !err;
}

static void reopen(struct client *client, bool privileged)
{
	int size = SEND_BUFFER, on = 1, fd;

	if (client->sock)
		mnl_socket_close(client->sock);
	client->listening = false;
	client->privileged = privileged;
	if (!client->privileged)
		set_privileged(false);
	client->sock = checked(mnl_socket_open(NETLINK_GENERIC), "socket");
	mnl_socket_bind(client->sock, 0, MNL_SOCKET_AUTOPID);
	fd = mnl_socket_get_fd(client->sock);
	setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size));
	mnl_socket_setsockopt(client->sock, NETLINK_EXT_ACK, &on, sizeof(on));
	mnl_socket_setsockopt(client->sock, NETLINK_CAP_ACK, &on, sizeof(on));
	if (chance(20))
		mnl_socket_setsockopt(client->sock, NETLINK_GET_STRICT_CHK, &on,
				      sizeof(on));
	/* Who has news that nobody read may get no answer. */
	if (chance(20) && client != &builder)
		join(client);
	if (!client->privileged)
		set_privileged(true);
}

/* @types: those that the command may have in @set */
static void note_attrs(const struct spec_command *command,
		       const struct spec_set *set, uint32_t types,
		       const void *at, int64_t len)
{
	uint8_t cmd = command->cmd;
	const struct nlattr *nla = at;
	const struct spec_attr *attr;

	for (; len > 0 && mnl_attr_ok(nla, len); nla = mnl_attr_next(nla)) {
		len -= MNL_ALIGN(nla->nla_len);
		attr = spec_attr(set, mnl_attr_get_type(nla));
		if (!attr || !(types & 1u << mnl_attr_get_type(nla)))
			fail("an attribute that is not for it was accepted",
			     command->name);
		attrs_ok[cmd][set - spec_sets][mnl_attr_get_type(nla)] = true;
		if (attr->kind == SPEC_NEST)
			note_attrs(command, &spec_sets[attr->nested],
				   spec_inside(command, set),
				   mnl_attr_get_payload(nla),
				   mnl_attr_get_payload_len(nla));
	}
}

static void note_accepted(const struct message *msg)
{
	uint8_t cmd = msg->command->cmd;

	oks[cmd]++;
	note_attrs(msg->command, &spec_sets[0], msg->command->attrs,
		   msg->data + NLMSG_HDRLEN + GENL_HDRLEN,
		   (int64_t)msg->len - NLMSG_HDRLEN - GENL_HDRLEN);
}

/* A request that did as it should is worth to be sent again, a little changed. */
static void keep(const struct message *msg)
{
	uint8_t cmd = msg->command->cmd;
	struct message *kept;

	if (msg->len > 4096)
		return;
	kept = &accepted[cmd][n_accepted[cmd]++ % ACCEPTED];
	kept->command = msg->command;
	kept->len = msg->len;
	memcpy(kept->data, msg->data, msg->len);
}

static void on_answer(const struct client *client, const struct nlmsghdr *nlh,
		      bool privileged)
{
	const struct nlmsghdr *asked = (const struct nlmsghdr *)current.data;
	const struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);
	bool ok = false, late = nlh->nlmsg_seq != asked->nlmsg_seq;
	const char *wrong = NULL;

	if (nlh->nlmsg_type == NLMSG_ERROR) {
		wrong = refusal_wrong(nlh);
		ok = !err->error;
		refusals += !ok;
		refusal = -err->error;
	} else if (nlh->nlmsg_type == NLMSG_DONE) {
		ok = !*(const int *)mnl_nlmsg_get_payload(nlh);
	} else if (nlh->nlmsg_type == family) {
		replies++;
		wrong = reply_wrong(nlh);
		if (!privileged && nlh->nlmsg_seq &&
		    !(late && client->privileged))
			fail("somebody without privileges",
			     "was told something");
	}
	if (wrong)
		fail("an answer is wrong", wrong);
	answered |= !late;
	if (!ok || late || !current.intact || !current.command)
		return;
	/* Without this flag nothing was asked for. */
	if (!privileged && asked->nlmsg_flags & NLM_F_REQUEST)
		fail("somebody without privileges", "was obeyed");
	obeyed = true;
	if (privileged)
		keep(&current);
	/* What is known to be right proves nothing. */
	if (privileged && client != &builder)
		note_accepted(&current);
}

/* Reads up to @parts of what there is to read. */
static void receive(const struct client *client, bool privileged,
		    unsigned int parts)
{
	static char answer[1 << 16];
	const struct nlmsghdr *nlh;
	ssize_t got;
	int len;

	while (parts--) {
		got = recv(mnl_socket_get_fd(client->sock), answer,
			   sizeof(answer), MSG_DONTWAIT);
		if (got < 0 && errno == ENOBUFS)
			continue;
		if (got < 0)
			return;
		len = got;
		for (nlh = (void *)answer; mnl_nlmsg_ok(nlh, len);
		     nlh = mnl_nlmsg_next(nlh, &len))
			on_answer(client, nlh, privileged);
		if (len)
			fail("an answer is wrong", "bytes are left");
	}
}

/* Whether an answer has to come: commands of a tenant's namespace have it later. */
static bool awaits_answer(void)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)current.data;

	return current.intact && current.command && !answered && !refusal &&
	       (nlh->nlmsg_flags & (NLM_F_REQUEST | NLM_F_ACK)) ==
		       (NLM_F_REQUEST | NLM_F_ACK);
}

static bool readable(const struct client *client)
{
	struct pollfd fd = {
		.fd = mnl_socket_get_fd(client->sock),
		.events = POLLIN,
	};

	return poll(&fd, 1, ANSWER_MS) > 0;
}

/* @sender: whether the one who sends may do so, whoever opened the socket. */
static void send_current(struct client *client, bool sender, unsigned int parts)
{
	bool privileged = sender && client->privileged;
	struct nlmsghdr *nlh = (struct nlmsghdr *)current.data;

	nlh->nlmsg_seq = ++sent; /* events have 0 */
	obeyed = answered = false;
	refusal = 0;
	if (!sender)
		set_privileged(false);
	/* What the kernel does not take at all is none of our business. */
	if (send(mnl_socket_get_fd(client->sock), current.data, current.len,
		 MSG_DONTWAIT) < 0)
		refusal = errno;
	receive(client, privileged, parts);
	while (parts && awaits_answer() && readable(client))
		receive(client, privileged, parts);
	if (!sender)
		set_privileged(true);
}

static void vary(void)
{
	uint8_t cmd = spec_commands[random_below(spec_n_commands)].cmd;
	unsigned int n = n_accepted[cmd];

	if (n)
		message_vary(&current, &accepted[cmd][random_below(
					       n < ACCEPTED ? n : ACCEPTED)]);
	else
		message_make_sound(&current, family);
}

static void make(void)
{
	switch (random_below(100)) {
	case 0 ... 14:
		message_make(&current, family);
		break;
	case 15 ... 44:
		message_make_sound(&current, family);
		break;
	case 45 ... 54:
		message_make(&current, family);
		message_mutate(&current);
		break;
	case 55 ... 64:
		message_make_sound(&current, family);
		message_mutate(&current);
		break;
	case 65 ... 89:
		vary();
		if (chance(50))
			message_mutate(&current);
		break;
	case 90 ... 97:
		message_make_noise(&current, family);
		break;
	case 98:
		message_make_control(&current, family);
		break;
	case 99:
		if (chance(5))
			message_make_giant(&current, family);
		else
			message_make(&current, family);
		break;
	}
}

/* Whatever there was: from now on there is something to change, and no more. */
static void build_world(void)
{
	unsigned int step;
	char why[100];

	for (step = 0; message_make_world(&current, family, step); step++) {
		send_current(&builder, true, ~0u);
		if (obeyed)
			continue;
		snprintf(why, sizeof(why), "%s: %s", current.command->name,
			 refusal ? strerror(refusal) : "no answer");
		fail("a request by the book is refused", why);
	}
}

static void run_case(void)
{
	struct client *client = &clients[random_below(SOCKETS)];

	if (chance(2))
		reopen(client, !chance(10));
	if (cases % WORLD_CASES == 0)
		build_world();
	make();
	/* Some never read, or give a dump up. */
	send_current(client, !chance(5), chance(90) ? ~0u : random_below(3));
}

static void report_set(const struct spec_command *command,
		       const struct spec_set *set, uint32_t types)
{
	const struct spec_attr *attr;
	unsigned int type;

	for (type = 1; type <= set->n; type++) {
		attr = spec_attr(set, type);
		if (!(types & 1u << type))
			continue;
		printf("accepted %s:%s %u\n", command->name, attr->name,
		       attrs_ok[command->cmd][set - spec_sets][type]);
		if (attr->kind == SPEC_NEST)
			report_set(command, &spec_sets[attr->nested],
				   spec_inside(command, set));
	}
}

static void report(void)
{
	const struct spec_command *command;

	printf("cases %lu\nrefusals %lu\nreplies %lu\n", cases, refusals,
	       replies);
	for (command = spec_commands; command < spec_commands + spec_n_commands;
	     command++) {
		printf("accepted %s %lu\n", command->name, oks[command->cmd]);
		report_set(command, &spec_sets[0], command->attrs);
	}
}

int main(int argc, char **argv)
{
	unsigned long n;
	unsigned int i;

	if (argc != 4)
		return 2;
	random_seed(strtoul(argv[1], NULL, 10), strtoul(argv[2], NULL, 10));
	n = strtoul(argv[3], NULL, 10);
	find_family();
	reopen(&builder, true);
	for (i = 0; i < SOCKETS; i++)
		reopen(&clients[i], !chance(10));
	for (; cases < n; cases++)
		run_case();
	report();
	return 0;
}
