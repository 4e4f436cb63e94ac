// SPDX-License-Identifier: GPL-2.0
#include "compat/genl.h"
#include "net.h"
#include "netlink/edit.h"
#include "netlink/transaction.h"

/**
 * struct nfm_edit - a command that changes the configuration
 * @type: attribute type of the objects that it carries
 * @edit: applies one of them
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

static int nfm_edit_all(struct nfm_config *config, struct genl_info *info)
{
	const struct nfm_edit *edit = &nfm_edits[info->genlhdr->cmd];
	const struct nlattr *attr;
	int err, rem;

	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rem) {
		if (nla_type(attr) != edit->type)
			continue;
		err = edit->edit(genl_info_net(info), config, attr,
				 info->attrs[NFM_A_EXIST], info->extack);
		if (err)
			return err;
		cond_resched();
	}
	return 0;
}

/* A refusal ends a transaction: there is no half of a request in it. */
static int nfm_edit_collect(struct nfm_transaction *transaction,
			    struct genl_info *info)
{
	int err = nfm_edit_all(transaction->config, info);

	if (err)
		nfm_transaction_end(transaction);
	return err;
}

static int nfm_edit_commit(struct nfm_net *nn, struct genl_info *info)
{
	struct nfm_config *config = nfm_config_clone(nn->inventory->config);
	int err;

	if (!config)
		return -ENOMEM;
	err = nfm_edit_all(config, info);
	if (!err)
		err = nfm_config_seal(config);
	if (!err)
		err = nfm_net_commit(nn, config);
	nfm_config_put(config);
	return err;
}

/**
 * nfm_edit_explain() - says why a request failed, where nobody else does
 * @err: what it is answered with: 0 or a negative errno
 * @extack: gets the reason
 *
 * Return: @err.
 */
int nfm_edit_explain(int err, struct netlink_ext_ack *extack)
{
	if (err == -ENOMEM)
		NL_SET_ERR_MSG(extack, "the kernel has no memory for it");
	if (err == -EFBIG)
		NL_SET_ERR_MSG(
			extack,
			"what finds the sessions of a packet would take more memory than it may (parameter memory of the module)");
	return err;
}

/**
 * nfm_edit_doit() - carries out a request to change the configuration
 * @skb: the request
 * @info: what Generic Netlink knows of it
 *
 * All objects in it, or none.
 */
int nfm_edit_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nfm_net *nn = nfm_net_get(genl_info_net(info));
	struct nfm_transaction *transaction;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, nfm_edits[info->genlhdr->cmd].type)) {
		NL_SET_ERR_MSG(info->extack, "the request names no object");
		return -EINVAL;
	}
	mutex_lock(&nn->lock);
	transaction = nfm_transaction_find(nn, info->snd_portid);
	if (transaction)
		err = nfm_edit_collect(transaction, info);
	else
		err = nfm_edit_commit(nn, info);
	mutex_unlock(&nn->lock);
	return nfm_edit_explain(err, info->extack);
}
