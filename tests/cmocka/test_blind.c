// SPDX-License-Identifier: GPL-2.0
/* What keeps packets of ENIs from being seen: replies as the kernel sends them. */
#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <linux/if_link.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <linux/nf_mirror.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/tc_act/tc_mirred.h>

#include "fake.h"
#include "run.h"

#define INGRESS TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS)
#define EGRESS TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_EGRESS)
#define GETFLOWTABLE (NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_GETFLOWTABLE)
#define NEWFLOWTABLE (NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWFLOWTABLE)

/* An ENI of network vpc, as the module lists it. */
static void eni(const char *name, uint32_t ifindex, uint32_t tap)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_ENI_GET, 1);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_ENI);

	mnl_attr_put_strz(nlh, NFM_A_ENI_NAME, name);
	mnl_attr_put_u32(nlh, NFM_A_ENI_IFINDEX, ifindex);
	mnl_attr_put_strz(nlh, NFM_A_ENI_NETWORK, "vpc");
	mnl_attr_put_u32(nlh, NFM_A_ENI_TAP, tap);
	mnl_attr_nest_end(nlh, nest);
}

/* A session of all ENIs; @next_hop: NULL: none. */
static void session(uint32_t frames, const char *next_hop)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_SESSION_GET, 1);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_SESSION);

	mnl_attr_put_strz(nlh, NFM_A_SESSION_NAME, "web");
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NETWORK, "vpc");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_SCOPE, NFM_SCOPE_NETWORK);
	mnl_attr_put_u32(nlh, NFM_A_SESSION_FRAMES, frames);
	if (next_hop)
		fake_put_address(nlh, NFM_A_SESSION_NEXT_HOP, next_hop);
	mnl_attr_nest_end(nlh, nest);
}

static struct nlmsghdr *link_begin(const char *name, uint32_t ifindex)
{
	struct nlmsghdr *nlh =
		fake_bus_reply(NETLINK_ROUTE, RTM_GETLINK, RTM_NEWLINK);
	struct ifinfomsg *ifi = mnl_nlmsg_put_extra_header(nlh, sizeof(*ifi));

	ifi->ifi_index = ifindex;
	mnl_attr_put_strz(nlh, IFLA_IFNAME, name);
	return nlh;
}

static void put_kind(struct nlmsghdr *nlh, const char *kind)
{
	struct nlattr *info = mnl_attr_nest_start(nlh, IFLA_LINKINFO);

	mnl_attr_put_strz(nlh, IFLA_INFO_KIND, kind);
	mnl_attr_nest_end(nlh, info);
}

static void put_xdp(struct nlmsghdr *nlh, uint8_t mode)
{
	struct nlattr *xdp = mnl_attr_nest_start(nlh, IFLA_XDP);

	mnl_attr_put_u8(nlh, IFLA_XDP_ATTACHED, mode);
	mnl_attr_nest_end(nlh, xdp);
}

/* eth0 is a device as most are: not stacked, and without an XDP program. */
static void links(void)
{
	put_xdp(link_begin("eth0", 2), XDP_ATTACHED_NONE);
	put_xdp(link_begin("eth1", 3), XDP_ATTACHED_NONE);
}

static void qdisc(uint32_t ifindex, const char *kind)
{
	struct nlmsghdr *nlh =
		fake_bus_reply(NETLINK_ROUTE, RTM_GETQDISC, RTM_NEWQDISC);
	struct tcmsg *tcm = mnl_nlmsg_put_extra_header(nlh, sizeof(*tcm));

	tcm->tcm_ifindex = ifindex;
	tcm->tcm_parent = TC_H_CLSACT;
	tcm->tcm_handle = TC_H_MAKE(TC_H_CLSACT, 0);
	mnl_attr_put_strz(nlh, TCA_KIND, kind);
}

static struct nlmsghdr *filter_begin(uint32_t ifindex, uint32_t parent,
				     const char *kind)
{
	struct nlmsghdr *nlh =
		fake_bus_reply(NETLINK_ROUTE, RTM_GETTFILTER, RTM_NEWTFILTER);
	struct tcmsg *tcm = mnl_nlmsg_put_extra_header(nlh, sizeof(*tcm));

	tcm->tcm_ifindex = ifindex;
	tcm->tcm_parent = parent;
	mnl_attr_put_strz(nlh, TCA_KIND, kind);
	mnl_attr_put_u32(nlh, TCA_CHAIN, 0);
	return nlh;
}

/* "gact" in front of "mirred", with their parameters: those of the kernel's dumps. */
static void mirred(uint32_t ifindex, uint32_t parent, const char *kind,
		   uint16_t list, int eaction, uint32_t to)
{
	struct nlmsghdr *nlh = filter_begin(ifindex, parent, kind);
	const struct tc_mirred parms = { .eaction = eaction, .ifindex = to };
	struct nlattr *options = mnl_attr_nest_start(nlh, TCA_OPTIONS);
	struct nlattr *actions = mnl_attr_nest_start(nlh, list), *action, *own;

	action = mnl_attr_nest_start(nlh, 1);
	mnl_attr_put_strz(nlh, TCA_ACT_KIND, "gact");
	own = mnl_attr_nest_start(nlh, TCA_ACT_OPTIONS);
	mnl_attr_nest_end(nlh, own);
	mnl_attr_nest_end(nlh, action);
	action = mnl_attr_nest_start(nlh, 2);
	mnl_attr_put_strz(nlh, TCA_ACT_KIND, "mirred");
	own = mnl_attr_nest_start(nlh, TCA_ACT_OPTIONS);
	mnl_attr_put(nlh, TCA_MIRRED_PARMS, sizeof(parms), &parms);
	mnl_attr_nest_end(nlh, own);
	mnl_attr_nest_end(nlh, action);
	mnl_attr_nest_end(nlh, actions);
	mnl_attr_nest_end(nlh, options);
}

/* @other: a second device; NULL: none. */
static void flowtable(uint8_t family, const char *device, const char *other,
		      uint32_t flags)
{
	struct nlmsghdr *nlh =
		fake_bus_reply(NETLINK_NETFILTER, GETFLOWTABLE, NEWFLOWTABLE);
	struct nfgenmsg *nfg = mnl_nlmsg_put_extra_header(nlh, sizeof(*nfg));
	struct nlattr *hook, *devices;

	nfg->nfgen_family = family;
	mnl_attr_put_strz(nlh, NFTA_FLOWTABLE_TABLE, "f");
	mnl_attr_put_strz(nlh, NFTA_FLOWTABLE_NAME, "ft");
	mnl_attr_put_u32(nlh, NFTA_FLOWTABLE_USE, htonl(1));
	mnl_attr_put_u32(nlh, NFTA_FLOWTABLE_FLAGS, htonl(flags));
	hook = mnl_attr_nest_start(nlh, NFTA_FLOWTABLE_HOOK);
	mnl_attr_put_u32(nlh, NFTA_FLOWTABLE_HOOK_NUM, htonl(0));
	mnl_attr_put_u32(nlh, NFTA_FLOWTABLE_HOOK_PRIORITY, htonl(0));
	devices = mnl_attr_nest_start(nlh, NFTA_FLOWTABLE_HOOK_DEVS);
	mnl_attr_put_strz(nlh, NFTA_DEVICE_NAME, device);
	if (other)
		mnl_attr_put_strz(nlh, NFTA_DEVICE_NAME, other);
	mnl_attr_nest_end(nlh, devices);
	mnl_attr_nest_end(nlh, hook);
}

#define SET "session", "set", "web", "scope", "network"
#define WARNING(text) "mirrorctl: warning: " text "\n"
#define SEE "; see BLIND SPOTS in mirrorctl(8)"

/* "eni show" has @words after tap, and "-j eni show" the same as a list. */
static void expect_blind(const char *words, const char *list)
{
	assert_done("", "eni", "show", "eth0");
	assert_non_null(strstr(out, pool_printf("tap %s\n", words)));
	ctx.json = true;
	assert_done("", "eni", "show", "eth0");
	assert_non_null(strstr(out, pool_printf("\"blind\":%s,", list)));
	ctx.json = false;
}

static void nothing(void **state)
{
	(void)state;
	session(NFM_FRAMES_IP, NULL);
	eni("eth0", 2, NFM_TAP_MODE_IP);
	expect_blind("ip", "[]");
	links();
	qdisc(2, "fq_codel");
	flowtable(NFPROTO_INET, "eth1", NULL, NFT_FLOWTABLE_HW_OFFLOAD);
	mirred(2, INGRESS, "flower", TCA_FLOWER_ACT, TCA_EGRESS_REDIR, 3);
	expect_blind("ip", "[]");
	assert_done("", SET);
}

/* The kernel reports this one itself. */
static void no_egress(void **state)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_ENI_GET, 1);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_ENI);

	(void)state;
	mnl_attr_put_strz(nlh, NFM_A_ENI_NAME, "eth0");
	mnl_attr_put_u32(nlh, NFM_A_ENI_IFINDEX, 2);
	mnl_attr_put_strz(nlh, NFM_A_ENI_NETWORK, "vpc");
	mnl_attr_put_u32(nlh, NFM_A_ENI_TAP, NFM_TAP_MODE_DEVICE);
	mnl_attr_put_u32(nlh, NFM_A_ENI_BLIND, NFM_BLIND_NO_EGRESS);
	mnl_attr_nest_end(nlh, nest);
	session(NFM_FRAMES_IP, NULL);
	expect_blind("device  blind no-egress", "[\"no-egress\"]");
	assert_done(
		WARNING("eth0: this kernel has no hook for the frames that it sends, so they are not seen" SEE),
		SET);
}

#define FLOWTABLE "packets that the flowtable ft of table "
#define IN_FLOWTABLE                                                          \
	WARNING("eth0: " FLOWTABLE "inet f forwards are not seen; attach it " \
		"with tap device")

static void in_flowtable(void **state)
{
	(void)state;
	session(NFM_FRAMES_IP, NULL);
	eni("eth0", 2, NFM_TAP_MODE_IP);
	links();
	flowtable(NFPROTO_INET, "eth1", "eth0", 0);
	expect_blind("ip  blind flowtable", "[\"flowtable\"]");
	assert_done(IN_FLOWTABLE, SET);
	assert_done(IN_FLOWTABLE, "session", "set", "web", "frames", "ip");
	assert_done(IN_FLOWTABLE, "session", "start", "web", "web");
	assert_done("", "session", "stop", "web");
	assert_done("", "session", "set", "web", "tag", "a=b");
	fake_no_nftables();
	expect_blind("ip", "[]");
	fake_reset();
	eni("eth0", 2, NFM_TAP_MODE_DEVICE);
	links();
	flowtable(NFPROTO_IPV4, "eth0", NULL, 0);
	expect_blind("device", "[]");
}

static void in_hardware(void **state)
{
	(void)state;
	session(NFM_FRAMES_IP, NULL);
	eni("eth0", 2, NFM_TAP_MODE_DEVICE);
	links();
	flowtable(NFPROTO_IPV6, "eth0", NULL, NFT_FLOWTABLE_HW_OFFLOAD);
	expect_blind("device  blind offload", "[\"offload\"]");
	assert_done(
		WARNING("eth0: " FLOWTABLE
			"ip6 f forwards in hardware are not seen; remove its flag offload"),
		SET);
	fake_reset();
	eni("eth0", 2, NFM_TAP_MODE_IP);
	links();
	flowtable(NFPROTO_IPV6, "eth0", NULL, NFT_FLOWTABLE_HW_OFFLOAD);
	expect_blind("ip  blind flowtable,offload",
		     "[\"flowtable\",\"offload\"]");
}

static void representor(void **state)
{
	struct nlmsghdr *nlh = link_begin("eth0", 2);

	(void)state;
	session(NFM_FRAMES_IP, NULL);
	eni("eth0", 2, NFM_TAP_MODE_DEVICE);
	mnl_attr_put_strz(nlh, IFLA_PHYS_PORT_NAME, "pf0vf1");
	mnl_attr_put_u32(nlh, IFLA_PHYS_SWITCH_ID, 7);
	expect_blind("device  blind offload", "[\"offload\"]");
	assert_done(
		WARNING("eth0: packets that the hardware switch of eth0 forwards are not seen" SEE),
		SET);
}

static void redirects(void **state)
{
	(void)state;
	session(NFM_FRAMES_IP, NULL);
	eni("eth0", 2, NFM_TAP_MODE_DEVICE);
	eni("eth1", 3, NFM_TAP_MODE_IP);
	links();
	qdisc(2, "ingress");
	mirred(2, INGRESS, "flower", TCA_FLOWER_ACT, TCA_EGRESS_REDIR, 3);
	expect_blind("device  blind redirect", "[\"redirect\"]");
	assert_done(
		WARNING("eth0: tc redirects its packets past all hooks" SEE) WARNING(
			"eth1: tc redirects its packets at eth0 past all hooks" SEE),
		SET);
	fake_reset();
	eni("eth0", 2, NFM_TAP_MODE_IP);
	links();
	qdisc(2, "clsact");
	mirred(2, EGRESS, "u32", TCA_U32_ACT, TCA_INGRESS_REDIR, 3);
	expect_blind("ip  blind redirect", "[\"redirect\"]");
	/* The packets that are redirected are received by it as any others. */
	fake_reset();
	eni("eth0", 2, NFM_TAP_MODE_IP);
	links();
	qdisc(3, "clsact");
	mirred(3, INGRESS, "matchall", TCA_MATCHALL_ACT, TCA_INGRESS_REDIR, 2);
	expect_blind("ip", "[]");
	/* Those that are mirrored go on. */
	fake_reset();
	eni("eth0", 2, NFM_TAP_MODE_IP);
	links();
	qdisc(2, "clsact");
	mirred(2, INGRESS, "matchall", TCA_MATCHALL_ACT, TCA_EGRESS_MIRROR, 3);
	expect_blind("ip", "[]");
}

static void programs(void **state)
{
	(void)state;
	session(NFM_FRAMES_IP, NULL);
	eni("eth0", 2, NFM_TAP_MODE_DEVICE);
	put_xdp(link_begin("eth0", 2), XDP_ATTACHED_SKB);
	expect_blind("device  blind redirect", "[\"redirect\"]");
	assert_done(
		WARNING("eth0: an XDP program may redirect its packets past all hooks" SEE),
		SET);
	fake_reset();
	session(NFM_FRAMES_IP, NULL);
	eni("eth0", 2, NFM_TAP_MODE_DEVICE);
	links();
	qdisc(2, "clsact");
	filter_begin(2, EGRESS, "bpf");
	expect_blind("device  blind redirect", "[\"redirect\"]");
	assert_done(
		WARNING("eth0: a BPF program in tc may redirect its packets past all hooks" SEE),
		SET);
	fake_reset();
	session(NFM_FRAMES_IP, NULL);
	eni("eth0", 2, NFM_TAP_MODE_IP);
	links();
	fake_tcx(2);
	assert_done(
		WARNING("eth0: a BPF program in tc may redirect its packets past all hooks" SEE),
		SET);
}

static void put_stacked(const char *kind, const char *name, uint32_t ifindex,
			uint32_t parent)
{
	struct nlmsghdr *nlh = link_begin(name, ifindex);

	mnl_attr_put_u32(nlh, IFLA_LINK, parent);
	put_kind(nlh, kind);
}

static void put_port(const char *name, uint32_t ifindex, uint32_t master)
{
	mnl_attr_put_u32(link_begin(name, ifindex), IFLA_MASTER, master);
}

#define BELOW                                                             \
	WARNING("eth0.5: " FLOWTABLE                                      \
		"inet f forwards at eth0 are not seen; attach eth0 with " \
		"tap device instead")

/* A flowtable of a device is before the hooks of a VLAN device on it. */
static void below(void **state)
{
	(void)state;
	session(NFM_FRAMES_IP, NULL);
	eni("eth0.5", 5, NFM_TAP_MODE_DEVICE);
	links();
	put_stacked("vlan", "eth0.5", 5, 2);
	flowtable(NFPROTO_INET, "eth0", NULL, 0);
	assert_done(BELOW, SET);
	/* The other end of a pair of veth devices is not below. */
	fake_reset();
	session(NFM_FRAMES_IP, NULL);
	eni("eth0.5", 5, NFM_TAP_MODE_DEVICE);
	links();
	put_stacked("veth", "eth0.5", 5, 2);
	flowtable(NFPROTO_INET, "eth0", NULL, 0);
	assert_done("", SET);
	fake_reset();
	session(NFM_FRAMES_IP, NULL);
	eni("br0", 7, NFM_TAP_MODE_IP);
	put_port("eth0", 2, 7);
	put_kind(link_begin("br0", 7), "bridge");
	flowtable(NFPROTO_INET, "eth0", NULL, 0);
	assert_done(
		WARNING("br0: " FLOWTABLE
			"inet f forwards at eth0 are not seen; attach eth0 with tap device instead"),
		SET);
}

static void twice(void **state)
{
	(void)state;
	session(NFM_FRAMES_IP, NULL);
	eni("eth0", 2, NFM_TAP_MODE_DEVICE);
	eni("eth0.5", 5, NFM_TAP_MODE_IP);
	links();
	put_stacked("vlan", "eth0.5", 5, 2);
	assert_done(
		WARNING("eth0 and eth0.5 are both in scope: packets are copied twice"),
		SET);
	fake_reset();
	session(NFM_FRAMES_IP, NULL);
	eni("tap11", 4, NFM_TAP_MODE_DEVICE);
	eni("br0", 7, NFM_TAP_MODE_IP);
	put_port("tap11", 4, 7);
	put_kind(link_begin("br0", 7), "bridge");
	assert_done(
		WARNING("tap11 and br0 are both in scope: packets are copied twice"),
		SET);
	/* The IP stack gets no packet from a port. */
	fake_reset();
	session(NFM_FRAMES_IP, NULL);
	eni("tap11", 4, NFM_TAP_MODE_IP);
	eni("br0", 7, NFM_TAP_MODE_IP);
	put_port("tap11", 4, 7);
	put_kind(link_begin("br0", 7), "bridge");
	assert_done("", SET);
}

static void options(void **state)
{
	(void)state;
	session(NFM_FRAMES_ALL, NULL);
	eni("eth0", 2, NFM_TAP_MODE_IP);
	eni("tap11", 4, NFM_TAP_MODE_DEVICE);
	assert_done(
		WARNING("eth0: tapped in the IP stack, so only IP packets are copied; attach it with tap device for others"),
		SET);
	fake_reset();
	session(NFM_FRAMES_IP, "10.0.0.1");
	eni("eth0", 2, NFM_TAP_MODE_IP);
	eni("tap11", 4, NFM_TAP_MODE_DEVICE);
	assert_done(
		WARNING("tap11: its packets need not take this host's routes; next-hop may not see them"),
		"session", "set", "web", "next-hop", "10.0.0.1");
}

/* A second session says nothing that the first one said; another option does. */
static void sessions(void **state)
{
	(void)state;
	session(NFM_FRAMES_IP, NULL);
	session(NFM_FRAMES_IP, NULL);
	session(NFM_FRAMES_ALL, NULL);
	eni("eth0", 2, NFM_TAP_MODE_IP);
	links();
	flowtable(NFPROTO_INET, "eth0", NULL, 0);
	assert_done(
		IN_FLOWTABLE WARNING(
			"eth0: tapped in the IP stack, so only IP packets are copied; attach it with tap device for others"),
		SET);
}

/* What cannot be asked is no error, and does not hide the rest. */
static void refusals(void **state)
{
	static const uint16_t requests[] = { RTM_GETQDISC, RTM_GETTFILTER,
					     GETFLOWTABLE };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
		fake_reset();
		eni("eth0", 2, NFM_TAP_MODE_IP);
		put_xdp(link_begin("eth0", 2), XDP_ATTACHED_DRV);
		qdisc(2, "ingress");
		fake_bus_refuse(requests[i]);
		expect_blind("ip  blind redirect", "[\"redirect\"]");
	}
	fake_bus_refuse(RTM_GETLINK);
	expect_blind("ip", "[]");
}

/* The kernel is asked a few questions, however many ENIs there are. */
static void questions(void **state)
{
	(void)state;
	assert_done("", "eni", "show");
	assert_int_equal(fake_bus_dumps(), 0);
	eni("eth0", 2, NFM_TAP_MODE_IP);
	eni("eth1", 3, NFM_TAP_MODE_IP);
	links();
	assert_done("", "show");
	assert_int_equal(fake_bus_dumps(), 3);
	qdisc(2, "ingress");
	qdisc(3, "clsact");
	assert_done("", "show");
	assert_int_equal(fake_bus_dumps(), 3 + 3 + 1 + 2);
}

static void prometheus(void **state)
{
	(void)state;
	ctx.version = "1";
	eni("eth0", 2, NFM_TAP_MODE_IP);
	eni("eth1", 3, NFM_TAP_MODE_IP);
	links();
	flowtable(NFPROTO_INET, "eth0", NULL, NFT_FLOWTABLE_HW_OFFLOAD);
	assert_done("", "stats", "--prometheus");
	assert_non_null(strstr(
		out,
		"# TYPE nf_mirror_eni_blind gauge\n"
		"nf_mirror_eni_blind{eni=\"eth0\",network=\"vpc\",reason=\"flowtable\"} 1\n"
		"nf_mirror_eni_blind{eni=\"eth0\",network=\"vpc\",reason=\"offload\"} 1\n"
		"# HELP "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing),	   TEST(no_egress),   TEST(in_flowtable),
		TEST(in_hardware), TEST(representor), TEST(redirects),
		TEST(programs),	   TEST(below),	      TEST(twice),
		TEST(options),	   TEST(sessions),    TEST(refusals),
		TEST(questions),   TEST(prometheus),
	};

	return RUN_TESTS(tests);
}
