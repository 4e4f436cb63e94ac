// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>

#include "compat/genl.h"
#include "netlink/dump.h"
#include "netlink/family.h"
#include "netlink/notify.h"
#include "netlink/policy_gen.h"
#include "netlink/put.h"
#include "netlink/queue.h"
#include "netlink/transaction.h"
#include "netns/netns.h"

#define NFM_DO(command, attrs)                                  \
	{                                                       \
		.cmd = (command), .flags = GENL_UNS_ADMIN_PERM, \
		.policy = (attrs), .maxattr = NFM_A_MAX,        \
		.doit = nfm_call_doit,                          \
	}

/* Dumps need the same privilege: they reveal whose traffic is mirrored. */
#define NFM_DUMP(command, attrs, objects)                       \
	{                                                       \
		.cmd = (command), .flags = GENL_UNS_ADMIN_PERM, \
		.policy = (attrs), .maxattr = NFM_A_MAX,        \
		.start = objects##_start, .dumpit = (objects),  \
		.done = nfm_dump_done,                          \
	}

static const struct genl_ops nfm_ops[] = {
	NFM_DO(NFM_CMD_NETWORK_ADD, nfm_cmd_network_add_policy),
	NFM_DO(NFM_CMD_NETWORK_SET, nfm_cmd_network_set_policy),
	NFM_DO(NFM_CMD_NETWORK_DEL, nfm_cmd_network_del_policy),
	NFM_DUMP(NFM_CMD_NETWORK_GET, nfm_cmd_network_get_policy,
		 nfm_dump_networks),
	NFM_DO(NFM_CMD_ENI_ATTACH, nfm_cmd_eni_attach_policy),
	NFM_DO(NFM_CMD_ENI_DETACH, nfm_cmd_eni_detach_policy),
	NFM_DUMP(NFM_CMD_ENI_GET, nfm_cmd_eni_get_policy, nfm_dump_enis),
	NFM_DO(NFM_CMD_SESSION_ADD, nfm_cmd_session_add_policy),
	NFM_DO(NFM_CMD_SESSION_SET, nfm_cmd_session_set_policy),
	NFM_DO(NFM_CMD_SESSION_DEL, nfm_cmd_session_del_policy),
	NFM_DUMP(NFM_CMD_SESSION_GET, nfm_cmd_session_get_policy,
		 nfm_dump_sessions),
	NFM_DO(NFM_CMD_BEGIN, nfm_cmd_begin_policy),
	NFM_DO(NFM_CMD_COMMIT, nfm_cmd_commit_policy),
	NFM_DO(NFM_CMD_ABORT, nfm_cmd_abort_policy),
};

/* Listening needs the same privilege as dumps. */
static const struct genl_multicast_group nfm_groups[] = {
	{ .name = NFM_MCGRP_EVENTS, .flags = GENL_MCAST_CAP_NET_ADMIN },
};

struct genl_family nfm_family __ro_after_init = {
	.name = NFM_GENL_NAME,
	.version = NFM_GENL_VERSION,
	.maxattr = NFM_A_MAX,
	.netnsok = true,
	.parallel_ops = true,
	.module = THIS_MODULE,
	.ops = nfm_ops,
	.n_ops = ARRAY_SIZE(nfm_ops),
	.mcgrps = nfm_groups,
	.n_mcgrps = ARRAY_SIZE(nfm_groups),
	NFM_GENL_RESV_START_OP(NFM_CMD_NETWORK_ADD)
};

const struct nfm_frontend nfm_family_frontend = {
	.init = nfm_call_init,
	.exit = nfm_call_exit,
	.changed = nfm_notify_change,
	.receiver_changed = nfm_notify_receiver,
};

/**
 * nfm_family_register() - open the family to requests
 *
 * Return: 0 or a negative errno.
 */
int nfm_family_register(void)
{
	int err;

	err = nfm_transaction_register();
	if (err)
		return err;
	err = genl_register_family(&nfm_family);
	if (err)
		nfm_transaction_unregister();
	return err;
}

/**
 * nfm_family_unregister() - close the family, after the last request and dump
 */
void nfm_family_unregister(void)
{
	genl_unregister_family(&nfm_family);
	nfm_transaction_unregister();
}
