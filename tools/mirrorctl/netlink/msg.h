/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A request under construction. It records the words that its attributes come
 * from, because the kernel reports an attribute that it refuses by offset.
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
	struct srcpos at; /* in the configuration file */
	const char *object; /* "web" */
	const char *what; /* "receiver 192.0.2.9"; NULL: the object itself */
	const char *clash; /* why this row can never match; NULL: it can */
};

struct msg {
	struct nlmsghdr *nlh; /* without family and sequence number: see nl.c */
	STAILQ_HEAD(, origin) origins; /* by offset */
	struct origin *last; /* last of @origins */
	struct srcpos at; /* of the next attribute */
	const char *object; /* name of the first object */
	unsigned int objects;
	const struct origin *too_long; /* first not to fit; NULL: none */
};

void msg_init(struct msg *msg, uint8_t cmd);

/* Start another request of the same kind in the buffer of @msg. */
void msg_again(struct msg *msg);

/* Open the nest of the object @name. */
struct nlattr *msg_object(struct msg *msg, uint16_t type, const char *name);

/* @what must live as long as the pool; NULL: the object itself. */
struct nlattr *msg_open(struct msg *msg, uint16_t type, const char *what);
void msg_close(struct msg *msg, struct nlattr *nest);
void msg_put(struct msg *msg, uint16_t type, size_t len, const void *data,
	     const char *what);
void msg_put_u32(struct msg *msg, uint16_t type, uint32_t value,
		 const char *what);
void msg_put_text(struct msg *msg, uint16_t type, const char *text,
		  const char *what);

/* Record why the row opened last can never match; NULL: it can. */
void msg_clash(struct msg *msg, const char *why);

/* Return the origin of the last attribute up to @offset; NULL: none. */
const struct origin *msg_origin(const struct msg *msg, uint32_t offset);

#endif /* _MIRRORCTL_NETLINK_MSG_H */
