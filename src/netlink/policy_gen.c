// SPDX-License-Identifier: GPL-2.0
/* Do not edit directly, generated from docs/netlink.yaml by scripts/netlink */
#include "netlink/attr.h"
#include "netlink/policy_gen.h"

/* Not const, for older kernels. */
static struct netlink_range_validation nfm_a_session_vni_range = {
	.max = NFM_VNI_MAX,
};

static struct netlink_range_validation nfm_a_session_port_range = {
	.min = 1,
	.max = 65535,
};

static struct netlink_range_validation nfm_a_session_snaplen_range = {
	.max = NFM_SNAPLEN_MAX,
};

static struct netlink_range_validation nfm_a_session_rate_range = {
	.max = NFM_RATE_MAX,
};

static struct netlink_range_validation nfm_a_session_sample_range = {
	.min = 1,
	.max = NFM_SAMPLE_MAX,
};

static const struct nla_policy nfm_prefix_policy[NFM_A_PREFIX_MAX + 1] = {
	[NFM_A_PREFIX_ADDR] = NLA_POLICY_VALIDATE_FN(NLA_BINARY, nfm_validate_addr),
	[NFM_A_PREFIX_LEN] = NLA_POLICY_MAX(NLA_U32, 128),
};

static const struct nla_policy nfm_network_add_policy[NFM_A_NETWORK_MAX + 1] = {
	[NFM_A_NETWORK_NAME] = { .type = NLA_NUL_STRING },
	[NFM_A_NETWORK_CIDR] = NLA_POLICY_NESTED(nfm_prefix_policy),
	[NFM_A_NETWORK_MAX_SESSIONS] = NLA_POLICY_RANGE(NLA_U32, 1, NFM_SESSIONS_MAX),
	[NFM_A_NETWORK_SEED] = { .type = NLA_U64 },
};

static const struct nla_policy nfm_network_set_policy[NFM_A_NETWORK_MAX + 1] = {
	[NFM_A_NETWORK_NAME] = { .type = NLA_NUL_STRING },
	[NFM_A_NETWORK_CIDR] = NLA_POLICY_NESTED(nfm_prefix_policy),
	[NFM_A_NETWORK_MAX_SESSIONS] = NLA_POLICY_RANGE(NLA_U32, 1, NFM_SESSIONS_MAX),
	[NFM_A_NETWORK_SEED] = { .type = NLA_U64 },
};

static const struct nla_policy nfm_network_del_policy[NFM_A_NETWORK_MAX + 1] = {
	[NFM_A_NETWORK_NAME] = { .type = NLA_NUL_STRING },
};

static const struct nla_policy nfm_network_get_policy[NFM_A_NETWORK_MAX + 1] = {
	[NFM_A_NETWORK_NAME] = { .type = NLA_NUL_STRING },
};

static const struct nla_policy nfm_eni_attach_policy[NFM_A_ENI_MAX + 1] = {
	[NFM_A_ENI_NAME] = { .type = NLA_NUL_STRING },
	[NFM_A_ENI_NETWORK] = { .type = NLA_NUL_STRING },
	[NFM_A_ENI_ADDRESS] = NLA_POLICY_VALIDATE_FN(NLA_BINARY, nfm_validate_addr),
	[NFM_A_ENI_FACING] = NLA_POLICY_MAX(NLA_U32, NFM_FACING_MAX),
	[NFM_A_ENI_TAP] = NLA_POLICY_MAX(NLA_U32, NFM_TAP_MODE_MAX),
};

static const struct nla_policy nfm_eni_detach_policy[NFM_A_ENI_MAX + 1] = {
	[NFM_A_ENI_NAME] = { .type = NLA_NUL_STRING },
};

static const struct nla_policy nfm_eni_get_policy[NFM_A_ENI_MAX + 1] = {
	[NFM_A_ENI_NAME] = { .type = NLA_NUL_STRING },
};

static const struct nla_policy nfm_row_policy[NFM_A_ROW_MAX + 1] = {
	[NFM_A_ROW_PROTO] = NLA_POLICY_MAX(NLA_U32, 255),
	[NFM_A_ROW_SRC] = NLA_POLICY_NESTED(nfm_prefix_policy),
	[NFM_A_ROW_DST] = NLA_POLICY_NESTED(nfm_prefix_policy),
	[NFM_A_ROW_SPORT] = { .type = NLA_U32 },
	[NFM_A_ROW_DPORT] = { .type = NLA_U32 },
};

static const struct nla_policy nfm_table_policy[NFM_A_TABLE_MAX + 1] = {
	[NFM_A_TABLE_ROW] = NLA_POLICY_NESTED(nfm_row_policy),
};

static const struct nla_policy nfm_filter_policy[NFM_A_FILTER_MAX + 1] = {
	[NFM_A_FILTER_MATCH] = NLA_POLICY_NESTED(nfm_table_policy),
	[NFM_A_FILTER_EXCEPT] = NLA_POLICY_NESTED(nfm_table_policy),
};

static const struct nla_policy nfm_tag_policy[NFM_A_TAG_MAX + 1] = {
	[NFM_A_TAG_KEY] = { .type = NLA_NUL_STRING },
	[NFM_A_TAG_VALUE] = { .type = NLA_NUL_STRING },
};

static const struct nla_policy nfm_session_add_policy[NFM_A_SESSION_MAX + 1] = {
	[NFM_A_SESSION_NAME] = { .type = NLA_NUL_STRING },
	[NFM_A_SESSION_NETWORK] = { .type = NLA_NUL_STRING },
	[NFM_A_SESSION_SCOPE] = NLA_POLICY_MAX(NLA_U32, NFM_SCOPE_MAX),
	[NFM_A_SESSION_SCOPE_CIDR] = NLA_POLICY_NESTED(nfm_prefix_policy),
	[NFM_A_SESSION_SCOPE_ENI] = { .type = NLA_NUL_STRING },
	[NFM_A_SESSION_DIRECTION] = NLA_POLICY_MAX(NLA_U32, NFM_DIRECTION_MAX),
	[NFM_A_SESSION_BALANCE] = NLA_POLICY_MAX(NLA_U32, NFM_BALANCE_MAX),
	[NFM_A_SESSION_RECEIVER] = NLA_POLICY_VALIDATE_FN(NLA_BINARY, nfm_validate_addr),
	[NFM_A_SESSION_ALLOW_OUTSIDE] = NLA_POLICY_MAX(NLA_U32, 1),
	[NFM_A_SESSION_FILTER] = NLA_POLICY_NESTED(nfm_filter_policy),
	[NFM_A_SESSION_NEXT_HOP] = NLA_POLICY_VALIDATE_FN(NLA_BINARY, nfm_validate_addr),
	[NFM_A_SESSION_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &nfm_a_session_vni_range),
	[NFM_A_SESSION_PORT] = NLA_POLICY_FULL_RANGE(NLA_U32, &nfm_a_session_port_range),
	[NFM_A_SESSION_ENABLED] = NLA_POLICY_MAX(NLA_U32, 1),
	[NFM_A_SESSION_TAG] = NLA_POLICY_NESTED(nfm_tag_policy),
	[NFM_A_SESSION_SNAPLEN] = NLA_POLICY_FULL_RANGE(NLA_U32, &nfm_a_session_snaplen_range),
	[NFM_A_SESSION_SNAP_FIX] = NLA_POLICY_MAX(NLA_U32, 1),
	[NFM_A_SESSION_MTU] = NLA_POLICY_MAX(NLA_U32, NFM_MTU_MAX),
	[NFM_A_SESSION_RATE] = NLA_POLICY_FULL_RANGE(NLA_U64, &nfm_a_session_rate_range),
	[NFM_A_SESSION_RATE_UNIT] = NLA_POLICY_MAX(NLA_U32, NFM_RATE_UNIT_MAX),
	[NFM_A_SESSION_BURST] = { .type = NLA_U32 },
	[NFM_A_SESSION_SAMPLE] = NLA_POLICY_FULL_RANGE(NLA_U32, &nfm_a_session_sample_range),
	[NFM_A_SESSION_DSCP] = NLA_POLICY_MAX(NLA_U32, NFM_DSCP_MAX),
	[NFM_A_SESSION_FRAMES] = NLA_POLICY_MAX(NLA_U32, NFM_FRAMES_MAX),
	[NFM_A_SESSION_ONCE] = NLA_POLICY_MAX(NLA_U32, 1),
};

static const struct nla_policy nfm_session_set_policy[NFM_A_SESSION_MAX + 1] = {
	[NFM_A_SESSION_NAME] = { .type = NLA_NUL_STRING },
	[NFM_A_SESSION_SCOPE] = NLA_POLICY_MAX(NLA_U32, NFM_SCOPE_MAX),
	[NFM_A_SESSION_SCOPE_CIDR] = NLA_POLICY_NESTED(nfm_prefix_policy),
	[NFM_A_SESSION_SCOPE_ENI] = { .type = NLA_NUL_STRING },
	[NFM_A_SESSION_DIRECTION] = NLA_POLICY_MAX(NLA_U32, NFM_DIRECTION_MAX),
	[NFM_A_SESSION_BALANCE] = NLA_POLICY_MAX(NLA_U32, NFM_BALANCE_MAX),
	[NFM_A_SESSION_RECEIVER] = NLA_POLICY_VALIDATE_FN(NLA_BINARY, nfm_validate_addr),
	[NFM_A_SESSION_ALLOW_OUTSIDE] = NLA_POLICY_MAX(NLA_U32, 1),
	[NFM_A_SESSION_FILTER] = NLA_POLICY_NESTED(nfm_filter_policy),
	[NFM_A_SESSION_NEXT_HOP] = NLA_POLICY_VALIDATE_FN(NLA_BINARY, nfm_validate_addr),
	[NFM_A_SESSION_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &nfm_a_session_vni_range),
	[NFM_A_SESSION_PORT] = NLA_POLICY_FULL_RANGE(NLA_U32, &nfm_a_session_port_range),
	[NFM_A_SESSION_ENABLED] = NLA_POLICY_MAX(NLA_U32, 1),
	[NFM_A_SESSION_TAG] = NLA_POLICY_NESTED(nfm_tag_policy),
	[NFM_A_SESSION_UNTAG] = { .type = NLA_NUL_STRING },
	[NFM_A_SESSION_SNAPLEN] = NLA_POLICY_FULL_RANGE(NLA_U32, &nfm_a_session_snaplen_range),
	[NFM_A_SESSION_SNAP_FIX] = NLA_POLICY_MAX(NLA_U32, 1),
	[NFM_A_SESSION_MTU] = NLA_POLICY_MAX(NLA_U32, NFM_MTU_MAX),
	[NFM_A_SESSION_RATE] = NLA_POLICY_FULL_RANGE(NLA_U64, &nfm_a_session_rate_range),
	[NFM_A_SESSION_RATE_UNIT] = NLA_POLICY_MAX(NLA_U32, NFM_RATE_UNIT_MAX),
	[NFM_A_SESSION_BURST] = { .type = NLA_U32 },
	[NFM_A_SESSION_SAMPLE] = NLA_POLICY_FULL_RANGE(NLA_U32, &nfm_a_session_sample_range),
	[NFM_A_SESSION_DSCP] = NLA_POLICY_MAX(NLA_U32, NFM_DSCP_MAX),
	[NFM_A_SESSION_FRAMES] = NLA_POLICY_MAX(NLA_U32, NFM_FRAMES_MAX),
	[NFM_A_SESSION_ONCE] = NLA_POLICY_MAX(NLA_U32, 1),
};

static const struct nla_policy nfm_session_del_policy[NFM_A_SESSION_MAX + 1] = {
	[NFM_A_SESSION_NAME] = { .type = NLA_NUL_STRING },
};

static const struct nla_policy nfm_session_get_policy[NFM_A_SESSION_MAX + 1] = {
	[NFM_A_SESSION_NAME] = { .type = NLA_NUL_STRING },
};

const struct nla_policy nfm_cmd_network_add_policy[NFM_A_MAX + 1] = {
	[NFM_A_NETWORK] = NLA_POLICY_NESTED(nfm_network_add_policy),
	[NFM_A_EXIST] = { .type = NLA_FLAG },
};

const struct nla_policy nfm_cmd_network_set_policy[NFM_A_MAX + 1] = {
	[NFM_A_NETWORK] = NLA_POLICY_NESTED(nfm_network_set_policy),
};

const struct nla_policy nfm_cmd_network_del_policy[NFM_A_MAX + 1] = {
	[NFM_A_NETWORK] = NLA_POLICY_NESTED(nfm_network_del_policy),
	[NFM_A_EXIST] = { .type = NLA_FLAG },
};

const struct nla_policy nfm_cmd_network_get_policy[NFM_A_MAX + 1] = {
	[NFM_A_NETWORK] = NLA_POLICY_NESTED(nfm_network_get_policy),
};

const struct nla_policy nfm_cmd_eni_attach_policy[NFM_A_MAX + 1] = {
	[NFM_A_ENI] = NLA_POLICY_NESTED(nfm_eni_attach_policy),
	[NFM_A_EXIST] = { .type = NLA_FLAG },
};

const struct nla_policy nfm_cmd_eni_detach_policy[NFM_A_MAX + 1] = {
	[NFM_A_ENI] = NLA_POLICY_NESTED(nfm_eni_detach_policy),
	[NFM_A_EXIST] = { .type = NLA_FLAG },
};

const struct nla_policy nfm_cmd_eni_get_policy[NFM_A_MAX + 1] = {
	[NFM_A_ENI] = NLA_POLICY_NESTED(nfm_eni_get_policy),
};

const struct nla_policy nfm_cmd_session_add_policy[NFM_A_MAX + 1] = {
	[NFM_A_SESSION] = NLA_POLICY_NESTED(nfm_session_add_policy),
	[NFM_A_EXIST] = { .type = NLA_FLAG },
};

const struct nla_policy nfm_cmd_session_set_policy[NFM_A_MAX + 1] = {
	[NFM_A_SESSION] = NLA_POLICY_NESTED(nfm_session_set_policy),
};

const struct nla_policy nfm_cmd_session_del_policy[NFM_A_MAX + 1] = {
	[NFM_A_SESSION] = NLA_POLICY_NESTED(nfm_session_del_policy),
	[NFM_A_EXIST] = { .type = NLA_FLAG },
};

const struct nla_policy nfm_cmd_session_get_policy[NFM_A_MAX + 1] = {
	[NFM_A_SESSION] = NLA_POLICY_NESTED(nfm_session_get_policy),
};

const struct nla_policy nfm_cmd_begin_policy[NFM_A_MAX + 1] = {
	[NFM_A_REPLACE] = { .type = NLA_FLAG },
};

const struct nla_policy nfm_cmd_commit_policy[NFM_A_MAX + 1] = {
};

const struct nla_policy nfm_cmd_abort_policy[NFM_A_MAX + 1] = {
};
