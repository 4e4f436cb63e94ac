// SPDX-License-Identifier: GPL-2.0
#include <string.h>
#include <linux/genetlink.h>
#include <linux/nf_mirror.h>

#include "netlink/msg.h"
#include "util/pool.h"

/* Space for the longest request: all possible sessions, by name. */
#define MSG_SIZE (NFM_SESSIONS_MAX * (NFM_NAME_BYTES_MAX + 16))

static void begin(struct msg *msg, void *buffer, uint8_t cmd)
{
	struct genlmsghdr *genl;

	memset(msg, 0, sizeof(*msg));
	STAILQ_INIT(&msg->origins);
	msg->nlh = mnl_nlmsg_put_header(buffer);
	msg->nlh->nlmsg_flags = NLM_F_REQUEST;
	genl = mnl_nlmsg_put_extra_header(msg->nlh, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = NFM_GENL_VERSION;
}

void msg_init(struct msg *msg, uint8_t cmd)
{
	begin(msg, pool_alloc(MSG_SIZE), cmd);
}

void msg_again(struct msg *msg)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(msg->nlh);

	begin(msg, msg->nlh, genl->cmd);
}

/* Record the origin of the next attribute. */
static struct origin *note(struct msg *msg, const char *what)
{
	struct origin *origin = pool_zalloc(sizeof(*origin));

	origin->offset = msg->nlh->nlmsg_len;
	origin->at = msg->at;
	origin->object = msg->last ? msg->last->object : NULL;
	origin->what = what;
	STAILQ_INSERT_TAIL(&msg->origins, origin, next);
	msg->last = origin;
	return origin;
}

static void too_long(struct msg *msg)
{
	if (!msg->too_long)
		msg->too_long = msg->last;
}

struct nlattr *msg_object(struct msg *msg, uint16_t type, const char *name)
{
	struct origin *origin = note(msg, NULL);

	origin->object = name;
	if (!msg->objects++)
		msg->object = name;
	return mnl_attr_nest_start_check(msg->nlh, MSG_SIZE, type);
}

struct nlattr *msg_open(struct msg *msg, uint16_t type, const char *what)
{
	note(msg, what);
	return mnl_attr_nest_start_check(msg->nlh, MSG_SIZE, type);
}

void msg_close(struct msg *msg, struct nlattr *nest)
{
	if (!nest) {
		too_long(msg);
		return;
	}
	mnl_attr_nest_end(msg->nlh, nest);
	/* The length of an attribute has 16 bits. */
	if ((char *)mnl_nlmsg_get_payload_tail(msg->nlh) - (char *)nest >
	    UINT16_MAX)
		too_long(msg);
}

void msg_put(struct msg *msg, uint16_t type, size_t len, const void *data,
	     const char *what)
{
	char *payload;

	note(msg, what);
	payload =
		(char *)mnl_nlmsg_get_payload_tail(msg->nlh) + MNL_ATTR_HDRLEN;
	if (len > UINT16_MAX - MNL_ATTR_HDRLEN ||
	    !mnl_attr_put_check(msg->nlh, MSG_SIZE, type, len, data))
		too_long(msg);
	else /* libmnl does not clear the padding */
		memset(payload + len, 0, MNL_ALIGN(len) - len);
}

void msg_put_u32(struct msg *msg, uint16_t type, uint32_t value,
		 const char *what)
{
	msg_put(msg, type, sizeof(value), &value, what);
}

void msg_put_text(struct msg *msg, uint16_t type, const char *text,
		  const char *what)
{
	msg_put(msg, type, strlen(text) + 1, text, what);
}

void msg_clash(struct msg *msg, const char *why)
{
	msg->last->clash = why;
}

const struct origin *msg_origin(const struct msg *msg, uint32_t offset)
{
	const struct origin *origin, *found = NULL;

	STAILQ_FOREACH(origin, &msg->origins, next) {
		if (origin->offset > offset)
			break;
		/* If an attribute did not fit, the next has its offset. */
		if (!found || origin->offset > found->offset)
			found = origin;
	}
	return found;
}
