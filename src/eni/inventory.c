// SPDX-License-Identifier: GPL-2.0
#include <linux/if_arp.h>
#include <linux/inetdevice.h>
#include <linux/mm.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <net/addrconf.h>

#include "eni/device.h"
#include "eni/inventory.h"
#include "eni/scope.h"

/**
 * struct nfm_census - what an inventory needs room for
 * @n_enis: devices, and attachments, each of which may be of another one
 * @n_addrs: addresses of devices
 * @n_guest_addrs: addresses in attachments
 */
struct nfm_census {
	unsigned int n_enis;
	unsigned int n_addrs;
	unsigned int n_guest_addrs;
};

/**
 * struct nfm_claim - an attachment by another name than the primary one
 * @ifindex: the device's index
 * @attachment: the attachment
 * @taken: it is in force: the device is not attached by its primary name, nor by
 *	   one that sorts before this one
 */
struct nfm_claim {
	int ifindex;
	const struct nfm_attachment *attachment;
	bool taken;
};

/**
 * struct nfm_fill - an inventory that is being filled
 * @inventory: it
 * @claims: with room for all attachments; owned; sorted once they are complete
 * @n_claims: their number
 * @next: where its next address goes
 * @room: how many addresses of devices there is still room for. Nothing keeps
 *	  devices from gaining IPv6 addresses since the census; those that find
 *	  no room are in the next inventory, which their event brings about.
 */
struct nfm_fill {
	struct nfm_inventory *inventory;
	struct nfm_claim *claims;
	unsigned int n_claims;
	struct in6_addr *next;
	unsigned int room;
};

static unsigned int nfm_device_v4_addrs(const struct net_device *dev,
					struct in6_addr *addrs,
					unsigned int room)
{
	const struct in_device *in_dev = __in_dev_get_rtnl(dev);
	const struct in_ifaddr *ifa;
	unsigned int n = 0;

	if (!in_dev)
		return 0;
	in_dev_for_each_ifa_rtnl(ifa, in_dev) {
		if (n == room)
			break;
		if (addrs)
			nfm_addr_set_v4(&addrs[n], ifa->ifa_local);
		n++;
	}
	return n;
}

static unsigned int nfm_device_v6_addrs(const struct net_device *dev,
					struct in6_addr *addrs,
					unsigned int room)
{
	struct inet6_dev *in6_dev = __in6_dev_get(dev);
	const struct inet6_ifaddr *ifa;
	unsigned int n = 0;

	if (!in6_dev)
		return 0;
	read_lock_bh(&in6_dev->lock);
	list_for_each_entry(ifa, &in6_dev->addr_list, if_list) {
		if (n == room)
			break;
		if (addrs)
			addrs[n] = ifa->addr;
		n++;
	}
	read_unlock_bh(&in6_dev->lock);
	return n;
}

static void nfm_census_take(struct nfm_census *census, struct net *net,
			    const struct nfm_config *config)
{
	const struct net_device *dev;
	unsigned int i;

	*census = (struct nfm_census){ .n_enis = config->attachments.count };
	for (i = 0; i < config->attachments.count; i++)
		census->n_guest_addrs +=
			nfm_config_attachment(config, i)->n_addrs;
	for_each_netdev(net, dev) {
		if (!nfm_device_is_eni(dev))
			continue;
		census->n_enis++;
		census->n_addrs += nfm_device_v4_addrs(dev, NULL, UINT_MAX);
		census->n_addrs += nfm_device_v6_addrs(dev, NULL, UINT_MAX);
	}
}

static void nfm_inventory_free(struct nfm_inventory *inventory)
{
	kvfree(inventory->by_index);
	kvfree(inventory->named);
	kvfree(inventory->scopes);
	kvfree(inventory->mtus);
	kvfree(inventory->addrs);
	kvfree(inventory);
}

static struct nfm_inventory *
nfm_inventory_alloc(const struct nfm_census *census)
{
	unsigned int n_addrs = census->n_addrs + census->n_guest_addrs;
	struct nfm_inventory *inventory;

	inventory = kvzalloc(struct_size(inventory, enis, census->n_enis),
			     GFP_KERNEL_ACCOUNT);
	if (!inventory)
		return NULL;
	inventory->addrs = kvmalloc_array(
		n_addrs ?: 1, sizeof(*inventory->addrs), GFP_KERNEL_ACCOUNT);
	inventory->by_index = kvmalloc_array(census->n_enis ?: 1,
					     sizeof(*inventory->by_index),
					     GFP_KERNEL_ACCOUNT);
	if (!inventory->addrs || !inventory->by_index) {
		nfm_inventory_free(inventory);
		return NULL;
	}
	kref_init(&inventory->ref);
	return inventory;
}

/* What goes by the sessions of the configuration. */
static bool nfm_inventory_alloc_sessions(struct nfm_inventory *inventory)
{
	const struct nfm_config *config = inventory->config;
	unsigned int i, n = config->sessions.count;

	inventory->mtus =
		kvcalloc(n ?: 1, sizeof(*inventory->mtus), GFP_KERNEL_ACCOUNT);
	inventory->scopes =
		kvcalloc(n + 1, sizeof(*inventory->scopes), GFP_KERNEL_ACCOUNT);
	if (!inventory->mtus || !inventory->scopes)
		return false;
	for (i = 0; i < n; i++)
		inventory->scopes[i + 1] =
			inventory->scopes[i] +
			nfm_config_session(config, i)->n_enis;
	inventory->named = kvcalloc(inventory->scopes[n] ?: 1,
				    sizeof(*inventory->named),
				    GFP_KERNEL_ACCOUNT);
	return inventory->named;
}

/* Adds what an attachment says of a device, which may not exist. */
static void nfm_eni_attach(struct nfm_eni *eni,
			   const struct nfm_attachment *attachment)
{
	eni->attachment = attachment;
	memcpy(eni->addrs + eni->n_addrs, attachment->addrs,
	       attachment->n_addrs * sizeof(*eni->addrs));
	eni->n_addrs += attachment->n_addrs;
}

static void nfm_eni_add_addrs(struct nfm_eni *eni, const struct net_device *dev,
			      struct nfm_fill *fill)
{
	eni->addrs = fill->next;
	eni->n_addrs = nfm_device_v4_addrs(dev, eni->addrs, fill->room);
	eni->n_addrs += nfm_device_v6_addrs(dev, eni->addrs + eni->n_addrs,
					    fill->room - eni->n_addrs);
	fill->room -= eni->n_addrs;
}

static int nfm_claim_compare(const void *a, const void *b)
{
	const struct nfm_claim *x = a, *y = b;

	if (x->ifindex != y->ifindex)
		return x->ifindex < y->ifindex ? -1 : 1;
	return strcmp(x->attachment->object.name, y->attachment->object.name);
}

/* The first claim of a device, if any, by which it is attached from now on. */
static const struct nfm_attachment *nfm_fill_claim(struct nfm_fill *fill,
						   int ifindex)
{
	unsigned int low = 0, high = fill->n_claims;

	while (low < high) {
		unsigned int middle = low + (high - low) / 2;

		if (fill->claims[middle].ifindex < ifindex)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == fill->n_claims || fill->claims[low].ifindex != ifindex)
		return NULL;
	fill->claims[low].taken = true;
	return fill->claims[low].attachment;
}

static void nfm_fill_device(struct nfm_fill *fill, const struct net_device *dev)
{
	struct nfm_inventory *inventory = fill->inventory;
	struct nfm_eni *eni = &inventory->enis[inventory->n_enis++];
	const struct nfm_attachment *attachment;

	strscpy(eni->name, dev->name, sizeof(eni->name));
	eni->ifindex = dev->ifindex;
	eni->ethernet = dev->type == ARPHRD_ETHER;
	if (eni->ethernet)
		memcpy(eni->mac, dev->dev_addr, ETH_ALEN);
	eni->mtu = dev->mtu;
	nfm_eni_add_addrs(eni, dev, fill);
	attachment = nfm_config_find_attachment(inventory->config, eni->name) ?:
			     nfm_fill_claim(fill, eni->ifindex);
	if (attachment)
		nfm_eni_attach(eni, attachment);
	fill->next += eni->n_addrs;
}

static void nfm_fill_absent(struct nfm_fill *fill,
			    const struct nfm_attachment *attachment)
{
	struct nfm_inventory *inventory = fill->inventory;
	struct nfm_eni *eni = &inventory->enis[inventory->n_enis++];

	eni->addrs = fill->next;
	nfm_eni_attach(eni, attachment);
	fill->next += eni->n_addrs;
}

/* Attachments of devices that there are not, and those by other names. */
static void nfm_fill_attachments(struct nfm_fill *fill, struct net *net)
{
	const struct nfm_config *config = fill->inventory->config;
	unsigned int i;

	for (i = 0; i < config->attachments.count; i++) {
		const struct nfm_attachment *attachment =
			nfm_config_attachment(config, i);
		const char *name = attachment->object.name;
		const struct net_device *dev = __dev_get_by_name(net, name);

		if (!dev || !nfm_device_is_eni(dev))
			nfm_fill_absent(fill, attachment);
		else if (strcmp(dev->name, name))
			fill->claims[fill->n_claims++] =
				(struct nfm_claim){ dev->ifindex, attachment };
	}
	sort(fill->claims, fill->n_claims, sizeof(*fill->claims),
	     nfm_claim_compare, NULL);
}

/* @room: how many addresses of devices there is room for */
static bool nfm_inventory_fill(struct nfm_inventory *inventory, struct net *net,
			       unsigned int room)
{
	struct nfm_fill fill = {
		.inventory = inventory,
		.next = inventory->addrs,
		.room = room,
	};
	const struct net_device *dev;
	unsigned int i;

	fill.claims = kvmalloc_array(inventory->config->attachments.count ?: 1,
				     sizeof(*fill.claims), GFP_KERNEL_ACCOUNT);
	if (!fill.claims)
		return false;
	nfm_fill_attachments(&fill, net);
	for_each_netdev(net, dev)
		if (nfm_device_is_eni(dev))
			nfm_fill_device(&fill, dev);
	for (i = 0; i < fill.n_claims; i++)
		if (!fill.claims[i].taken)
			nfm_fill_absent(&fill, fill.claims[i].attachment);
	kvfree(fill.claims);
	return true;
}

/* The longest CIDR wins; between equals, the network that sorts first. */
static bool nfm_cidr_wins(const struct nfm_cidr *cidr,
			  const struct nfm_eni *eni)
{
	if (!eni->via || cidr->prefix->len != eni->via->len)
		return !eni->via || cidr->prefix->len > eni->via->len;
	return cidr->network < eni->network;
}

static void nfm_eni_find_network(struct nfm_eni *eni,
				 const struct nfm_config *config)
{
	unsigned int i;

	for (i = 0; i < eni->n_addrs; i++) {
		const struct nfm_cidr *cidr =
			nfm_cidrmap_find(config->cidrs, &eni->addrs[i]);

		if (!cidr || !nfm_cidr_wins(cidr, eni))
			continue;
		eni->network = cidr->network;
		eni->via = cidr->prefix;
	}
}

static void nfm_eni_resolve(struct nfm_eni *eni,
			    const struct nfm_config *config)
{
	const struct nfm_addrset *receivers;
	unsigned int i;

	eni->network = NFM_NO_NETWORK;
	if (eni->attachment)
		eni->network = nfm_set_index(&config->networks,
					     eni->attachment->network);
	else
		nfm_eni_find_network(eni, config);
	if (eni->network == NFM_NO_NETWORK)
		return;
	receivers = config->vpcs[eni->network].receivers;
	for (i = 0; i < eni->n_addrs; i++)
		if (nfm_addrset_has(receivers, &eni->addrs[i]))
			eni->owns_receiver = true;
}

/* How long the longest of its packets still is when it is sent. */
static unsigned int nfm_eni_longest(const struct nfm_eni *eni,
				    const struct nfm_session *session)
{
	if (!session->snaplen)
		return eni->mtu;
	return min_t(u32, eni->mtu, session->snaplen - ETH_HLEN);
}

static void nfm_inventory_add_mtu(struct nfm_inventory *inventory,
				  const struct nfm_eni *eni)
{
	const struct nfm_config *config = inventory->config;
	const struct nfm_vpc *vpc;
	unsigned int i;

	if (eni->network == NFM_NO_NETWORK)
		return;
	vpc = &config->vpcs[eni->network];
	for (i = 0; i < vpc->n_sessions; i++) {
		unsigned int s = vpc->sessions[i];
		unsigned int *mtu = &inventory->mtus[s];
		unsigned int longest =
			nfm_eni_longest(eni, nfm_config_session(config, s));

		if (longest > *mtu && nfm_scope_covers(inventory, s, eni))
			*mtu = longest;
	}
}

static int nfm_eni_compare(const void *a, const void *b)
{
	const struct nfm_eni *x = a, *y = b;

	return strcmp(nfm_eni_name(x), nfm_eni_name(y));
}

static int nfm_index_compare(const void *a, const void *b)
{
	const struct nfm_eni *const *x = a, *const *y = b;

	if ((*x)->ifindex == (*y)->ifindex)
		return 0;
	return (*x)->ifindex < (*y)->ifindex ? -1 : 1;
}

static void nfm_inventory_sort(struct nfm_inventory *inventory)
{
	unsigned int i;

	sort(inventory->enis, inventory->n_enis, sizeof(*inventory->enis),
	     nfm_eni_compare, NULL);
	for (i = 0; i < inventory->n_enis; i++)
		inventory->by_index[i] = &inventory->enis[i];
	sort(inventory->by_index, inventory->n_enis,
	     sizeof(*inventory->by_index), nfm_index_compare, NULL);
}

/* Finds what the scopes of sessions name. */
static void nfm_inventory_name(struct nfm_inventory *inventory, struct net *net)
{
	const struct nfm_config *config = inventory->config;
	unsigned int i, n = 0;
	const char *name;

	for (i = 0; i < config->sessions.count; i++) {
		nfm_session_for_each_eni(name, nfm_config_session(config, i))
			inventory->named[n++] =
				nfm_inventory_find_device(inventory, net, name);
		cond_resched();
	}
}

/**
 * nfm_inventory_take() - looks at the devices of a namespace
 * @net: the namespace
 * @config: what to see them through; the inventory takes a reference
 * @generation: its number
 *
 * Context: process; takes RTNL.
 * Return: an inventory with one reference, or NULL if memory is short.
 */
struct nfm_inventory *
nfm_inventory_take(struct net *net, struct nfm_config *config, u32 generation)
{
	struct nfm_inventory *inventory;
	struct nfm_census census;
	bool complete = false;
	unsigned int i;

	rtnl_lock();
	nfm_census_take(&census, net, config);
	inventory = nfm_inventory_alloc(&census);
	if (inventory) {
		inventory->config = nfm_config_get(config);
		complete = nfm_inventory_fill(inventory, net, census.n_addrs);
	}
	rtnl_unlock();
	if (!complete || !nfm_inventory_alloc_sessions(inventory)) {
		nfm_inventory_put(inventory);
		return NULL;
	}
	inventory->generation = generation;
	nfm_inventory_sort(inventory);
	nfm_inventory_name(inventory, net);
	for (i = 0; i < inventory->n_enis; i++) {
		nfm_eni_resolve(&inventory->enis[i], config);
		nfm_inventory_add_mtu(inventory, &inventory->enis[i]);
	}
	return inventory;
}

/**
 * nfm_inventory_get() - takes a reference
 * @inventory: the inventory
 *
 * Return: @inventory.
 */
struct nfm_inventory *nfm_inventory_get(struct nfm_inventory *inventory)
{
	kref_get(&inventory->ref);
	return inventory;
}

static void nfm_inventory_release(struct kref *ref)
{
	struct nfm_inventory *inventory =
		container_of(ref, struct nfm_inventory, ref);

	nfm_config_put(inventory->config);
	nfm_inventory_free(inventory);
}

/**
 * nfm_inventory_put() - drops a reference, and the inventory with the last
 * @inventory: the inventory; may be NULL
 */
void nfm_inventory_put(struct nfm_inventory *inventory)
{
	if (inventory)
		kref_put(&inventory->ref, nfm_inventory_release);
}

/**
 * nfm_inventory_find() - looks a device up
 * @inventory: the inventory
 * @name: the device's primary name, or that of what is attached and not there
 *
 * Return: the device, attached or there; NULL if it is neither.
 */
const struct nfm_eni *nfm_inventory_find(const struct nfm_inventory *inventory,
					 const char *name)
{
	unsigned int low = 0, high = inventory->n_enis;

	while (low < high) {
		unsigned int middle = low + (high - low) / 2;
		int order =
			strcmp(nfm_eni_name(&inventory->enis[middle]), name);

		if (!order)
			return &inventory->enis[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/**
 * nfm_inventory_find_index() - looks a device up
 * @inventory: the inventory
 * @ifindex: its index, not 0
 *
 * Return: the device, or NULL if it is not there.
 */
const struct nfm_eni *
nfm_inventory_find_index(const struct nfm_inventory *inventory, int ifindex)
{
	unsigned int low = 0, high = inventory->n_enis;

	while (low < high) {
		unsigned int middle = low + (high - low) / 2;
		const struct nfm_eni *eni = inventory->by_index[middle];

		if (eni->ifindex == ifindex)
			return eni;
		if (eni->ifindex < ifindex)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/**
 * nfm_inventory_find_device() - looks a device up by any of its names
 * @inventory: the inventory
 * @net: its namespace, which knows the names
 * @name: the name
 *
 * Return: the device, or NULL if it is not there.
 */
const struct nfm_eni *
nfm_inventory_find_device(const struct nfm_inventory *inventory,
			  struct net *net, const char *name)
{
	struct nfm_device device;

	if (!nfm_device_find(net, name, &device))
		return NULL;
	return nfm_inventory_find_index(inventory, device.ifindex);
}
