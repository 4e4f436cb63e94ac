// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>

#include "netlink/dump.h"
#include "netlink/edit.h"
#include "netlink/family.h"
#include "netlink/policy.h"

#define NFM_EDIT(command)                                       \
	{                                                       \
		.cmd = (command), .flags = GENL_UNS_ADMIN_PERM, \
		.doit = nfm_edit_doit,                          \
	}

/* Reading takes the same privilege: it tells who is watched. */
#define NFM_DUMP(command, objects)                              \
	{                                                       \
		.cmd = (command), .flags = GENL_UNS_ADMIN_PERM, \
		.start = objects##_start, .dumpit = (objects),  \
		.done = nfm_dump_done,                          \
	}

static const struct genl_ops nfm_ops[] = {
	NFM_EDIT(NFM_CMD_NETWORK_ADD),
	NFM_EDIT(NFM_CMD_NETWORK_SET),
	NFM_EDIT(NFM_CMD_NETWORK_DEL),
	NFM_DUMP(NFM_CMD_NETWORK_GET, nfm_dump_networks),
	NFM_EDIT(NFM_CMD_ENI_ATTACH),
	NFM_EDIT(NFM_CMD_ENI_DETACH),
	NFM_DUMP(NFM_CMD_ENI_GET, nfm_dump_enis),
	NFM_EDIT(NFM_CMD_SESSION_ADD),
	NFM_EDIT(NFM_CMD_SESSION_SET),
	NFM_EDIT(NFM_CMD_SESSION_DEL),
	NFM_DUMP(NFM_CMD_SESSION_GET, nfm_dump_sessions),
};

struct genl_family nfm_family __ro_after_init = {
	.name = NFM_GENL_NAME,
	.version = NFM_GENL_VERSION,
	.maxattr = NFM_A_MAX,
	.policy = nfm_policy,
	.netnsok = true,
	.parallel_ops = true,
	.module = THIS_MODULE,
	.ops = nfm_ops,
	.n_ops = ARRAY_SIZE(nfm_ops),
	.resv_start_op = NFM_CMD_UNSPEC + 1,
};

/**
 * nfm_family_start() - opens the family to requests
 *
 * Return: 0 or a negative errno.
 */
int nfm_family_start(void)
{
	return genl_register_family(&nfm_family);
}

/**
 * nfm_family_stop() - closes it, once the last request and dump have ended
 */
void nfm_family_stop(void)
{
	genl_unregister_family(&nfm_family);
}
