/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A request under construction, which remembers the words that its attributes
 * come from: the kernel names the one that it refuses by its offset.
 */
#ifndef _MIRRORCTL_NETLINK_MSG_H
#define _MIRRORCTL_NETLINK_MSG_H

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "util/error.h"

/* Where an attribute comes from. */
struct origin {
	STAILQ_ENTRY(origin) next;
	uint32_t offset;
	struct mark at; /* in the configuration file */
	const char *object; /* "web" */
	const char *what; /* "receiver 192.0.2.9"; NULL: the object itself */
	const char *clash; /* why this row can never hold; NULL: it can */
};

struct msg {
	struct nlmsghdr *nlh; /* without family and sequence: see nl.c */
	STAILQ_HEAD(, origin) origins; /* by offset */
	struct origin *last; /* of them */
	struct mark at; /* of what comes next */
	const char *object; /* the first one's name */
	unsigned int objects;
	const struct origin *too_long; /* what did not fit; NULL: all did */
};

void msg_init(struct msg *msg, uint8_t cmd);

/* Begins another request, of the same kind, where @msg was. */
void msg_again(struct msg *msg);

/* Opens the nest of the object @name. */
struct nlattr *msg_object(struct msg *msg, uint16_t type, const char *name);

/* @what lives in the pool; NULL: as good as the object's name. */
struct nlattr *msg_open(struct msg *msg, uint16_t type, const char *what);
void msg_close(struct msg *msg, struct nlattr *nest);
void msg_put(struct msg *msg, uint16_t type, size_t len, const void *data,
	     const char *what);
void msg_put_u8(struct msg *msg, uint16_t type, uint8_t value,
		const char *what);
void msg_put_u16(struct msg *msg, uint16_t type, uint16_t value,
		 const char *what);
void msg_put_u32(struct msg *msg, uint16_t type, uint32_t value,
		 const char *what);
void msg_put_text(struct msg *msg, uint16_t type, const char *text,
		  const char *what);

/* Says of the nest that was opened last that it contradicts an earlier one. */
void msg_clash(struct msg *msg, const char *why);

/* The origin of the attribute at @offset; NULL if there is none. */
const struct origin *msg_origin(const struct msg *msg, uint32_t offset);

#endif /* _MIRRORCTL_NETLINK_MSG_H */
