// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/genetlink.h>
#include <linux/nf_mirror.h>
#include <linux/rtnetlink.h>

#include "fake.h"
#include "netlink/bus.h"
#include "netlink/nl.h"
#include "netlink/route.h"
#include "model/names.h"

#define REPLIES 16
#define REPLY_SIZE 8192

static struct {
	int error;
	const char *text;
	const struct step *path;
	bool no_module;
	const char *version, *obstacle;
	unsigned int failing_dumps;
	uint8_t refused_cmd; /* 0: all */
	unsigned int requests, dumps;
	unsigned int losses;
	void *request;
	char log[256];
	void *replies[REPLIES];
	unsigned int n_replies;
	struct {
		const char *name;
		struct path path;
	} paths[4];
	unsigned int n_paths;
	struct vrf_subnet vrf;
	struct {
		int protocol;
		uint16_t request;
		struct nlmsghdr *nlh;
	} bus[REPLIES];
	unsigned int n_bus, bus_dumps;
	uint16_t bus_refused; /* request; 0: none */
	bool no_nftables;
	uint32_t tcx; /* ifindex; 0: none */
} fake;

void fake_reset(void)
{
	while (fake.n_replies)
		free(fake.replies[--fake.n_replies]);
	while (fake.n_bus)
		free(fake.bus[--fake.n_bus].nlh);
	free(fake.request);
	memset(&fake, 0, sizeof(fake));
}

const struct nlattr *find(const struct nlmsghdr *nlh, const struct step *path)
{
	const struct nlattr *at = NULL, *attr;
	unsigned int nth;

	for (; path->type; path++) {
		const struct nlattr *hit = NULL;

		nth = path->nth;
		if (at) {
			mnl_attr_for_each_nested(attr, at)
				if (mnl_attr_get_type(attr) == path->type &&
				    !hit && !nth--)
					hit = attr;
		} else {
			mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr))
				if (mnl_attr_get_type(attr) == path->type &&
				    !hit && !nth--)
					hit = attr;
		}
		if (!hit)
			return NULL;
		at = hit;
	}
	return at;
}

unsigned int count(const struct nlattr *nest, uint16_t type)
{
	const struct nlattr *attr;
	unsigned int n = 0;

	mnl_attr_for_each_nested(attr, nest)
		n += mnl_attr_get_type(attr) == type;
	return n;
}

void fake_refuse(int error, const char *text, const struct step *path)
{
	fake.error = error;
	fake.text = text;
	fake.path = path;
}

void fake_refuse_cmd(uint8_t cmd)
{
	fake.refused_cmd = cmd;
}

void fake_no_module(void)
{
	fake.no_module = true;
}

void fake_module(const char *version, const char *obstacle)
{
	fake.version = version;
	fake.obstacle = obstacle;
}

const char *__wrap_module_version(const char *root);
const char *__wrap_module_version(const char *root)
{
	(void)root;
	return fake.version;
}

const char *__wrap_module_obstacle(const char *root);
const char *__wrap_module_obstacle(const char *root)
{
	(void)root;
	return fake.obstacle;
}

struct nlmsghdr *fake_reply(uint8_t cmd, uint32_t generation)
{
	struct nlmsghdr *nlh;
	struct genlmsghdr *genl;

	if (fake.n_replies == REPLIES)
		abort();
	nlh = mnl_nlmsg_put_header(calloc(1, REPLY_SIZE));
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = cmd;
	if (generation)
		mnl_attr_put_u32(nlh, NFM_A_GENERATION, generation);
	fake.replies[fake.n_replies++] = nlh;
	return nlh;
}

void fake_put_address(struct nlmsghdr *nlh, uint16_t type, const char *address)
{
	struct in6_addr in6;
	struct in_addr in;

	if (inet_pton(AF_INET, address, &in) == 1)
		mnl_attr_put(nlh, type, sizeof(in), &in);
	else if (inet_pton(AF_INET6, address, &in6) == 1)
		mnl_attr_put(nlh, type, sizeof(in6), &in6);
	else
		abort();
}

void fake_put_prefix(struct nlmsghdr *nlh, uint16_t type, const char *address,
		     uint8_t len)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, type);

	fake_put_address(nlh, NFM_A_PREFIX_ADDR, address);
	mnl_attr_put_u32(nlh, NFM_A_PREFIX_LEN, len);
	mnl_attr_nest_end(nlh, nest);
}

void fake_fail_dumps(unsigned int times, int error, const char *text)
{
	fake.failing_dumps = times;
	fake.error = error;
	fake.text = text;
}

void fake_lose_events(unsigned int times)
{
	fake.losses = times;
}

const struct nlmsghdr *fake_request(void)
{
	return fake.request;
}

const char *fake_log(void)
{
	return fake.log;
}

unsigned int fake_requests(void)
{
	return fake.requests;
}

unsigned int fake_dumps(void)
{
	return fake.dumps;
}

static int fail(const struct nlmsghdr *nlh, struct refusal *why)
{
	why->error = fake.error;
	if (fake.text)
		snprintf(why->text, sizeof(why->text), "%s", fake.text);
	if (fake.path)
		why->offset =
			(const char *)find(nlh, fake.path) - (const char *)nlh;
	return -1;
}

static void log_request(const struct msg *msg, uint8_t cmd)
{
	size_t len = strlen(fake.log);

	snprintf(fake.log + len, sizeof(fake.log) - len, "%s%u:%u",
		 len ? " " : "", cmd, msg->objects);
}

int __wrap_nl_request(struct nl *nl, const struct msg *msg,
		      struct refusal *why);
int __wrap_nl_request(struct nl *nl, const struct msg *msg, struct refusal *why)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(msg->nlh);

	(void)nl;
	memset(why, 0, sizeof(*why));
	fake.requests++;
	log_request(msg, genl->cmd);
	free(fake.request);
	fake.request = malloc(msg->nlh->nlmsg_len);
	memcpy(fake.request, msg->nlh, msg->nlh->nlmsg_len);
	why->no_module = fake.no_module;
	if (fake.no_module)
		return -1;
	if (!fake.error || (fake.refused_cmd && fake.refused_cmd != genl->cmd))
		return 0;
	return fail(msg->nlh, why);
}

int __wrap_nl_dump(struct nl *nl, const struct msg *msg, mnl_cb_t each,
		   void *data, struct refusal *why);
int __wrap_nl_dump(struct nl *nl, const struct msg *msg, mnl_cb_t each,
		   void *data, struct refusal *why)
{
	const struct genlmsghdr *genl, *asked;
	unsigned int i;

	(void)nl;
	memset(why, 0, sizeof(*why));
	why->no_module = fake.no_module;
	if (fake.no_module)
		return -1;
	asked = mnl_nlmsg_get_payload(msg->nlh);
	for (i = 0; i < fake.n_replies; i++) {
		genl = mnl_nlmsg_get_payload(fake.replies[i]);
		if (genl->cmd == asked->cmd &&
		    each(fake.replies[i], data) == MNL_CB_ERROR) {
			why->error = errno;
			return -1;
		}
	}
	/* A dump that fails does so after listing its objects. */
	return fake.dumps++ < fake.failing_dumps ? fail(msg->nlh, why) : 0;
}

int __wrap_nl_subscribe(struct nl *nl, struct refusal *why);
int __wrap_nl_subscribe(struct nl *nl, struct refusal *why)
{
	(void)nl;
	memset(why, 0, sizeof(*why));
	why->error = fake.error;
	why->no_module = fake.no_module;
	return fake.error || fake.no_module ? -1 : 0;
}

int __wrap_nl_listen(struct nl *nl, int stop, mnl_cb_t each, void *data,
		     struct refusal *why);
int __wrap_nl_listen(struct nl *nl, int stop, mnl_cb_t each, void *data,
		     struct refusal *why)
{
	unsigned int i;

	(void)nl;
	(void)stop;
	memset(why, 0, sizeof(*why));
	why->error = ENOBUFS;
	if (fake.losses) {
		fake.losses--;
		return -1;
	}
	for (i = 0; i < fake.n_replies; i++) {
		if (each(fake.replies[i], data) == MNL_CB_ERROR) {
			why->error = errno;
			return -1;
		}
	}
	return 0;
}

void fake_path(const char *address, uint32_t mtu)
{
	fake.paths[fake.n_paths].name = address;
	fake.paths[fake.n_paths++].path =
		(struct path){ .mtu = mtu, .ifindex = 2, .device = "eth0" };
}

void fake_broadcast(const char *address)
{
	fake_path(address, 1500);
	fake.paths[fake.n_paths - 1].path.broadcast = true;
}

void fake_silent_path(const char *address, const char *device)
{
	fake_path(address, UINT32_MAX);
	fake.paths[fake.n_paths - 1].path.device = device;
	fake.paths[fake.n_paths - 1].path.silent = true;
}

struct nl_sock *__wrap_route_open(void);
struct nl_sock *__wrap_route_open(void)
{
	return (struct nl_sock *)&fake;
}

void __wrap_route_close(struct nl_sock *rt);
void __wrap_route_close(struct nl_sock *rt)
{
	(void)rt;
}

bool __wrap_route_find(struct nl_sock *rt, const struct in6_addr *to,
		       struct path *path);
bool __wrap_route_find(struct nl_sock *rt, const struct in6_addr *to,
		       struct path *path)
{
	unsigned int i;

	(void)rt;
	for (i = 0; i < fake.n_paths; i++) {
		if (!strcmp(fake.paths[i].name, address_text(to))) {
			*path = fake.paths[i].path;
			return true;
		}
	}
	return false;
}

void fake_vrf(const char *network, uint8_t len, int ifindex)
{
	struct vrf_subnet *subnet = &fake.vrf;
	struct in_addr in;

	if (inet_pton(AF_INET, network, &in) != 1)
		abort();
	address_set(&subnet->cidr.in6, &in, sizeof(in));
	subnet->cidr.len = len;
	subnet->ifindex = ifindex;
	subnet->vrf = 100;
	subnet->name = "mgmt";
}

void __wrap_route_vrfs(struct nl_sock *rt, struct vrf_list *list);
void __wrap_route_vrfs(struct nl_sock *rt, struct vrf_list *list)
{
	(void)rt;
	STAILQ_INIT(list);
	if (fake.vrf.ifindex)
		STAILQ_INSERT_TAIL(list, &fake.vrf, next);
}

struct nlmsghdr *fake_bus_reply(int protocol, uint16_t request, uint16_t type)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(calloc(1, REPLY_SIZE));

	if (fake.n_bus == REPLIES)
		abort();
	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_MULTI;
	fake.bus[fake.n_bus].protocol = protocol;
	fake.bus[fake.n_bus].request = request;
	fake.bus[fake.n_bus++].nlh = nlh;
	return nlh;
}

void fake_bus_refuse(uint16_t request)
{
	fake.bus_refused = request;
}

unsigned int fake_bus_dumps(void)
{
	return fake.bus_dumps;
}

void fake_tcx(uint32_t ifindex)
{
	fake.tcx = ifindex;
}

bool __wrap_tcx_attached(uint32_t ifindex);
bool __wrap_tcx_attached(uint32_t ifindex)
{
	return fake.tcx == ifindex;
}

void fake_no_nftables(void)
{
	fake.no_nftables = true;
}

bool __wrap_module_is_absent(const char *root, const char *name);
bool __wrap_module_is_absent(const char *root, const char *name)
{
	(void)root;
	return fake.no_nftables && !strcmp(name, "nf_tables");
}

/* The kernel lists the filters of one device and parent. */
static bool is_asked(const struct nlmsghdr *request,
		     const struct nlmsghdr *reply)
{
	const struct tcmsg *asked = mnl_nlmsg_get_payload(request);
	const struct tcmsg *tcm = mnl_nlmsg_get_payload(reply);

	return request->nlmsg_type != RTM_GETTFILTER ||
	       (asked->tcm_ifindex == tcm->tcm_ifindex &&
		asked->tcm_parent == tcm->tcm_parent);
}

int __wrap_bus_dump(int protocol, struct nlmsghdr *request, mnl_cb_t each,
		    void *data);
int __wrap_bus_dump(int protocol, struct nlmsghdr *request, mnl_cb_t each,
		    void *data)
{
	unsigned int i;

	fake.bus_dumps++;
	if (fake.bus_refused == request->nlmsg_type) {
		errno = EPERM;
		return -1;
	}
	for (i = 0; i < fake.n_bus; i++)
		if (fake.bus[i].protocol == protocol &&
		    fake.bus[i].request == request->nlmsg_type &&
		    is_asked(request, fake.bus[i].nlh) &&
		    each(fake.bus[i].nlh, data) == MNL_CB_ERROR)
			return -1;
	return 0;
}
