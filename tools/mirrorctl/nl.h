/* SPDX-License-Identifier: GPL-2.0 */
/* The way to the module and back. */
#ifndef _MIRRORCTL_NL_H
#define _MIRRORCTL_NL_H

#include "msg.h"

struct nl {
	struct mnl_socket *sock; /* NULL: not open yet */
	uint16_t family;
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

#endif /* _MIRRORCTL_NL_H */
