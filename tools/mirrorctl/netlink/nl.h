/* SPDX-License-Identifier: GPL-2.0 */
/* The way to the module and back. */
#ifndef _MIRRORCTL_NETLINK_NL_H
#define _MIRRORCTL_NETLINK_NL_H

#include "netlink/msg.h"

struct nl {
	struct mnl_socket *sock; /* NULL: not open yet */
	uint16_t family;
	uint32_t group; /* of its events */
	unsigned int seq;
};

/* Why a request came to nothing. */
struct refusal {
	int error; /* errno */
	bool no_module; /* there is nobody to ask */
	uint32_t offset; /* of the attribute at fault; 0: not said */
	char text[256]; /* the kernel's; empty: not said */
};

/*
 * These open the way if need be, and return 0, or -1 and the reason in @why.
 * nl_dump() hands each message of the answer to @each and fails with EINTR
 * where the kernel says that what it listed changed meanwhile: all of it is to
 * be asked for again.
 */
int nl_request(struct nl *nl, const struct msg *msg, struct refusal *why);
int nl_dump(struct nl *nl, const struct msg *msg, mnl_cb_t each, void *data,
	    struct refusal *why);
void nl_close(struct nl *nl);

/* Opens the way if need be; 0, or -1 and the reason in @why. */
int nl_open(struct nl *nl, struct refusal *why);

/* Makes @nl a way on which events come, and nothing else. */
int nl_subscribe(struct nl *nl, struct refusal *why);

/*
 * Hands on events as they come until @stop can be read or @each ends it; -1 and
 * the reason in @why. After ENOBUFS, which says that some were lost, and only
 * then, it may be called again.
 */
int nl_listen(struct nl *nl, int stop, mnl_cb_t each, void *data,
	      struct refusal *why);

#endif /* _MIRRORCTL_NETLINK_NL_H */
