// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <linux/genetlink.h>
#include <linux/nf_mirror.h>

#include "netlink/nl.h"

/* Holds about ten thousand events while others are printed. */
#define RECEIVE_BUFFER (16 << 20)

/* The longest event takes 32 KB. */
#define EVENT_SIZE (64 << 10)

struct listener {
	uint16_t family;
	mnl_cb_t each;
	void *data;
	bool deaf; /* the family is gone, so no more events */
};

static int join(const struct nl *nl, int group)
{
	return mnl_socket_setsockopt(nl->sock, NETLINK_ADD_MEMBERSHIP, &group,
				     sizeof(group));
}

int nl_subscribe(struct nl *nl, struct refusal *why)
{
	int size = RECEIVE_BUFFER;

	memset(why, 0, sizeof(*why));
	if (nl_open(nl, why))
		return -1;
	/* Best effort: with less, events are lost sooner, which is reported. */
	setsockopt(mnl_socket_get_fd(nl->sock), SOL_SOCKET, SO_RCVBUFFORCE,
		   &size, sizeof(size));
	/* The only group of the controller announces changes of families. */
	if (!join(nl, nl->group) && !join(nl, GENL_ID_CTRL))
		return 0;
	why->error = errno;
	nl_close(nl);
	return -1;
}

static bool is_farewell(const struct nlmsghdr *nlh, uint16_t family)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr;

	if (nlh->nlmsg_type != GENL_ID_CTRL || genl->cmd != CTRL_CMD_DELFAMILY)
		return false;
	mnl_attr_for_each(attr, nlh, sizeof(*genl))
		if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID &&
		    !mnl_attr_validate(attr, MNL_TYPE_U16))
			return mnl_attr_get_u16(attr) == family;
	return false;
}

static int on_message(const struct nlmsghdr *nlh, void *data)
{
	struct listener *listener = data;

	if (nlh->nlmsg_type == listener->family)
		return listener->each(nlh, listener->data);
	listener->deaf = is_farewell(nlh, listener->family);
	return listener->deaf ? MNL_CB_STOP : MNL_CB_OK;
}

/* 1: a message can be read; 0: @stop can be read; -1: errno. */
static int wait_for(const struct nl *nl, int stop)
{
	struct pollfd fds[] = {
		{ .fd = mnl_socket_get_fd(nl->sock), .events = POLLIN },
		{ .fd = stop, .events = POLLIN },
	};

	if (poll(fds, 2, -1) < 0)
		return -1;
	return !fds[1].revents;
}

int nl_listen(struct nl *nl, int stop, mnl_cb_t each, void *data,
	      struct refusal *why)
{
	struct listener listener = { nl->family, each, data, false };
	static char message[EVENT_SIZE];
	ssize_t len;
	int ret;

	memset(why, 0, sizeof(*why));
	do {
		ret = wait_for(nl, stop);
		if (!ret)
			return 0;
		if (ret > 0) {
			len = mnl_socket_recvfrom(nl->sock, message,
						  sizeof(message));
			ret = len < 0 ? -1 :
					mnl_cb_run(message, len, 0, 0,
						   on_message, &listener);
		}
	} while (ret > 0);
	/* errno may still be that of an earlier loss. */
	why->error = listener.deaf ? ENOENT : errno;
	why->no_module = listener.deaf;
	return ret || listener.deaf ? -1 : 0;
}
