/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETLINK_POLICY_H
#define _NFM_NETLINK_POLICY_H

#include <net/genetlink.h>
#include <uapi/linux/nf_mirror.h>

extern struct genl_family nfm_family;

extern const struct nla_policy nfm_policy[NFM_A_MAX + 1];
extern const struct nla_policy nfm_network_policy[NFM_A_NETWORK_MAX + 1];
extern const struct nla_policy nfm_eni_policy[NFM_A_ENI_MAX + 1];
extern const struct nla_policy nfm_session_policy[NFM_A_SESSION_MAX + 1];
extern const struct nla_policy nfm_prefix_policy[NFM_A_PREFIX_MAX + 1];
extern const struct nla_policy nfm_row_policy[NFM_A_ROW_MAX + 1];
extern const struct nla_policy nfm_tag_policy[NFM_A_TAG_MAX + 1];

#endif /* _NFM_NETLINK_POLICY_H */
