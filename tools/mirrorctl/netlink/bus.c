// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <sys/socket.h>

#include "netlink/bus.h"

/* The kernel fills at most 32 KB at a time. */
#define REPLY_SIZE (64 << 10)

/* Attempts to read lists that change meanwhile. */
#define TRIES 10

static int receive(struct mnl_socket *sock, unsigned int seq, mnl_cb_t each,
		   void *data)
{
	static char reply[REPLY_SIZE];
	unsigned int port = mnl_socket_get_portid(sock);
	ssize_t len;
	int ret;

	do {
		len = mnl_socket_recvfrom(sock, reply, sizeof(reply));
		if (len < 0)
			return -1;
		ret = mnl_cb_run(reply, len, seq, port, each, data);
	} while (ret == MNL_CB_OK);
	return ret == MNL_CB_ERROR ? -1 : 0;
}

/* With a socket of its own: the rest of a reply is not read as the next one. */
static int dump(int protocol, struct nlmsghdr *request, mnl_cb_t each,
		void *data)
{
	struct mnl_socket *sock = mnl_socket_open2(protocol, SOCK_CLOEXEC);
	int ret = -1, error;

	if (!sock)
		return -1;
	if (mnl_socket_bind(sock, 0, MNL_SOCKET_AUTOPID) >= 0 &&
	    mnl_socket_sendto(sock, request, request->nlmsg_len) >= 0)
		ret = receive(sock, request->nlmsg_seq, each, data);
	error = errno;
	mnl_socket_close(sock);
	errno = error;
	return ret;
}

int bus_dump(int protocol, struct nlmsghdr *request, mnl_cb_t each, void *data)
{
	int try, ret;

	request->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	request->nlmsg_seq = 1;
	for (try = 0; try < TRIES; try++) {
		ret = dump(protocol, request, each, data);
		if (!ret || errno != EINTR)
			break;
	}
	return ret;
}
