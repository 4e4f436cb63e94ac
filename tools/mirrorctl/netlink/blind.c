// SPDX-License-Identifier: GPL-2.0
/*
 * Links, qdiscs and flowtables are dumped once for all ENIs, and filters for each
 * ingress or clsact qdisc: any device may redirect packets to an ENI.
 */
#include <arpa/inet.h>
#include <stddef.h>
#include <string.h>
#include <linux/if_link.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/tc_act/tc_mirred.h>

#include "netlink/blind.h"
#include "netlink/bus.h"
#include "netlink/tcx.h"
#include "util/map.h"
#include "util/module.h"
#include "util/pool.h"

#define REQUEST_SIZE 128

#define BY_BPF "a BPF program in tc may redirect"

/* VLAN on VLAN: more than a kernel allows. */
#define DEPTH_MAX 16

/* NFTA_DEVICE_PREFIX of newer kernels: the first bytes of names. */
#define DEVICE_PREFIX 2

/* Something that takes packets, and the device where it does. */
struct taker {
	const struct device *at; /* NULL: nothing */
	const char *text;
};

struct device {
	STAILQ_ENTRY(device) next;
	uint32_t ifindex;
	const char *name;
	uint32_t parent, master; /* ifindex; 0: none */
	bool is_switched; /* port of a switch in hardware */
	bool has_ingress, has_clsact;
	struct taker flowtable, offload, redirect;
};

struct finder {
	struct map by_index; /* devices by ifindex in text */
	STAILQ_HEAD(, device) devices;
};

/* A device whose filters are dumped. */
struct filtered {
	struct finder *finder;
	struct device *device;
};

static struct device *device_at(struct finder *finder, uint32_t ifindex)
{
	return *map_at(&finder->by_index, pool_printf("%u", ifindex));
}

static const struct nlattr *nested(const struct nlattr *nest, uint16_t type)
{
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest)
		if (mnl_attr_get_type(attr) == type)
			return attr;
	return NULL;
}

static uint32_t get_u32(const struct nlattr *attr)
{
	return mnl_attr_validate(attr, MNL_TYPE_U32) < 0 ?
		       0 :
		       mnl_attr_get_u32(attr);
}

static const char *get_text(const struct nlattr *attr)
{
	return attr && mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0 ?
		       mnl_attr_get_str(attr) :
		       "";
}

static bool is_one_of(const char *word, const char *const *words)
{
	for (; *words; words++)
		if (!strcmp(word, *words))
			return true;
	return false;
}

static void take(struct taker *taker, const struct device *at, const char *text)
{
	if (!taker->at)
		*taker = (struct taker){ at, text };
}

/* Return whether frames of a device of this kind are also frames of its link. */
static bool is_stacked(const struct nlattr *info)
{
	static const char *const kinds[] = { "vlan",   "macvlan", "macvtap",
					     "ipvlan", "ipvtap",  NULL };

	return info && is_one_of(get_text(nested(info, IFLA_INFO_KIND)), kinds);
}

static bool has_xdp(const struct nlattr *xdp)
{
	const struct nlattr *mode = nested(xdp, IFLA_XDP_ATTACHED);

	return mode && mnl_attr_validate(mode, MNL_TYPE_U8) >= 0 &&
	       mnl_attr_get_u8(mode) != XDP_ATTACHED_NONE;
}

static int on_link(const struct nlmsghdr *nlh, void *data)
{
	const struct ifinfomsg *ifi = mnl_nlmsg_get_payload(nlh);
	struct device *device = pool_zalloc(sizeof(*device));
	const struct nlattr *attr, *info = NULL;
	struct finder *finder = data;
	bool is_local = true;
	void **slot;

	if (nlh->nlmsg_type != RTM_NEWLINK)
		return MNL_CB_OK;
	device->ifindex = ifi->ifi_index;
	mnl_attr_for_each(attr, nlh, sizeof(*ifi)) {
		switch (mnl_attr_get_type(attr)) {
		case IFLA_IFNAME:
			device->name = pool_strdup(get_text(attr));
			break;
		case IFLA_LINK:
			device->parent = get_u32(attr);
			break;
		case IFLA_LINK_NETNSID:
			is_local = false;
			break;
		case IFLA_MASTER:
			device->master = get_u32(attr);
			break;
		case IFLA_LINKINFO:
			info = attr;
			break;
		case IFLA_PHYS_SWITCH_ID:
			device->is_switched = true;
			break;
		case IFLA_XDP:
			if (has_xdp(attr))
				take(&device->redirect, device,
				     "an XDP program may redirect");
			break;
		}
	}
	if (!is_local || !is_stacked(info))
		device->parent = 0;
	slot = map_at(&finder->by_index, pool_printf("%u", device->ifindex));
	if (*slot || !device->name)
		return MNL_CB_OK;
	*slot = device;
	STAILQ_INSERT_TAIL(&finder->devices, device, next);
	return MNL_CB_OK;
}

static void find_links(struct finder *finder)
{
	char buffer[REQUEST_SIZE] = {};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);

	nlh->nlmsg_type = RTM_GETLINK;
	mnl_nlmsg_put_extra_header(nlh, sizeof(struct ifinfomsg));
	bus_dump(NETLINK_ROUTE, nlh, on_link, finder);
}

static int on_qdisc(const struct nlmsghdr *nlh, void *data)
{
	const struct tcmsg *tcm = mnl_nlmsg_get_payload(nlh);
	struct device *device = device_at(data, tcm->tcm_ifindex);
	const struct nlattr *attr;

	if (nlh->nlmsg_type != RTM_NEWQDISC || !device)
		return MNL_CB_OK;
	mnl_attr_for_each(attr, nlh, sizeof(*tcm)) {
		if (mnl_attr_get_type(attr) != TCA_KIND)
			continue;
		device->has_ingress |= !strcmp(get_text(attr), "ingress");
		device->has_clsact |= !strcmp(get_text(attr), "clsact");
	}
	return MNL_CB_OK;
}

static void on_mirred(struct filtered *filtered, const struct nlattr *options)
{
	struct device *device = filtered->device, *target;
	const struct nlattr *parms = nested(options, TCA_MIRRED_PARMS);
	const struct tc_mirred *mirred;

	if (!parms || mnl_attr_get_payload_len(parms) < sizeof(*mirred))
		return;
	mirred = mnl_attr_get_payload(parms);
	if (mirred->eaction != TCA_EGRESS_REDIR &&
	    mirred->eaction != TCA_INGRESS_REDIR)
		return;
	take(&device->redirect, device, "tc redirects");
	target = device_at(filtered->finder, mirred->ifindex);
	if (target && mirred->eaction == TCA_EGRESS_REDIR)
		take(&target->redirect, device, "tc redirects");
}

static void on_action(struct filtered *filtered, const struct nlattr *action)
{
	const struct nlattr *kind = nested(action, TCA_ACT_KIND);
	const struct nlattr *options = nested(action, TCA_ACT_OPTIONS);

	if (!strcmp(get_text(kind), "bpf"))
		take(&filtered->device->redirect, filtered->device, BY_BPF);
	if (options && !strcmp(get_text(kind), "mirred"))
		on_mirred(filtered, options);
}

/* The attribute of a classifier's options that lists its actions; 0: none known. */
static uint16_t actions_of(const char *kind)
{
	static const struct {
		const char *kind;
		uint16_t type;
	} actions[] = { { "basic", TCA_BASIC_ACT },
			{ "cgroup", TCA_CGROUP_ACT },
			{ "flow", TCA_FLOW_ACT },
			{ "flower", TCA_FLOWER_ACT },
			{ "fw", TCA_FW_ACT },
			{ "matchall", TCA_MATCHALL_ACT },
			{ "route", TCA_ROUTE4_ACT },
			{ "u32", TCA_U32_ACT },
			{} };
	size_t i;

	for (i = 0; actions[i].kind; i++)
		if (!strcmp(actions[i].kind, kind))
			return actions[i].type;
	return 0;
}

static int on_filter(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attr, *kind = NULL, *options = NULL, *list;
	struct filtered *filtered = data;

	if (nlh->nlmsg_type != RTM_NEWTFILTER)
		return MNL_CB_OK;
	mnl_attr_for_each(attr, nlh, sizeof(struct tcmsg)) {
		if (mnl_attr_get_type(attr) == TCA_KIND)
			kind = attr;
		else if (mnl_attr_get_type(attr) == TCA_OPTIONS)
			options = attr;
	}
	if (!strcmp(get_text(kind), "bpf"))
		take(&filtered->device->redirect, filtered->device, BY_BPF);
	list = options && actions_of(get_text(kind)) ?
		       nested(options, actions_of(get_text(kind))) :
		       NULL;
	if (list)
		mnl_attr_for_each_nested(attr, list)
			on_action(filtered, attr);
	return MNL_CB_OK;
}

static void find_filters(struct finder *finder, struct device *device,
			 uint32_t minor)
{
	struct filtered filtered = { finder, device };
	char buffer[REQUEST_SIZE] = {};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);
	struct tcmsg *tcm = mnl_nlmsg_put_extra_header(nlh, sizeof(*tcm));

	nlh->nlmsg_type = RTM_GETTFILTER;
	tcm->tcm_ifindex = device->ifindex;
	tcm->tcm_parent = TC_H_MAKE(TC_H_CLSACT, minor);
	bus_dump(NETLINK_ROUTE, nlh, on_filter, &filtered);
}

static void find_redirects(struct finder *finder)
{
	char buffer[REQUEST_SIZE] = {};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);
	struct device *device;

	nlh->nlmsg_type = RTM_GETQDISC;
	mnl_nlmsg_put_extra_header(nlh, sizeof(struct tcmsg));
	bus_dump(NETLINK_ROUTE, nlh, on_qdisc, finder);
	STAILQ_FOREACH(device, &finder->devices, next) {
		if (tcx_attached(device->ifindex))
			take(&device->redirect, device, BY_BPF);
		if (device->has_ingress || device->has_clsact)
			find_filters(finder, device, TC_H_MIN_INGRESS);
		if (device->has_clsact)
			find_filters(finder, device, TC_H_MIN_EGRESS);
	}
}

static const char *family_name(uint8_t family)
{
	switch (family) {
	case NFPROTO_INET:
		return "inet";
	case NFPROTO_IPV4:
		return "ip";
	case NFPROTO_IPV6:
		return "ip6";
	default:
		return pool_printf("%u", family);
	}
}

static void on_flowtable_device(struct finder *finder,
				const struct nlattr *attr,
				const char *flowtable, bool in_hardware)
{
	bool is_prefix = mnl_attr_get_type(attr) == DEVICE_PREFIX;
	const char *name = get_text(attr);
	struct device *device;

	STAILQ_FOREACH(device, &finder->devices, next) {
		if (is_prefix ? strncmp(device->name, name, strlen(name)) :
				strcmp(device->name, name))
			continue;
		take(&device->flowtable, device, flowtable);
		if (in_hardware)
			take(&device->offload, device, flowtable);
	}
}

static int on_flowtable(const struct nlmsghdr *nlh, void *data)
{
	const struct nfgenmsg *nfg = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr, *table = NULL, *name = NULL, *devices = NULL;
	const char *text;
	uint32_t flags = 0;

	if (NFNL_MSG_TYPE(nlh->nlmsg_type) != NFT_MSG_NEWFLOWTABLE)
		return MNL_CB_OK;
	mnl_attr_for_each(attr, nlh, sizeof(*nfg)) {
		switch (mnl_attr_get_type(attr)) {
		case NFTA_FLOWTABLE_TABLE:
			table = attr;
			break;
		case NFTA_FLOWTABLE_NAME:
			name = attr;
			break;
		case NFTA_FLOWTABLE_HOOK:
			devices = nested(attr, NFTA_FLOWTABLE_HOOK_DEVS);
			break;
		case NFTA_FLOWTABLE_FLAGS:
			flags = ntohl(get_u32(attr));
			break;
		}
	}
	if (!devices)
		return MNL_CB_OK;
	text = pool_printf("%s of table %s %s", get_text(name),
			   family_name(nfg->nfgen_family), get_text(table));
	mnl_attr_for_each_nested(attr, devices)
		on_flowtable_device(data, attr, text,
				    flags & NFT_FLOWTABLE_HW_OFFLOAD);
	return MNL_CB_OK;
}

static void find_flowtables(struct finder *finder)
{
	char buffer[REQUEST_SIZE] = {};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);
	struct nfgenmsg *nfg = mnl_nlmsg_put_extra_header(nlh, sizeof(*nfg));

	/* Asking would have the kernel load it. */
	if (module_is_absent("", "nf_tables"))
		return;
	nlh->nlmsg_type = NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_GETFLOWTABLE;
	nfg->nfgen_family = NFPROTO_UNSPEC;
	nfg->version = NFNETLINK_V0;
	bus_dump(NETLINK_NETFILTER, nlh, on_flowtable, finder);
}

/* Packets that a bridge's or bond's port loses are the bridge's or bond's as well. */
static void pass_to_masters(struct finder *finder)
{
	struct device *device, *master;

	STAILQ_FOREACH(device, &finder->devices, next) {
		master = device->master ? device_at(finder, device->master) :
					  NULL;
		if (!master)
			continue;
		if (device->flowtable.at)
			take(&master->flowtable, device->flowtable.at,
			     device->flowtable.text);
		if (device->offload.at)
			take(&master->offload, device->offload.at,
			     device->offload.text);
		if (device->redirect.at)
			take(&master->redirect, device->redirect.at,
			     device->redirect.text);
	}
}

static void report(struct eni *eni, uint32_t reason, const char *text)
{
	if (eni->blind & BIT(reason))
		return;
	eni->blind |= BIT(reason);
	text_add(&eni->unseen, text);
}

/* " at eth0", unless it is the ENI's device. */
static const char *place(const struct eni *eni, const struct device *at)
{
	return at->ifindex == eni->ifindex ? "" :
					     pool_printf(" at %s", at->name);
}

static void report_flowtable(struct eni *eni, const struct taker *flowtable)
{
	bool is_below = flowtable->at->ifindex != eni->ifindex;
	const char *cure = "attach it with tap device";

	/* The hooks of a device come before its flowtable, but after one below. */
	if (!is_below && eni->tap == NFM_TAP_MODE_DEVICE)
		return;
	if (is_below)
		cure = pool_printf("attach %s with tap device instead",
				   flowtable->at->name);
	report(eni, NFM_BLIND_FLOWTABLE,
	       pool_printf(
		       "packets that the flowtable %s forwards%s are not seen; %s",
		       flowtable->text, place(eni, flowtable->at), cure));
}

/* Report what takes packets of an ENI at its device, or at one below it. */
static void report_at(struct eni *eni, const struct device *device)
{
	const struct taker *offload = &device->offload;
	const struct taker *redirect = &device->redirect;

	if (device->flowtable.at)
		report_flowtable(eni, &device->flowtable);
	if (offload->at)
		report(eni, NFM_BLIND_OFFLOAD,
		       pool_printf(
			       "packets that the flowtable %s forwards in hardware%s are not seen; remove its flag offload",
			       offload->text, place(eni, offload->at)));
	if (device->is_switched)
		report(eni, NFM_BLIND_OFFLOAD,
		       pool_printf(
			       "packets that the hardware switch of %s forwards are not seen; see BLIND SPOTS in mirrorctl(8)",
			       device->name));
	if (redirect->at)
		report(eni, NFM_BLIND_REDIRECT,
		       pool_printf(
			       "%s its packets%s past all hooks; see BLIND SPOTS in mirrorctl(8)",
			       redirect->text, place(eni, redirect->at)));
}

static void report_all(struct finder *finder, struct eni *eni)
{
	const struct device *device = device_at(finder, eni->ifindex);
	int depth;

	if (!device)
		return;
	eni->parent = device->parent;
	eni->master = device->master;
	for (depth = 0; device && depth < DEPTH_MAX; depth++) {
		report_at(eni, device);
		device = device->parent ? device_at(finder, device->parent) :
					  NULL;
	}
}

static bool is_source(const struct eni *eni)
{
	return eni->network && eni->has & BIT(NFM_A_ENI_IFINDEX);
}

void blind_find(struct eni_list *enis)
{
	struct finder finder = {
		.devices = STAILQ_HEAD_INITIALIZER(finder.devices),
	};
	struct eni *eni;

	STAILQ_FOREACH(eni, enis, next)
		if (is_source(eni))
			break;
	if (!eni)
		return;
	find_links(&finder);
	find_redirects(&finder);
	find_flowtables(&finder);
	pass_to_masters(&finder);
	STAILQ_FOREACH(eni, enis, next)
		if (is_source(eni))
			report_all(&finder, eni);
	map_empty(&finder.by_index);
}
