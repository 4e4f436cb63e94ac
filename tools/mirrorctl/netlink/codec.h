/* SPDX-License-Identifier: GPL-2.0 */
/* Objects as netlink attributes. */
#ifndef _MIRRORCTL_NETLINK_CODEC_H
#define _MIRRORCTL_NETLINK_CODEC_H

#include "model/model.h"
#include "netlink/msg.h"

/* Put only the attributes that the object has. */
void put_network(struct msg *msg, const struct network *net);
void put_eni(struct msg *msg, const struct eni *eni);
void put_session(struct msg *msg, const struct session *s);

/* Put an object with nothing but its name; @type: NFM_A_NETWORK, ... */
void put_name(struct msg *msg, uint16_t type, const char *name);

/* Return NULL if the attributes are not as nf_mirror.h defines them. */
struct network *get_network(const struct nlattr *nest);
struct eni *get_eni(const struct nlattr *nest);
struct session *get_session(const struct nlattr *nest);

/*
 * Decode an NFM_CMD_*_NTF message; false: malformed. A removed object has only
 * its name, the session of a receiver only its name and STATS.
 */
bool get_event(const struct nlmsghdr *nlh, struct event *event);

#endif /* _MIRRORCTL_NETLINK_CODEC_H */
