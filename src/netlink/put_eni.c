// SPDX-License-Identifier: GPL-2.0
#include "eni/inventory.h"
#include "eni/scope.h"
#include "netlink/attr.h"
#include "netlink/put.h"

static int nfm_put_device(struct sk_buff *msg, const struct nfm_eni *eni)
{
	unsigned int i;

	if (eni->ifindex && nla_put_u32(msg, NFM_A_ENI_IFINDEX, eni->ifindex))
		return -EMSGSIZE;
	if (eni->ethernet && nla_put(msg, NFM_A_ENI_MAC, ETH_ALEN, eni->mac))
		return -EMSGSIZE;
	if (eni->mtu && nla_put_u32(msg, NFM_A_ENI_MTU, eni->mtu))
		return -EMSGSIZE;
	/* A device may have any number of addresses; the first ones suffice. */
	for (i = 0; i < min_t(u32, eni->n_addrs, 2 * NFM_ADDRESSES_MAX); i++)
		if (nfm_put_addr(msg, NFM_A_ENI_ADDRESS, &eni->addrs[i]))
			return -EMSGSIZE;
	return 0;
}

static int nfm_put_attachment(struct sk_buff *msg, const struct nfm_eni *eni)
{
	const struct nfm_attachment *attachment = eni->attachment;
	const char *name = attachment->object.name;
	unsigned int i;

	if (nla_put_flag(msg, NFM_A_ENI_ATTACHED) ||
	    nla_put_u32(msg, NFM_A_ENI_ATTACHED_FACING, attachment->facing) ||
	    nla_put_u32(msg, NFM_A_ENI_ATTACHED_TAP, attachment->tap) ||
	    (strcmp(name, nfm_eni_name(eni)) &&
	     nla_put_string(msg, NFM_A_ENI_ATTACHED_AS, name)))
		return -EMSGSIZE;
	for (i = 0; i < attachment->n_addrs; i++)
		if (nfm_put_addr(msg, NFM_A_ENI_GUEST_ADDRESS,
				 &attachment->addrs[i]))
			return -EMSGSIZE;
	return 0;
}

static int nfm_put_membership(struct sk_buff *msg, const struct nfm_eni *eni,
			      const struct nfm_config *config)
{
	const struct nfm_attachment *attachment = eni->attachment;

	if (nla_put_u32(msg, NFM_A_ENI_FACING, eni->facing) ||
	    nla_put_u32(msg, NFM_A_ENI_TAP, eni->tap) ||
	    (nfm_eni_lacks_egress(eni) &&
	     nla_put_u32(msg, NFM_A_ENI_BLIND, NFM_BLIND_NO_EGRESS)))
		return -EMSGSIZE;
	if (attachment && nfm_put_attachment(msg, eni))
		return -EMSGSIZE;
	if (eni->network == NFM_NO_NETWORK)
		return 0;
	if (nla_put_string(msg, NFM_A_ENI_NETWORK,
			   config->networks.objects[eni->network]->name))
		return -EMSGSIZE;
	if (eni->via && nfm_put_prefix(msg, NFM_A_ENI_VIA, eni->via))
		return -EMSGSIZE;
	if (eni->owns_receiver && nla_put_flag(msg, NFM_A_ENI_OWNS_RECEIVER))
		return -EMSGSIZE;
	return 0;
}

/* Return the number of sessions in the ENI's network, 0 without one. */
static unsigned int nfm_eni_n_sessions(const struct nfm_inventory *inventory,
				       const struct nfm_eni *eni)
{
	if (eni->network == NFM_NO_NETWORK)
		return 0;
	return inventory->config->network_indices[eni->network].n_sessions;
}

/* Write as many sessions as fit, at least one; *part is where to continue. */
static int nfm_put_sessions(struct sk_buff *msg, const struct nfm_eni *eni,
			    const struct nfm_inventory *inventory,
			    unsigned int *part, unsigned int *look)
{
	const struct nfm_session *session;
	unsigned int first = *part, next = first;
	unsigned int end = first + min(*look, UINT_MAX - first);

	while ((session = nfm_eni_next_session(inventory, eni, &next, end))) {
		if (nla_put_string(msg, NFM_A_ENI_SESSION,
				   session->object.name))
			return *part == first ? -EMSGSIZE : 0;
		*part = next;
	}
	*look -= next - first;
	*part = next < nfm_eni_n_sessions(inventory, eni) ? next : 0;
	return 0;
}

/**
 * nfm_put_eni() - write an ENI, or one part of it
 * @msg: the message
 * @inventory: the devices and the configuration
 * @i: index of the ENI in @inventory
 * @part: in/out, 0 for the first part; nonzero on return if sessions are left
 *	  for another message
 * @look: in/out, number of sessions that may be examined, not 0; reduced by
 *	  those that were, unless the message is full
 *
 * Return: 0, or -EMSGSIZE if there is no room.
 */
int nfm_put_eni(struct sk_buff *msg, const struct nfm_inventory *inventory,
		unsigned int i, unsigned int *part, unsigned int *look)
{
	const struct nfm_eni *eni = &inventory->enis[i];
	struct nlattr *nest = nla_nest_start(msg, NFM_A_ENI);

	if (!nest || nla_put_string(msg, NFM_A_ENI_NAME, nfm_eni_name(eni)))
		return -EMSGSIZE;
	if (!*part && (nfm_put_device(msg, eni) ||
		       nfm_put_membership(msg, eni, inventory->config)))
		return -EMSGSIZE;
	if (nfm_put_sessions(msg, eni, inventory, part, look))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}
