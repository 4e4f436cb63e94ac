// SPDX-License-Identifier: GPL-2.0
#include "netlink/edit.h"
#include "netns/netns.h"
#include "netns/transaction.h"

/**
 * struct nfm_edit - a command that changes the configuration
 * @type: attribute type of its objects
 * @edit: applies one object
 */
struct nfm_edit {
	int type;
	nfm_edit_t *edit;
};

static const struct nfm_edit nfm_edits[NFM_CMD_MAX + 1] = {
	[NFM_CMD_NETWORK_ADD] = { NFM_A_NETWORK, nfm_edit_network_add },
	[NFM_CMD_NETWORK_SET] = { NFM_A_NETWORK, nfm_edit_network_set },
	[NFM_CMD_NETWORK_DEL] = { NFM_A_NETWORK, nfm_edit_network_del },
	[NFM_CMD_ENI_ATTACH] = { NFM_A_ENI, nfm_edit_eni_attach },
	[NFM_CMD_ENI_DETACH] = { NFM_A_ENI, nfm_edit_eni_detach },
	[NFM_CMD_SESSION_ADD] = { NFM_A_SESSION, nfm_edit_session_add },
	[NFM_CMD_SESSION_SET] = { NFM_A_SESSION, nfm_edit_session_set },
	[NFM_CMD_SESSION_DEL] = { NFM_A_SESSION, nfm_edit_session_del },
};

static int nfm_edit_all(struct nfm_netns *ns, struct nfm_config *config,
			const struct nfm_call *call, const struct nfm_job *job,
			struct netlink_ext_ack *extack)
{
	const struct nfm_edit *edit = &nfm_edits[call->cmd];
	const struct nlattr *attr;
	int err = 0, rem;

	nlmsg_for_each_attr(attr, call->nlh, GENL_HDRLEN, rem) {
		if (nla_type(attr) != edit->type)
			continue;
		err = edit->edit(ns->net, config, attr, call->exist, job,
				 extack);
		if (!err)
			err = nfm_job_rest(job);
		if (err)
			break;
	}
	nfm_config_forget_aliases(config);
	return err;
}

static int nfm_edit_commit(struct nfm_netns *ns, const struct nfm_call *call,
			   const struct nfm_job *job,
			   struct netlink_ext_ack *extack)
{
	struct nfm_config *config = nfm_config_clone(ns->inventory->config);
	int err;

	if (!config)
		return -ENOMEM;
	err = nfm_edit_all(ns, config, call, job, extack);
	if (!err)
		err = nfm_config_seal(config, job);
	if (!err)
		err = nfm_netns_commit(ns, config, job);
	nfm_config_put(config);
	return err;
}

/**
 * nfm_edit_type() - look up the type of a command's objects
 * @cmd: enum nfm_cmd
 *
 * Return: the attribute type of the objects that it must carry, or 0 if it
 * changes none.
 */
int nfm_edit_type(u8 cmd)
{
	return nfm_edits[cmd].type;
}

/**
 * nfm_edit_call() - carry out a command that changes the configuration
 * @ns: the namespace, locked
 * @call: the command
 * @job: the same command, as a job
 * @extack: set to the reason of a refusal
 *
 * Return: 0 if all objects were changed, or a negative errno if none was. On
 * failure the client's transaction ends, since it may hold half of the request.
 */
int nfm_edit_call(struct nfm_netns *ns, const struct nfm_call *call,
		  const struct nfm_job *job, struct netlink_ext_ack *extack)
{
	struct nfm_transaction *transaction;
	int err;

	transaction = nfm_transaction_find(ns, call->client);
	if (!transaction)
		return nfm_edit_commit(ns, call, job, extack);
	err = nfm_edit_all(ns, transaction->config, call, job, extack);
	if (err)
		nfm_transaction_end(transaction);
	return err;
}
