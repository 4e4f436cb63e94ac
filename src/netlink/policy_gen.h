/* SPDX-License-Identifier: GPL-2.0 */
/* Do not edit directly, generated from docs/netlink.yaml by scripts/netlink */
#ifndef _NFM_NETLINK_POLICY_GEN_H
#define _NFM_NETLINK_POLICY_GEN_H

#include <net/netlink.h>
#include <uapi/linux/nf_mirror.h>

extern const struct nla_policy nfm_cmd_network_add_policy[NFM_A_MAX + 1];
extern const struct nla_policy nfm_cmd_network_set_policy[NFM_A_MAX + 1];
extern const struct nla_policy nfm_cmd_network_del_policy[NFM_A_MAX + 1];
extern const struct nla_policy nfm_cmd_network_get_policy[NFM_A_MAX + 1];
extern const struct nla_policy nfm_cmd_eni_attach_policy[NFM_A_MAX + 1];
extern const struct nla_policy nfm_cmd_eni_detach_policy[NFM_A_MAX + 1];
extern const struct nla_policy nfm_cmd_eni_get_policy[NFM_A_MAX + 1];
extern const struct nla_policy nfm_cmd_session_add_policy[NFM_A_MAX + 1];
extern const struct nla_policy nfm_cmd_session_set_policy[NFM_A_MAX + 1];
extern const struct nla_policy nfm_cmd_session_del_policy[NFM_A_MAX + 1];
extern const struct nla_policy nfm_cmd_session_get_policy[NFM_A_MAX + 1];
extern const struct nla_policy nfm_cmd_begin_policy[NFM_A_MAX + 1];
extern const struct nla_policy nfm_cmd_commit_policy[NFM_A_MAX + 1];
extern const struct nla_policy nfm_cmd_abort_policy[NFM_A_MAX + 1];

#endif /* _NFM_NETLINK_POLICY_GEN_H */
