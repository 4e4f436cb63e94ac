// SPDX-License-Identifier: GPL-2.0
#include "netlink/attr.h"
#include "netlink/put.h"

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
