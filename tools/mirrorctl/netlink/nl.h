/* SPDX-License-Identifier: GPL-2.0 */
/* Connection to the module. */
#ifndef _MIRRORCTL_NETLINK_NL_H
#define _MIRRORCTL_NETLINK_NL_H

#include "netlink/msg.h"

struct nl {
	struct mnl_socket *sock; /* NULL: not open */
	uint16_t family;
	uint32_t group; /* multicast group of its events */
	unsigned int seq;
};

/* Why a request failed. */
struct refusal {
	int error; /* errno */
	bool no_module; /* the module is not loaded */
	uint32_t offset; /* of the refused attribute; 0: not given */
	char text[256]; /* from the kernel; empty: none */
};

/*
 * Open the connection if needed. Return 0, or -1 with the reason in @why.
 * nl_dump() passes each message of the reply to @each. It fails with EINTR if
 * the kernel reports that the listed objects changed meanwhile; the whole dump
 * must then be repeated.
 */
int nl_request(struct nl *nl, const struct msg *msg, struct refusal *why);
int nl_dump(struct nl *nl, const struct msg *msg, mnl_cb_t each, void *data,
	    struct refusal *why);
void nl_close(struct nl *nl);

/* Open the connection if needed; return 0, or -1 with the reason in @why. */
int nl_open(struct nl *nl, struct refusal *why);

/* Open @nl to receive events, and nothing else. */
int nl_subscribe(struct nl *nl, struct refusal *why);

/*
 * Pass events to @each until @stop can be read or @each stops (return 0), or an
 * error occurs (return -1, reason in @why). It may be called again only after
 * ENOBUFS, which means that events were lost.
 */
int nl_listen(struct nl *nl, int stop, mnl_cb_t each, void *data,
	      struct refusal *why);

#endif /* _MIRRORCTL_NETLINK_NL_H */
