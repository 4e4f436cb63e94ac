// SPDX-License-Identifier: GPL-2.0
#include <linux/sched.h>
#include <linux/string.h>

#include "eni/scope.h"

/* Number of sessions between two calls of cond_resched(). */
#define NFM_REST_SESSIONS 64

/* First address of an ENI that is not less than @addr, or NULL. */
static const struct in6_addr *nfm_eni_address_from(const struct nfm_eni *eni,
						   const struct in6_addr *addr)
{
	unsigned int low = 0, high = eni->n_addrs;

	while (low < high) {
		unsigned int middle = low + (high - low) / 2;

		if (ipv6_addr_cmp(&eni->sorted[middle], addr) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < eni->n_addrs ? &eni->sorted[low] : NULL;
}

/* If any address is in the CIDR, the first one not less than its start is. */
static bool nfm_eni_has_address_in(const struct nfm_eni *eni,
				   const struct nfm_prefix *cidr)
{
	static const struct in6_addr behind_v4 = {
		.s6_addr = { [9] = 1 },
	};
	const struct in6_addr *addr = nfm_eni_address_from(eni, &cidr->addr);

	/* An IPv6 CIDR does not contain mapped IPv4 addresses: skip them. */
	if (addr && nfm_addr_is_v4(addr) && cidr->len < NFM_V4_BITS)
		addr = nfm_eni_address_from(eni, &behind_v4);
	return addr && nfm_prefix_contains(cidr, addr);
}

static bool nfm_scope_names(const struct nfm_inventory *inventory,
			    unsigned int session, const struct nfm_eni *eni)
{
	unsigned int low = inventory->scopes[session];
	unsigned int high = inventory->scopes[session + 1];

	while (low < high) {
		unsigned int middle = low + (high - low) / 2;

		if (inventory->named_sorted[middle] == eni)
			return true;
		if (inventory->named_sorted[middle] < eni)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static bool nfm_scope_holds_address(const struct nfm_session *session,
				    const struct nfm_eni *eni)
{
	unsigned int i;

	for (i = 0; i < session->n_cidrs; i++)
		if (nfm_eni_has_address_in(eni, &session->cidrs[i]))
			return true;
	return false;
}

/**
 * nfm_scope_covers() - check whether an ENI is in the scope of a session
 * @inventory: the devices and the configuration
 * @i: index of the session in the configuration
 * @eni: an ENI of the session's network
 *
 * Return: true if the session, once enabled, copies the ENI's packets; false if it
 * does not, the device does not exist, or it owns the address of a receiver.
 */
bool nfm_scope_covers(const struct nfm_inventory *inventory, unsigned int i,
		      const struct nfm_eni *eni)
{
	const struct nfm_session *session =
		nfm_config_session(inventory->config, i);

	if (!eni->ifindex || eni->owns_receiver)
		return false;
	switch (session->params.scope) {
	case NFM_SCOPE_SUBNET:
		return nfm_scope_holds_address(session, eni);
	case NFM_SCOPE_ENI:
		return nfm_scope_names(inventory, i, eni);
	default:
		return true;
	}
}

/**
 * nfm_eni_next_session() - iterate over the sessions that copy an ENI's packets
 * @inventory: the devices and the configuration
 * @eni: one of the devices
 * @next: position among the sessions of the network; 0 at first, advanced
 * @end: position to stop at, if there are that many
 *
 * Context: process; may sleep.
 * Return: the next session, in order of names, or NULL if there are no more.
 */
const struct nfm_session *
nfm_eni_next_session(const struct nfm_inventory *inventory,
		     const struct nfm_eni *eni, unsigned int *next,
		     unsigned int end)
{
	const struct nfm_config *config = inventory->config;
	const struct nfm_network_index *index;

	if (eni->network == NFM_NO_NETWORK)
		return NULL;
	index = &config->network_indices[eni->network];
	end = min(end, index->n_sessions);
	while (*next < end) {
		unsigned int i = index->sessions[*next];
		const struct nfm_session *session =
			nfm_config_session(config, i);

		if ((*next)++ % NFM_REST_SESSIONS == 0)
			cond_resched();
		if (session->params.enabled &&
		    nfm_scope_covers(inventory, i, eni))
			return session;
	}
	return NULL;
}

/**
 * nfm_tap_state() - get the state of a device that the scope of a session names
 * @inventory: the devices and the configuration
 * @session: index of the session in the configuration
 * @eni: the device; NULL if it does not exist
 *
 * Return: the state.
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
