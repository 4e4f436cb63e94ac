/* SPDX-License-Identifier: GPL-2.0 */
/* In place of the module and of rtnetlink. */
#ifndef _TEST_FAKE_H
#define _TEST_FAKE_H

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stdint.h>

/* One step of the way to an attribute: the @nth (from 0) one of @type. */
struct step {
	uint16_t type;
	unsigned int nth;
};

#define PATH(...) ((const struct step[]){ __VA_ARGS__, { 0, 0 } })

void fake_reset(void);

/* The attribute of a generic netlink message at @path; NULL: none. */
const struct nlattr *find(const struct nlmsghdr *nlh, const struct step *path);

/* How many attributes of @type are in @nest. */
unsigned int count(const struct nlattr *nest, uint16_t type);

/* Requests (not dumps) are refused from now on. @path may be NULL. */
void fake_refuse(int error, const char *text, const struct step *path);

/* Only those of @cmd. */
void fake_refuse_cmd(uint8_t cmd);

/* There is no module. */
void fake_no_module(void);

/* What files tell of it; NULL: nothing. */
void fake_module(const char *version, const char *obstacle);

/* Begins a message that dumps of @cmd are answered with. */
struct nlmsghdr *fake_reply(uint8_t cmd, uint32_t generation);

/* An address of either family, and a CIDR, in such a message. */
void fake_put_address(struct nlmsghdr *nlh, uint16_t type, const char *address);
void fake_put_prefix(struct nlmsghdr *nlh, uint16_t type, const char *address,
		     uint8_t len);

/* The first @times dumps fail with @error. */
void fake_fail_dumps(unsigned int times, int error, const char *text);

/* Whoever listens is told @times that events were lost, then gets the replies. */
void fake_lose_events(unsigned int times);

/* What was sent last (no dump), and how many messages there were. */
const struct nlmsghdr *fake_request(void);
unsigned int fake_requests(void);

/* "12:0 1:3": the commands of all requests so far, and how many objects each. */
const char *fake_log(void);

unsigned int fake_dumps(void);

/* A route leads there, by eth0, whose index is 2. */
void fake_path(const char *address, uint32_t mtu);
void fake_broadcast(const char *address);
/* By a device that cannot send. */
void fake_silent_path(const char *address, const char *device);

/* A device in VRF mgmt, whose index is 100, is in a subnet of IPv4. */
void fake_vrf(const char *network, uint8_t len, int ifindex);

#endif /* _TEST_FAKE_H */
