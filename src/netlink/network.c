// SPDX-License-Identifier: GPL-2.0
#include "netlink/attr.h"
#include "netlink/edit.h"
#include "netlink/put.h"

static int nfm_network_parse(struct nlattr **tb, const struct nlattr *attr,
			     struct netlink_ext_ack *extack)
{
	int err;

	err = nla_parse_nested(tb, NFM_A_NETWORK_MAX, attr, NULL, extack);
	if (err)
		return err;
	if (!tb[NFM_A_NETWORK_NAME]) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "a network needs a name");
		return -EINVAL;
	}
	return 0;
}

/* Set the message for an error of the configuration; returns the error. */
static int nfm_network_refuse(int err, struct nlattr **tb,
			      struct netlink_ext_ack *extack)
{
	switch (err) {
	case -EEXIST:
		NL_SET_ERR_MSG_ATTR(extack, tb[NFM_A_NETWORK_NAME],
				    "a network of this name exists");
		break;
	case -ENOENT:
		NL_SET_ERR_MSG_ATTR(extack, tb[NFM_A_NETWORK_NAME],
				    "there is no network of this name");
		break;
	case -EBUSY:
		NL_SET_ERR_MSG_ATTR(
			extack, tb[NFM_A_NETWORK_NAME],
			"the network still has sessions or attached ENIs");
		break;
	case -E2BIG:
		NL_SET_ERR_MSG_ATTR(
			extack, tb[NFM_A_NETWORK_NAME],
			"the network namespace has 4096 networks already");
		break;
	case -ENOSPC:
		NL_SET_ERR_MSG_ATTR(
			extack, tb[NFM_A_NETWORK_NAME],
			"the network namespace would exceed its memory limit (module parameter memory)");
		break;
	case -EDQUOT:
		NL_SET_ERR_MSG_ATTR(
			extack, tb[NFM_A_NETWORK_MAX_SESSIONS],
			"the network has more sessions than max-sessions");
		break;
	case -EADDRNOTAVAIL:
		NL_SET_ERR_MSG_ATTR(
			extack, tb[NFM_A_NETWORK_NAME],
			"a session of the network has a receiver outside the new CIDRs");
		break;
	}
	return err;
}

/* Allocate a network from a request; @old supplies what the request omits. */
static struct nfm_network *nfm_network_make(const struct nlattr *attr,
					    struct nlattr **tb,
					    const struct nfm_network *old,
					    struct netlink_ext_ack *extack)
{
	struct nfm_prefix cidrs[NFM_CIDRS_MAX];
	struct nfm_network *network;
	unsigned int n;
	int err;

	err = nfm_attr_prefixes(attr, NFM_A_NETWORK_CIDR, cidrs, &n, extack);
	if (err)
		return ERR_PTR(err);
	if (!n && old) {
		n = old->n_cidrs;
		memcpy(cidrs, old->cidrs, n * sizeof(*cidrs));
	}
	if (!n) {
		NL_SET_ERR_MSG_ATTR(extack, tb[NFM_A_NETWORK_NAME],
				    "a network needs at least one CIDR");
		return ERR_PTR(-EINVAL);
	}
	network = nfm_network_alloc(nla_data(tb[NFM_A_NETWORK_NAME]), n);
	if (!network)
		return ERR_PTR(-ENOMEM);
	memcpy(network->cidrs, cidrs, n * sizeof(*cidrs));
	if (old) {
		network->max_sessions = old->max_sessions;
		network->seed = old->seed;
	}
	if (tb[NFM_A_NETWORK_SEED])
		network->seed = nla_get_u64(tb[NFM_A_NETWORK_SEED]);
	if (tb[NFM_A_NETWORK_MAX_SESSIONS])
		network->max_sessions =
			nla_get_u32(tb[NFM_A_NETWORK_MAX_SESSIONS]);
	return network;
}

/* NFM_CMD_NETWORK_ADD, see nfm_edit_t. */
int nfm_edit_network_add(struct net *net, struct nfm_config *config,
			 const struct nlattr *attr, bool exist,
			 const struct nfm_job *job,
			 struct netlink_ext_ack *extack)
{
	struct nlattr *tb[NFM_A_NETWORK_MAX + 1];
	struct nfm_network *network;
	int err;

	err = nfm_network_parse(tb, attr, extack);
	if (!err)
		err = nfm_attr_name(tb[NFM_A_NETWORK_NAME], extack);
	if (err)
		return err;
	network = nfm_network_make(attr, tb, NULL, extack);
	if (IS_ERR(network))
		return PTR_ERR(network);
	err = nfm_config_add_network(config, network, exist);
	if (err)
		nfm_object_put(&network->object);
	return nfm_network_refuse(err, tb, extack);
}

/* NFM_CMD_NETWORK_SET, see nfm_edit_t. */
int nfm_edit_network_set(struct net *net, struct nfm_config *config,
			 const struct nlattr *attr, bool exist,
			 const struct nfm_job *job,
			 struct netlink_ext_ack *extack)
{
	struct nlattr *tb[NFM_A_NETWORK_MAX + 1];
	struct nfm_network *old, *network;
	int err;

	err = nfm_network_parse(tb, attr, extack);
	if (err)
		return err;
	old = nfm_config_find_network(config, nla_data(tb[NFM_A_NETWORK_NAME]));
	if (!old)
		return nfm_network_refuse(-ENOENT, tb, extack);
	network = nfm_network_make(attr, tb, old, extack);
	if (IS_ERR(network))
		return PTR_ERR(network);
	err = nfm_config_set_network(config, network, job);
	if (err)
		nfm_object_put(&network->object);
	return nfm_network_refuse(err, tb, extack);
}

/* NFM_CMD_NETWORK_DEL, see nfm_edit_t. */
int nfm_edit_network_del(struct net *net, struct nfm_config *config,
			 const struct nlattr *attr, bool exist,
			 const struct nfm_job *job,
			 struct netlink_ext_ack *extack)
{
	struct nlattr *tb[NFM_A_NETWORK_MAX + 1];
	int err;

	err = nfm_network_parse(tb, attr, extack);
	if (err)
		return err;
	err = nfm_config_del_network(config, nla_data(tb[NFM_A_NETWORK_NAME]));
	if (err == -ENOENT && exist)
		return 0;
	return nfm_network_refuse(err, tb, extack);
}

/**
 * nfm_put_network() - write a network
 * @msg: the message
 * @config: a sealed configuration
 * @i: index of the network in @config
 *
 * Return: 0, or -EMSGSIZE if there is no room.
 */
int nfm_put_network(struct sk_buff *msg, const struct nfm_config *config,
		    unsigned int i)
{
	const struct nfm_network *network = nfm_config_network(config, i);
	struct nlattr *nest = nla_nest_start(msg, NFM_A_NETWORK);
	unsigned int j;

	if (!nest ||
	    nla_put_string(msg, NFM_A_NETWORK_NAME, network->object.name))
		return -EMSGSIZE;
	for (j = 0; j < network->n_cidrs; j++)
		if (nfm_put_prefix(msg, NFM_A_NETWORK_CIDR, &network->cidrs[j]))
			return -EMSGSIZE;
	if (nla_put_u32(msg, NFM_A_NETWORK_MAX_SESSIONS,
			network->max_sessions) ||
	    nla_put_u32(msg, NFM_A_NETWORK_SESSIONS,
			config->network_indices[i].n_sessions))
		return -EMSGSIZE;
	if (network->seed &&
	    nla_put_u64_64bit(msg, NFM_A_NETWORK_SEED, network->seed,
			      NFM_A_NETWORK_PAD))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}
