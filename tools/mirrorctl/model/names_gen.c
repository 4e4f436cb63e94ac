// SPDX-License-Identifier: GPL-2.0
/* Do not edit directly, generated from docs/netlink.yaml by scripts/netlink */
#include <stddef.h>
#include <linux/nf_mirror.h>

#include "model/names_gen.h"

const char *const scope_words[] = {
	[NFM_SCOPE_NETWORK] = "network",
	[NFM_SCOPE_SUBNET] = "subnet",
	[NFM_SCOPE_ENI] = "eni",
	NULL,
};

const char *const direction_words[] = {
	[NFM_DIRECTION_ALL] = "all",
	[NFM_DIRECTION_IN] = "in",
	[NFM_DIRECTION_OUT] = "out",
	NULL,
};

const char *const balance_words[] = {
	[NFM_BALANCE_FLOW] = "flow",
	[NFM_BALANCE_ENI] = "eni",
	[NFM_BALANCE_RANDOM] = "random",
	NULL,
};

const char *const facing_words[] = {
	[NFM_FACING_AUTO] = "auto",
	[NFM_FACING_WIRE] = "wire",
	[NFM_FACING_GUEST] = "guest",
	NULL,
};

const char *const tap_mode_words[] = {
	[NFM_TAP_MODE_AUTO] = "auto",
	[NFM_TAP_MODE_IP] = "ip",
	[NFM_TAP_MODE_DEVICE] = "device",
	NULL,
};

const char *const blind_words[] = {
	[NFM_BLIND_NO_EGRESS] = "no-egress",
	[NFM_BLIND_FLOWTABLE] = "flowtable",
	[NFM_BLIND_OFFLOAD] = "offload",
	[NFM_BLIND_REDIRECT] = "redirect",
	NULL,
};

const char *const frames_words[] = {
	[NFM_FRAMES_IP] = "ip",
	[NFM_FRAMES_ALL] = "all",
	NULL,
};

const char *const mtu_words[] = {
	[NFM_MTU_RESEGMENT] = "resegment",
	[NFM_MTU_FRAGMENT] = "fragment",
	[NFM_MTU_TRUNCATE] = "truncate",
	[NFM_MTU_DROP] = "drop",
	NULL,
};

const char *const rate_unit_words[] = {
	[NFM_RATE_UNIT_PACKETS] = "packets",
	[NFM_RATE_UNIT_BITS] = "bits",
	NULL,
};

const char *const modified_words[] = {
	[NFM_MODIFIED_RESEGMENTED] = "resegmented",
	[NFM_MODIFIED_FRAGMENTED] = "fragmented",
	[NFM_MODIFIED_TRUNCATED] = "truncated",
	[NFM_MODIFIED_SNAPLEN] = "snaplen",
	[NFM_MODIFIED_PORTS_UNKNOWN] = "ports-unknown",
	NULL,
};

const char *const tap_words[] = {
	[NFM_TAP_ACTIVE] = "active",
	[NFM_TAP_ABSENT] = "absent",
	[NFM_TAP_OUTSIDE] = "outside",
	[NFM_TAP_RECEIVER] = "receiver",
	NULL,
};

const char *const receiver_words[] = {
	[NFM_RECEIVER_RESOLVED] = "resolved",
	[NFM_RECEIVER_UNRESOLVED] = "unresolved",
	[NFM_RECEIVER_FAILED] = "failed",
	[NFM_RECEIVER_NO_ROUTE] = "no-route",
	[NFM_RECEIVER_NO_CARRIER] = "no-carrier",
	NULL,
};

const char *const drop_words[] = {
	[NFM_DROP_NO_MEMORY] = "no-memory",
	[NFM_DROP_NO_ROUTE] = "no-route",
	[NFM_DROP_UNRESOLVED] = "unresolved",
	[NFM_DROP_TOO_BIG] = "too-big",
	[NFM_DROP_QUEUE] = "queue",
	[NFM_DROP_MTU] = "mtu",
	[NFM_DROP_UNREADABLE] = "unreadable",
	[NFM_DROP_RATE] = "rate",
	[NFM_DROP_BUDGET] = "budget",
	[NFM_DROP_OVERLOAD] = "overload",
	[NFM_DROP_PLAINTEXT] = "plaintext",
	[NFM_DROP_CARRIED] = "carried",
	[NFM_DROP_NESTED] = "nested",
	[NFM_DROP_FEEDBACK] = "feedback",
	NULL,
};

const char *const change_words[] = {
	[NFM_CHANGE_ADDED] = "added",
	[NFM_CHANGE_CHANGED] = "changed",
	[NFM_CHANGE_REMOVED] = "removed",
	NULL,
};

const char *const cause_words[] = {
	[NFM_CAUSE_COMMAND] = "command",
	[NFM_CAUSE_DEVICE] = "device",
	[NFM_CAUSE_RENAME] = "rename",
	[NFM_CAUSE_ADDRESS] = "address",
	[NFM_CAUSE_ROUTE] = "route",
	[NFM_CAUSE_FEEDBACK] = "feedback",
	NULL,
};
