// SPDX-License-Identifier: GPL-2.0
#include <linux/string.h>

#include "eni/scope.h"

static bool nfm_scope_names(const struct nfm_session *session,
			    const struct nfm_eni *eni)
{
	unsigned int i;

	for (i = 0; i < session->n_enis; i++)
		if (!strcmp(session->enis[i], eni->name))
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
 * nfm_scope_covers() - tells whether an ENI is in a session's scope
 * @session: the session
 * @eni: an ENI of the session's network
 */
bool nfm_scope_covers(const struct nfm_session *session,
		      const struct nfm_eni *eni)
{
	switch (session->scope) {
	case NFM_SCOPE_SUBNET:
		return nfm_scope_holds_address(session, eni);
	case NFM_SCOPE_ENI:
		return nfm_scope_names(session, eni);
	default:
		return true;
	}
}

/**
 * nfm_session_taps() - tells whether a session copies an ENI's packets
 * @inventory: the devices and the configuration
 * @session: the session's index in the configuration
 * @eni: the ENI
 */
bool nfm_session_taps(const struct nfm_inventory *inventory,
		      unsigned int session, const struct nfm_eni *eni)
{
	const struct nfm_config *config = inventory->config;
	const struct nfm_session *s = nfm_config_session(config, session);

	return s->enabled && eni->ifindex && !eni->owns_receiver &&
	       eni->network == config->network_of[session] &&
	       nfm_scope_covers(s, eni);
}

/**
 * nfm_tap_state() - tells what became of a device that a session's scope names
 * @inventory: the devices and the configuration
 * @session: the session's index in the configuration
 * @device: the device's name
 */
enum nfm_tap_state nfm_tap_state(const struct nfm_inventory *inventory,
				 unsigned int session, const char *device)
{
	const struct nfm_eni *eni = nfm_inventory_find(inventory, device);

	if (!eni || !eni->ifindex)
		return NFM_TAP_ABSENT;
	if (eni->network != inventory->config->network_of[session])
		return NFM_TAP_OUTSIDE;
	if (eni->owns_receiver)
		return NFM_TAP_RECEIVER;
	return NFM_TAP_ACTIVE;
}
