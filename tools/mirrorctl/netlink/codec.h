/* SPDX-License-Identifier: GPL-2.0 */
/* The objects as attributes. */
#ifndef _MIRRORCTL_NETLINK_CODEC_H
#define _MIRRORCTL_NETLINK_CODEC_H

#include "model/model.h"
#include "netlink/msg.h"

/* Only what the object has. */
void put_network(struct msg *msg, const struct network *net);
void put_eni(struct msg *msg, const struct eni *eni);
void put_session(struct msg *msg, const struct session *s);

/* The object @name and nothing else of it; @type: NFM_A_NETWORK, ... */
void put_name(struct msg *msg, uint16_t type, const char *name);

/* NULL if the attributes are not what nf_mirror.h says. */
struct network *get_network(const struct nlattr *nest);
struct eni *get_eni(const struct nlattr *nest);
struct session *get_session(const struct nlattr *nest);

/*
 * Fills in what the message of an NFM_CMD_*_NTF tells. What was removed has a
 * name and nothing else, the session of a receiver its name and STATS.
 */
bool get_event(const struct nlmsghdr *nlh, struct event *event);

#endif /* _MIRRORCTL_NETLINK_CODEC_H */
