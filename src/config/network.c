// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>
#include <linux/string.h>
#include <uapi/linux/nf_mirror.h>

#include "config/network.h"
#include "lib/cidrmap.h"

static void nfm_network_release(struct nfm_object *object)
{
	kfree(object->name);
	kfree(container_of(object, struct nfm_network, object));
}

static bool nfm_network_equal(const struct nfm_object *a,
			      const struct nfm_object *b)
{
	const struct nfm_network *x, *y;

	x = container_of(a, struct nfm_network, object);
	y = container_of(b, struct nfm_network, object);
	return x->max_sessions == y->max_sessions && x->seed == y->seed &&
	       nfm_prefixes_equal(x->cidrs, x->n_cidrs, y->cidrs, y->n_cidrs);
}

/**
 * nfm_network_alloc() - allocate a network, its CIDRs yet to be filled in
 * @name: its name
 * @n_cidrs: number of CIDRs
 *
 * Return: the network, with one reference, or NULL.
 */
struct nfm_network *nfm_network_alloc(const char *name, unsigned int n_cidrs)
{
	struct nfm_network *network;

	network = kzalloc(struct_size(network, cidrs, n_cidrs),
			  GFP_KERNEL_ACCOUNT);
	if (!network)
		return NULL;
	network->object.name = kstrdup(name, GFP_KERNEL_ACCOUNT);
	if (!network->object.name) {
		kfree(network);
		return NULL;
	}
	network->object.release = nfm_network_release;
	network->object.equal = nfm_network_equal;
	kref_init(&network->object.ref);
	network->max_sessions = NFM_QUOTA_DEFAULT;
	network->n_cidrs = n_cidrs;
	network->object.bytes =
		struct_size(network, cidrs, n_cidrs) + strlen(name) + 1 +
		n_cidrs * NFM_CIDR_SLOTS * sizeof(struct nfm_cidr);
	return network;
}

/**
 * nfm_network_holds() - find the CIDR of a network that contains an address
 * @network: the network
 * @addr: the address
 *
 * Return: the longest such CIDR of @network, or NULL.
 */
const struct nfm_prefix *nfm_network_holds(const struct nfm_network *network,
					   const struct in6_addr *addr)
{
	const struct nfm_prefix *best = NULL;
	unsigned int i;

	for (i = 0; i < network->n_cidrs; i++) {
		const struct nfm_prefix *cidr = &network->cidrs[i];

		if (nfm_prefix_contains(cidr, addr) &&
		    (!best || cidr->len > best->len))
			best = cidr;
	}
	return best;
}

static void nfm_attachment_release(struct nfm_object *object)
{
	struct nfm_attachment *attachment =
		container_of(object, struct nfm_attachment, object);

	kfree(attachment->network);
	kfree(object->name);
	kfree(attachment);
}

static bool nfm_attachment_equal(const struct nfm_object *a,
				 const struct nfm_object *b)
{
	const struct nfm_attachment *x, *y;

	x = container_of(a, struct nfm_attachment, object);
	y = container_of(b, struct nfm_attachment, object);
	return !strcmp(x->network, y->network) && x->facing == y->facing &&
	       x->tap == y->tap && x->n_addrs == y->n_addrs &&
	       !memcmp(x->addrs, y->addrs, x->n_addrs * sizeof(*x->addrs));
}

/**
 * nfm_attachment_alloc() - allocate an attachment, its addresses yet to be
 *			    filled in
 * @device: name of the device
 * @network: name of the network
 * @n_addrs: number of addresses
 *
 * Return: the attachment, with one reference, or NULL.
 */
struct nfm_attachment *nfm_attachment_alloc(const char *device,
					    const char *network,
					    unsigned int n_addrs)
{
	struct nfm_attachment *attachment;

	attachment = kzalloc(struct_size(attachment, addrs, n_addrs),
			     GFP_KERNEL_ACCOUNT);
	if (!attachment)
		return NULL;
	attachment->object.release = nfm_attachment_release;
	attachment->object.equal = nfm_attachment_equal;
	kref_init(&attachment->object.ref);
	attachment->n_addrs = n_addrs;
	/* The addresses are stored once here and twice in the inventory. */
	attachment->object.bytes = struct_size(attachment, addrs, 3 * n_addrs) +
				   strlen(device) + 1;
	attachment->object.name = kstrdup(device, GFP_KERNEL_ACCOUNT);
	attachment->network = kstrdup(network, GFP_KERNEL_ACCOUNT);
	if (!attachment->object.name || !attachment->network) {
		nfm_object_put(&attachment->object);
		return NULL;
	}
	return attachment;
}
