/* SPDX-License-Identifier: GPL-2.0 */
/* Fakes of the module and of rtnetlink. */
#ifndef _TEST_FAKE_H
#define _TEST_FAKE_H

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stdint.h>

/* One step of the path to an attribute: the @nth (from 0) of @type. */
struct step {
	uint16_t type;
	unsigned int nth;
};

#define PATH(...) ((const struct step[]){ __VA_ARGS__, { 0, 0 } })

void fake_reset(void);

/* Find the attribute at @path in a generic netlink message; NULL: none. */
const struct nlattr *find(const struct nlmsghdr *nlh, const struct step *path);

/* Count the attributes of @type in @nest. */
unsigned int count(const struct nlattr *nest, uint16_t type);

/* Refuse requests, but not dumps, from now on; @path may be NULL. */
void fake_refuse(int error, const char *text, const struct step *path);

/* Refuse only requests of @cmd. */
void fake_refuse_cmd(uint8_t cmd);

/* Behave as if the module were not loaded. */
void fake_no_module(void);

/* Set the results of module_version() and module_obstacle(); NULL: none. */
void fake_module(const char *version, const char *obstacle);

/* Start a message of the reply to dumps of @cmd. */
struct nlmsghdr *fake_reply(uint8_t cmd, uint32_t generation);

/* Put an address or a CIDR, of either family, into such a message. */
void fake_put_address(struct nlmsghdr *nlh, uint16_t type, const char *address);
void fake_put_prefix(struct nlmsghdr *nlh, uint16_t type, const char *address,
		     uint8_t len);

/* Let the first @times dumps fail with @error. */
void fake_fail_dumps(unsigned int times, int error, const char *text);

/* Report lost events @times to a listener, then deliver the replies. */
void fake_lose_events(unsigned int times);

/* The last request (no dump), and the number of requests. */
const struct nlmsghdr *fake_request(void);
unsigned int fake_requests(void);

/* "12:0 1:3": command and number of objects of each request so far. */
const char *fake_log(void);

unsigned int fake_dumps(void);

/* Add a route through eth0, ifindex 2. */
void fake_path(const char *address, uint32_t mtu);
void fake_broadcast(const char *address);
/* Add a route through a device that is down or has no carrier. */
void fake_silent_path(const char *address, const char *device);

/* Add an IPv4 subnet to a device in VRF mgmt, ifindex 100. */
void fake_vrf(const char *network, uint8_t len, int ifindex);

/*
 * Start a message of the reply of rtnetlink or nfnetlink to dumps of @request
 * (RTM_GETLINK), of type @type (RTM_NEWLINK). A dump of filters gets those of the
 * device and parent in its header.
 */
struct nlmsghdr *fake_bus_reply(int protocol, uint16_t request, uint16_t type);

/* Have dumps of @request fail, as without the capability. */
void fake_bus_refuse(uint16_t request);

/* The number of such dumps so far. */
unsigned int fake_bus_dumps(void);

/* Attach a program to a device by tcx. */
void fake_tcx(uint32_t ifindex);

/* Let module_is_absent() return true. */
void fake_no_nftables(void);

#endif /* _TEST_FAKE_H */
