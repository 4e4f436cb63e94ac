/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETLINK_EDIT_H
#define _NFM_NETLINK_EDIT_H

#include <net/genetlink.h>

#include "config/config.h"
#include "netlink/call.h"

struct nfm_netns;

/*
 * Apply one object of a request to a configuration that is being edited, that
 * of @net. @attr is the object's nest, which conforms to the policy of the command,
 * @exist is set if NFM_A_EXIST was given,
 * and @job is the request. Return: 0, or a negative errno with the reason and
 * the offending attribute in @extack.
 */
typedef int nfm_edit_t(struct net *net, struct nfm_config *config,
		       const struct nlattr *attr, bool exist,
		       const struct nfm_job *job,
		       struct netlink_ext_ack *extack);

nfm_edit_t nfm_edit_network_add;
nfm_edit_t nfm_edit_network_set;
nfm_edit_t nfm_edit_network_del;
nfm_edit_t nfm_edit_eni_attach;
nfm_edit_t nfm_edit_eni_detach;
nfm_edit_t nfm_edit_session_add;
nfm_edit_t nfm_edit_session_set;
nfm_edit_t nfm_edit_session_del;

int nfm_edit_type(u8 cmd);
int nfm_edit_call(struct nfm_netns *ns, const struct nfm_call *call,
		  const struct nfm_job *job, struct netlink_ext_ack *extack);

#endif /* _NFM_NETLINK_EDIT_H */
