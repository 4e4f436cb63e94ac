// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <linux/genetlink.h>
#include <linux/nf_mirror.h>

#include "netlink/nl.h"

/* The kernel fills at most 32 KB at a time. */
#define REPLY_SIZE (64 << 10)

/* For the longest request; the default holds about 200 KB. */
#define SEND_BUFFER (16 << 20)

struct exchange {
	mnl_cb_t each;
	void *data;
	struct refusal *why;
};

static void read_extack(const struct nlmsghdr *nlh, size_t skip,
			struct refusal *why)
{
	const struct nlattr *attr;

	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	mnl_attr_for_each(attr, nlh, skip) {
		if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_MSG &&
		    !mnl_attr_validate(attr, MNL_TYPE_NUL_STRING))
			snprintf(why->text, sizeof(why->text), "%s",
				 mnl_attr_get_str(attr));
		if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_OFFS &&
		    !mnl_attr_validate(attr, MNL_TYPE_U32))
			why->offset = mnl_attr_get_u32(attr);
	}
}

static int on_error(const struct nlmsghdr *nlh, void *data)
{
	const struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);
	struct exchange *exchange = data;
	size_t skip = sizeof(*err);

	if (nlh->nlmsg_len < mnl_nlmsg_size(sizeof(*err))) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	if (!err->error)
		return MNL_CB_STOP;
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED))
		skip += mnl_nlmsg_get_payload_len(&err->msg);
	read_extack(nlh, skip, exchange->why);
	errno = -err->error;
	return MNL_CB_ERROR;
}

/* A dump that fails after it started reports the error at its end. */
static int on_done(const struct nlmsghdr *nlh, void *data)
{
	const int *error = mnl_nlmsg_get_payload(nlh);
	struct exchange *exchange = data;

	if (nlh->nlmsg_len < mnl_nlmsg_size(sizeof(*error)) || !*error)
		return MNL_CB_STOP;
	read_extack(nlh, sizeof(*error), exchange->why);
	errno = -*error;
	return MNL_CB_ERROR;
}

static int on_message(const struct nlmsghdr *nlh, void *data)
{
	struct exchange *exchange = data;

	return exchange->each ? exchange->each(nlh, exchange->data) : MNL_CB_OK;
}

static int receive(struct nl *nl, struct exchange *exchange)
{
	static mnl_cb_t control[] = {
		[NLMSG_ERROR] = on_error,
		[NLMSG_DONE] = on_done,
	};
	static char reply[REPLY_SIZE];
	ssize_t len;
	int ret;

	do {
		len = mnl_socket_recvfrom(nl->sock, reply, sizeof(reply));
		if (len < 0)
			return -1;
		ret = mnl_cb_run2(reply, len, nl->seq,
				  mnl_socket_get_portid(nl->sock), on_message,
				  exchange, control, MNL_ARRAY_SIZE(control));
	} while (ret == MNL_CB_OK);
	return ret == MNL_CB_ERROR ? -1 : 0;
}

static int transact(struct nl *nl, struct nlmsghdr *nlh,
		    struct exchange *exchange)
{
	nlh->nlmsg_seq = ++nl->seq;
	if (mnl_socket_sendto(nl->sock, nlh, nlh->nlmsg_len) < 0 ||
	    receive(nl, exchange)) {
		exchange->why->error = errno;
		return -1;
	}
	return 0;
}

/* The family has a single multicast group. */
static void read_group(const struct nlattr *groups, uint32_t *id)
{
	const struct nlattr *group, *attr;

	mnl_attr_for_each_nested(group, groups)
		mnl_attr_for_each_nested(attr, group)
			if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GRP_ID &&
			    !mnl_attr_validate(attr, MNL_TYPE_U32))
				*id = mnl_attr_get_u32(attr);
}

static int on_family(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attr;
	struct nl *nl = data;

	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID &&
		    !mnl_attr_validate(attr, MNL_TYPE_U16))
			nl->family = mnl_attr_get_u16(attr);
		if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GROUPS)
			read_group(attr, &nl->group);
	}
	return MNL_CB_OK;
}

static int find_family(struct nl *nl, struct refusal *why)
{
	struct exchange exchange = { on_family, nl, why };
	char buffer[128] = {};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);
	struct genlmsghdr *genl;

	nlh->nlmsg_type = GENL_ID_CTRL;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = CTRL_CMD_GETFAMILY;
	genl->version = 1;
	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, NFM_GENL_NAME);
	return transact(nl, nlh, &exchange);
}

static int open_socket(struct nl *nl)
{
	int size = SEND_BUFFER, on = 1;

	nl->sock = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC);
	if (!nl->sock)
		return -1;
	if (mnl_socket_bind(nl->sock, 0, MNL_SOCKET_AUTOPID) < 0)
		return -1;
	/* Best effort: the default holds all but the longest requests. */
	setsockopt(mnl_socket_get_fd(nl->sock), SOL_SOCKET, SO_SNDBUFFORCE,
		   &size, sizeof(size));
	/* Have errors include the reason but not the request, which may be
	 * longer than the reply buffer.
	 */
	return mnl_socket_setsockopt(nl->sock, NETLINK_EXT_ACK, &on,
				     sizeof(on)) |
	       mnl_socket_setsockopt(nl->sock, NETLINK_CAP_ACK, &on,
				     sizeof(on));
}

int nl_open(struct nl *nl, struct refusal *why)
{
	if (nl->sock)
		return 0;
	if (open_socket(nl)) {
		why->error = errno;
		nl_close(nl);
		return -1;
	}
	if (find_family(nl, why)) {
		why->no_module = why->error == ENOENT;
		nl_close(nl);
		return -1;
	}
	return 0;
}

static int send_msg(struct nl *nl, const struct msg *msg, uint16_t flags,
		    struct exchange *exchange)
{
	struct refusal *why = exchange->why;

	memset(why, 0, sizeof(*why));
	if (msg->too_long) {
		why->error = EMSGSIZE;
		why->offset = msg->too_long->offset;
		return -1;
	}
	if (nl_open(nl, why))
		return -1;
	msg->nlh->nlmsg_type = nl->family;
	msg->nlh->nlmsg_flags |= flags;
	return transact(nl, msg->nlh, exchange);
}

int nl_request(struct nl *nl, const struct msg *msg, struct refusal *why)
{
	struct exchange exchange = { .why = why };

	return send_msg(nl, msg, NLM_F_ACK, &exchange);
}

int nl_dump(struct nl *nl, const struct msg *msg, mnl_cb_t each, void *data,
	    struct refusal *why)
{
	struct exchange exchange = { .each = each, .data = data, .why = why };

	if (!send_msg(nl, msg, NLM_F_DUMP, &exchange))
		return 0;
	/* The rest of this reply must not be read as the next one. */
	nl_close(nl);
	return -1;
}

void nl_close(struct nl *nl)
{
	if (nl->sock)
		mnl_socket_close(nl->sock);
	nl->sock = NULL;
}
