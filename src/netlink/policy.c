// SPDX-License-Identifier: GPL-2.0
#include <linux/in.h>
#include <linux/in6.h>

#include "netlink/policy.h"

/*
 * Attributes found in replies only are omitted, so that requests with them
 * fail. Lengths of texts and lists are checked where they are parsed, so that
 * the error can name the limit.
 */

/* Not const, for older kernels. */
static struct netlink_range_validation nfm_port_range = {
	.min = 1,
	.max = U16_MAX,
};

static struct netlink_range_validation nfm_rate_range = {
	.max = NFM_RATE_MAX,
};

static struct netlink_range_validation nfm_sample_range = {
	.min = 1,
	.max = NFM_SAMPLE_MAX,
};

static int nfm_validate_addr(const struct nlattr *attr,
			     struct netlink_ext_ack *extack)
{
	if (nla_len(attr) == sizeof(struct in_addr) ||
	    nla_len(attr) == sizeof(struct in6_addr))
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, attr, "an address has 4 or 16 bytes");
	return -EINVAL;
}

/*
 * Only for NLA_BINARY: for integers with a validation function, 6.1 warns when
 * the policy is dumped, which needs no privilege.
 */
#define NFM_POLICY_ADDR NLA_POLICY_VALIDATE_FN(NLA_BINARY, nfm_validate_addr)

const struct nla_policy nfm_prefix_policy[NFM_A_PREFIX_MAX + 1] = {
	[NFM_A_PREFIX_ADDR] = NFM_POLICY_ADDR,
	[NFM_A_PREFIX_LEN] = NLA_POLICY_MAX(NLA_U32, 128),
};

const struct nla_policy nfm_network_policy[NFM_A_NETWORK_MAX + 1] = {
	[NFM_A_NETWORK_NAME] = { .type = NLA_NUL_STRING },
	[NFM_A_NETWORK_CIDR] = NLA_POLICY_NESTED(nfm_prefix_policy),
	[NFM_A_NETWORK_MAX_SESSIONS] =
		NLA_POLICY_RANGE(NLA_U32, 1, NFM_SESSIONS_MAX),
	[NFM_A_NETWORK_SEED] = { .type = NLA_U64 },
};

const struct nla_policy nfm_eni_policy[NFM_A_ENI_MAX + 1] = {
	[NFM_A_ENI_NAME] = { .type = NLA_NUL_STRING },
	[NFM_A_ENI_NETWORK] = { .type = NLA_NUL_STRING },
	[NFM_A_ENI_ADDRESS] = NFM_POLICY_ADDR,
	[NFM_A_ENI_FACING] = NLA_POLICY_MAX(NLA_U32, NFM_FACING_MAX),
};

const struct nla_policy nfm_row_policy[NFM_A_ROW_MAX + 1] = {
	[NFM_A_ROW_PROTO] = NLA_POLICY_MAX(NLA_U32, U8_MAX),
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

const struct nla_policy nfm_tag_policy[NFM_A_TAG_MAX + 1] = {
	[NFM_A_TAG_KEY] = { .type = NLA_NUL_STRING },
	[NFM_A_TAG_VALUE] = { .type = NLA_NUL_STRING },
};

const struct nla_policy nfm_session_policy[NFM_A_SESSION_MAX + 1] = {
	[NFM_A_SESSION_NAME] = { .type = NLA_NUL_STRING },
	[NFM_A_SESSION_NETWORK] = { .type = NLA_NUL_STRING },
	[NFM_A_SESSION_SCOPE] = NLA_POLICY_MAX(NLA_U32, NFM_SCOPE_MAX),
	[NFM_A_SESSION_SCOPE_CIDR] = NLA_POLICY_NESTED(nfm_prefix_policy),
	[NFM_A_SESSION_SCOPE_ENI] = { .type = NLA_NUL_STRING },
	[NFM_A_SESSION_DIRECTION] = NLA_POLICY_MAX(NLA_U32, NFM_DIRECTION_MAX),
	[NFM_A_SESSION_BALANCE] = NLA_POLICY_MAX(NLA_U32, NFM_BALANCE_MAX),
	[NFM_A_SESSION_RECEIVER] = NFM_POLICY_ADDR,
	[NFM_A_SESSION_ALLOW_OUTSIDE] = NLA_POLICY_MAX(NLA_U32, 1),
	[NFM_A_SESSION_FILTER] = NLA_POLICY_NESTED(nfm_filter_policy),
	[NFM_A_SESSION_NEXT_HOP] = NFM_POLICY_ADDR,
	[NFM_A_SESSION_VNI] = NLA_POLICY_MASK(NLA_U32, NFM_VNI_MAX),
	[NFM_A_SESSION_PORT] = NLA_POLICY_FULL_RANGE(NLA_U32, &nfm_port_range),
	[NFM_A_SESSION_SNAPLEN] = { .type = NLA_U32 },
	[NFM_A_SESSION_SNAP_FIX] = NLA_POLICY_MAX(NLA_U32, 1),
	[NFM_A_SESSION_MTU] = NLA_POLICY_MAX(NLA_U32, NFM_MTU_MAX),
	[NFM_A_SESSION_RATE] = NLA_POLICY_FULL_RANGE(NLA_U64, &nfm_rate_range),
	[NFM_A_SESSION_RATE_UNIT] = NLA_POLICY_MAX(NLA_U32, NFM_RATE_UNIT_MAX),
	[NFM_A_SESSION_BURST] = { .type = NLA_U32 },
	[NFM_A_SESSION_SAMPLE] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &nfm_sample_range),
	[NFM_A_SESSION_DSCP] = NLA_POLICY_MAX(NLA_U32, NFM_DSCP_MAX),
	[NFM_A_SESSION_ENABLED] = NLA_POLICY_MAX(NLA_U32, 1),
	[NFM_A_SESSION_TAG] = NLA_POLICY_NESTED(nfm_tag_policy),
	[NFM_A_SESSION_UNTAG] = { .type = NLA_NUL_STRING },
};

const struct nla_policy nfm_policy[NFM_A_MAX + 1] = {
	[NFM_A_NETWORK] = NLA_POLICY_NESTED(nfm_network_policy),
	[NFM_A_ENI] = NLA_POLICY_NESTED(nfm_eni_policy),
	[NFM_A_SESSION] = NLA_POLICY_NESTED(nfm_session_policy),
	[NFM_A_REPLACE] = { .type = NLA_FLAG },
	[NFM_A_EXIST] = { .type = NLA_FLAG },
};
