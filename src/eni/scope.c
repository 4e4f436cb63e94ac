// SPDX-License-Identifier: GPL-2.0
#include <linux/string.h>

#include "eni/scope.h"

static bool nfm_scope_names(const struct nfm_inventory *inventory,
			    unsigned int session, const struct nfm_eni *eni)
{
	unsigned int i;

	for (i = inventory->scopes[session]; i < inventory->scopes[session + 1];
	     i++)
		if (inventory->named[i] == eni)
			return true;
	return false;
}

static bool nfm_scope_holds_address(const struct nfm_session *session,
				    const struct nfm_eni *eni)
{
	unsigned int i, j;

	for (i = 0; i < session->n_cidrs; i++)
		for (j = 0; j < eni->n_addrs; j++)
			if (nfm_prefix_contains(&session->cidrs[i],
						&eni->addrs[j]))
				return true;
	return false;
}

/**
 * nfm_scope_covers() - tells whether a session, if it runs, copies an ENI's
 *			packets
 * @inventory: the devices and the configuration
 * @i: the session's index in the configuration
 * @eni: an ENI of the session's network
 */
bool nfm_scope_covers(const struct nfm_inventory *inventory, unsigned int i,
		      const struct nfm_eni *eni)
{
	const struct nfm_session *session =
		nfm_config_session(inventory->config, i);

	if (!eni->ifindex || eni->owns_receiver)
		return false;
	switch (session->scope) {
	case NFM_SCOPE_SUBNET:
		return nfm_scope_holds_address(session, eni);
	case NFM_SCOPE_ENI:
		return nfm_scope_names(inventory, i, eni);
	default:
		return true;
	}
}

/**
 * nfm_eni_next_session() - lists the sessions that copy an ENI's packets
 * @inventory: the devices and the configuration
 * @eni: one of the devices
 * @next: where to go on; 0 at first
 *
 * Return: the next session, by name, or NULL if there is no further one.
 */
const struct nfm_session *
nfm_eni_next_session(const struct nfm_inventory *inventory,
		     const struct nfm_eni *eni, unsigned int *next)
{
	const struct nfm_config *config = inventory->config;
	const struct nfm_vpc *vpc;

	if (eni->network == NFM_NO_NETWORK)
		return NULL;
	vpc = &config->vpcs[eni->network];
	while (*next < vpc->n_sessions) {
		unsigned int i = vpc->sessions[(*next)++];
		const struct nfm_session *session =
			nfm_config_session(config, i);

		if (session->enabled && nfm_scope_covers(inventory, i, eni))
			return session;
	}
	return NULL;
}

/**
 * nfm_tap_state() - tells what became of a device that a session's scope names
 * @inventory: the devices and the configuration
 * @session: the session's index in the configuration
 * @eni: what it names; NULL if there is no such device
 */
enum nfm_tap_state nfm_tap_state(const struct nfm_inventory *inventory,
				 unsigned int session,
				 const struct nfm_eni *eni)
{
	if (!eni)
		return NFM_TAP_ABSENT;
	if (eni->network != inventory->config->network_of[session])
		return NFM_TAP_OUTSIDE;
	if (eni->owns_receiver)
		return NFM_TAP_RECEIVER;
	return NFM_TAP_ACTIVE;
}
