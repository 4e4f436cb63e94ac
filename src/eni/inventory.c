// SPDX-License-Identifier: GPL-2.0
#include <linux/if_arp.h>
#include <linux/inetdevice.h>
#include <linux/mm.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <net/addrconf.h>

#include "compat/netdev.h"
#include "eni/device.h"
#include "eni/inventory.h"
#include "eni/scope.h"
#include "lib/sort.h"

/* Number of steps between two calls of nfm_job_rest(). */
#define NFM_REST_ADDRS 64
#define NFM_REST_ENIS 64
#define NFM_REST_NAMES 16

/**
 * struct nfm_census - numbers that determine the size of an inventory
 * @n_devices: devices
 * @n_addrs: addresses of these devices
 * @n_guest_addrs: addresses in attachments
 */
struct nfm_census {
	unsigned int n_devices;
	unsigned int n_addrs;
	unsigned int n_guest_addrs;
};

/**
 * struct nfm_fill - an inventory that is being filled
 * @inventory: the inventory
 * @next: where its next address goes
 * @devices: number of devices that still fit
 * @addrs: number of addresses of devices that still fit
 *
 * Devices and addresses may appear after the census. Those that do not fit are in
 * the next inventory, which their event triggers.
 */
struct nfm_fill {
	struct nfm_inventory *inventory;
	struct in6_addr *next;
	unsigned int devices;
	unsigned int addrs;
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

static int nfm_census_take(struct nfm_census *census, struct net *net,
			   const struct nfm_config *config)
{
	const struct net_device *dev;
	unsigned int i;
	int err = 0;

	*census = (struct nfm_census){};
	for (i = 0; i < config->attachments.count; i++)
		census->n_guest_addrs +=
			nfm_config_attachment(config, i)->n_addrs;
	rtnl_lock();
	for_each_netdev(net, dev) {
		if (!nfm_device_is_eni(dev))
			continue;
		census->n_addrs +=
			nfm_device_v4_addrs(dev, NULL, NFM_INVENTORY_ADDRS_MAX);
		census->n_addrs +=
			nfm_device_v6_addrs(dev, NULL, NFM_INVENTORY_ADDRS_MAX);
		if (++census->n_devices > NFM_INVENTORY_DEVICES_MAX ||
		    census->n_addrs > NFM_INVENTORY_ADDRS_MAX) {
			err = -EOVERFLOW;
			break;
		}
	}
	rtnl_unlock();
	return err;
}

/* Allocates the members that are indexed by session. */
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
	n = inventory->scopes[n] ?: 1;
	inventory->named =
		kvcalloc(n, sizeof(*inventory->named), GFP_KERNEL_ACCOUNT);
	inventory->named_sorted = kvcalloc(n, sizeof(*inventory->named_sorted),
					   GFP_KERNEL_ACCOUNT);
	return inventory->named && inventory->named_sorted;
}

static struct nfm_inventory *
nfm_inventory_alloc(const struct nfm_census *census, struct nfm_config *config)
{
	unsigned int n_enis = census->n_devices + config->attachments.count;
	unsigned int n_addrs = census->n_addrs + census->n_guest_addrs;
	struct nfm_inventory *inventory;

	inventory = kvzalloc(struct_size(inventory, enis, n_enis),
			     GFP_KERNEL_ACCOUNT);
	if (!inventory)
		return NULL;
	kref_init(&inventory->ref);
	inventory->config = nfm_config_get(config);
	inventory->addrs = kvmalloc_array(
		n_addrs ?: 1, sizeof(*inventory->addrs), GFP_KERNEL_ACCOUNT);
	inventory->sorted = kvmalloc_array(
		n_addrs ?: 1, sizeof(*inventory->sorted), GFP_KERNEL_ACCOUNT);
	inventory->by_index = kvmalloc_array(
		n_enis ?: 1, sizeof(*inventory->by_index), GFP_KERNEL_ACCOUNT);
	if (inventory->addrs && inventory->sorted && inventory->by_index &&
	    nfm_inventory_alloc_sessions(inventory))
		return inventory;
	nfm_inventory_put(inventory);
	return NULL;
}

static void nfm_eni_add_addrs(struct nfm_eni *eni, const struct net_device *dev,
			      struct nfm_fill *fill)
{
	eni->addrs = fill->next;
	eni->n_addrs = nfm_device_v4_addrs(dev, eni->addrs, fill->addrs);
	eni->n_addrs += nfm_device_v6_addrs(dev, eni->addrs + eni->n_addrs,
					    fill->addrs - eni->n_addrs);
	fill->addrs -= eni->n_addrs;
	fill->next += eni->n_addrs;
}

static void nfm_fill_device(struct nfm_fill *fill, const struct net_device *dev)
{
	struct nfm_inventory *inventory = fill->inventory;
	struct nfm_eni *eni = &inventory->enis[inventory->n_enis++];

	fill->devices--;
	strscpy(eni->name, dev->name, sizeof(eni->name));
	eni->ifindex = dev->ifindex;
	eni->ethernet = dev->type == ARPHRD_ETHER;
	if (eni->ethernet)
		memcpy(eni->mac, dev->dev_addr, ETH_ALEN);
	eni->mtu = dev->mtu;
	eni->role = nfm_device_role(dev);
	nfm_eni_add_addrs(eni, dev, fill);
}

/* Reads what only the devices know, and does no more than that under RTNL. */
static void nfm_inventory_see(struct nfm_inventory *inventory, struct net *net,
			      const struct nfm_census *census,
			      struct nfm_departed *departed)
{
	/* Buffer until nfm_inventory_join_addrs(). */
	struct nfm_fill fill = { inventory, inventory->sorted,
				 census->n_devices, census->n_addrs };
	const struct net_device *dev;

	rtnl_lock();
	spin_lock(&departed->lock);
	departed->n = 0;
	spin_unlock(&departed->lock);
	for_each_netdev(net, dev)
		if (nfm_device_is_eni(dev) && fill.devices)
			nfm_fill_device(&fill, dev);
	rtnl_unlock();
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

static int nfm_inventory_sort(struct nfm_inventory *inventory,
			      const struct nfm_job *job)
{
	unsigned int i;
	int err;

	err = nfm_sort(inventory->enis, inventory->n_enis,
		       sizeof(*inventory->enis), nfm_eni_compare, job);
	if (err)
		return err;
	for (i = 0; i < inventory->n_enis; i++)
		inventory->by_index[i] = &inventory->enis[i];
	return nfm_sort(inventory->by_index, inventory->n_enis,
			sizeof(*inventory->by_index), nfm_index_compare, job);
}

static void nfm_eni_attach(struct nfm_inventory *inventory,
			   const struct nfm_eni *eni,
			   const struct nfm_attachment *attachment)
{
	inventory->enis[eni - inventory->enis].attachment = attachment;
}

static int nfm_inventory_attach_primary(struct nfm_inventory *inventory,
					const struct nfm_job *job)
{
	const struct nfm_config *config = inventory->config;
	unsigned int i;

	for (i = 0; i < config->attachments.count; i++) {
		const struct nfm_attachment *attachment =
			nfm_config_attachment(config, i);
		const struct nfm_eni *eni =
			nfm_inventory_find(inventory, attachment->object.name);

		if (eni)
			nfm_eni_attach(inventory, eni, attachment);
		if (nfm_job_rest(job))
			return -EINTR;
	}
	return 0;
}

/*
 * A device that is attached by several of its names is attached by its primary one,
 * or else by the one that sorts first. The other attachments are handled as if the
 * device did not exist.
 */
static int nfm_inventory_attach(struct nfm_inventory *inventory,
				struct net *net, const struct nfm_job *job)
{
	const struct nfm_config *config = inventory->config;
	unsigned int i, n = inventory->n_enis;
	int err = nfm_inventory_sort(inventory, job);

	if (!err)
		err = nfm_inventory_attach_primary(inventory, job);
	for (i = 0; i < config->attachments.count && !err; i++) {
		const struct nfm_attachment *attachment =
			nfm_config_attachment(config, i);
		const struct nfm_eni *eni = nfm_inventory_find_device(
			inventory, net, attachment->object.name);

		if (!eni || (eni->attachment && eni->attachment != attachment))
			eni = &inventory->enis[n++];
		nfm_eni_attach(inventory, eni, attachment);
		err = nfm_job_rest(job);
	}
	if (err || n == inventory->n_enis)
		return err;
	inventory->n_enis = n;
	return nfm_inventory_sort(inventory, job);
}

static int nfm_pointer_compare(const void *a, const void *b)
{
	const struct nfm_eni *const *x = a, *const *y = b;

	return *x == *y ? 0 : *x < *y ? -1 : 1;
}

/* Look up the devices that the scopes of sessions name. */
static int nfm_inventory_name(struct nfm_inventory *inventory, struct net *net,
			      const struct nfm_job *job)
{
	const struct nfm_config *config = inventory->config;
	const struct nfm_eni **named, **sorted;
	unsigned int i, n;
	const char *name;

	for (i = 0; i < config->sessions.count; i++) {
		named = &inventory->named[inventory->scopes[i]];
		sorted = &inventory->named_sorted[inventory->scopes[i]];
		n = 0;
		nfm_session_for_each_eni(name, nfm_config_session(config, i)) {
			named[n] =
				nfm_inventory_find_device(inventory, net, name);
			sorted[n] = named[n];
			if (++n % NFM_REST_NAMES == 0 && nfm_job_rest(job))
				return -EINTR;
		}
		sort(sorted, n, sizeof(*sorted), nfm_pointer_compare, NULL);
		if (nfm_job_rest(job))
			return -EINTR;
	}
	return 0;
}

static int nfm_addr_compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct in6_addr));
}

/* Store the addresses of each device, followed by those of the guest behind it. */
static int nfm_inventory_join_addrs(struct nfm_inventory *inventory,
				    const struct nfm_job *job)
{
	struct in6_addr *next = inventory->addrs;
	unsigned int i;

	for (i = 0; i < inventory->n_enis; i++) {
		struct nfm_eni *eni = &inventory->enis[i];
		const struct nfm_attachment *attachment = eni->attachment;

		if (eni->n_addrs)
			memcpy(next, eni->addrs, eni->n_addrs * sizeof(*next));
		eni->addrs = next;
		next += eni->n_addrs;
		if (attachment) {
			memcpy(next, attachment->addrs,
			       attachment->n_addrs * sizeof(*next));
			eni->n_addrs += attachment->n_addrs;
			next += attachment->n_addrs;
		}
		if (nfm_job_rest(job))
			return -EINTR;
	}
	return 0;
}

static int nfm_inventory_sort_addrs(struct nfm_inventory *inventory,
				    const struct nfm_job *job)
{
	struct in6_addr *next = inventory->sorted;
	unsigned int i;
	int err = 0;

	for (i = 0; i < inventory->n_enis && !err; i++) {
		struct nfm_eni *eni = &inventory->enis[i];

		eni->sorted = next;
		memcpy(next, eni->addrs, eni->n_addrs * sizeof(*next));
		next += eni->n_addrs;
		err = nfm_sort(eni->sorted, eni->n_addrs, sizeof(*next),
			       nfm_addr_compare, job);
	}
	return err;
}

/* The longest CIDR wins; on a tie, the network that sorts first. */
static bool nfm_cidr_wins(const struct nfm_cidr *cidr,
			  const struct nfm_eni *eni)
{
	if (!eni->via || cidr->prefix->len != eni->via->len)
		return !eni->via || cidr->prefix->len > eni->via->len;
	return cidr->network < eni->network;
}

static int nfm_eni_find_network(struct nfm_eni *eni,
				const struct nfm_config *config,
				const struct nfm_job *job)
{
	unsigned int i;

	for (i = 0; i < eni->n_addrs; i++) {
		const struct nfm_cidr *cidr =
			nfm_cidrmap_find(config->cidrs, &eni->addrs[i]);

		if (i % NFM_REST_ADDRS == 0 && nfm_job_rest(job))
			return -EINTR;
		if (!cidr || !nfm_cidr_wins(cidr, eni))
			continue;
		eni->network = cidr->network;
		eni->via = cidr->prefix;
	}
	return 0;
}

/* Check whether the host has an address on a device, other than a link-local one. */
static bool nfm_eni_is_addressed(const struct nfm_eni *eni)
{
	const struct nfm_attachment *attachment = eni->attachment;
	unsigned int i, n = eni->n_addrs;

	n -= attachment ? attachment->n_addrs : 0;
	for (i = 0; i < n; i++)
		if (!(ipv6_addr_type(&eni->addrs[i]) & IPV6_ADDR_LINKLOCAL))
			return true;
	return false;
}

/* Check whether a device that has no addresses listens to a wire, as at a SPAN port. */
static bool nfm_eni_listens(const struct nfm_eni *eni)
{
	return eni->role.promiscuous && !nfm_eni_is_addressed(eni);
}

static void nfm_eni_choose_tap(struct nfm_eni *eni)
{
	bool device = eni->role.diverted || nfm_eni_listens(eni) ||
		      (eni->role.trunk && !nfm_eni_is_addressed(eni));

	/* Devices on top may have MAC addresses of their own. */
	eni->others = device || eni->role.trunk;
	eni->tap = eni->attachment ? eni->attachment->tap : NFM_TAP_MODE_AUTO;
	if (eni->tap == NFM_TAP_MODE_AUTO)
		eni->tap = device ? NFM_TAP_MODE_DEVICE : NFM_TAP_MODE_IP;
}

/*
 * Ports of bridges, and other ends of guests, face a guest, unless the device is
 * hardware, listens to a wire, or the host itself uses it.
 */
static void nfm_eni_choose_facing(struct nfm_eni *eni)
{
	bool guest = (eni->role.port || eni->role.virtual) &&
		     !eni->role.hardware && !eni->role.promiscuous &&
		     !nfm_eni_is_addressed(eni);

	eni->facing = eni->attachment ? eni->attachment->facing :
					NFM_FACING_WIRE;
	if (eni->facing == NFM_FACING_AUTO)
		eni->facing = guest ? NFM_FACING_GUEST : NFM_FACING_WIRE;
}

static int nfm_eni_resolve(struct nfm_eni *eni, const struct nfm_config *config,
			   const struct nfm_job *job)
{
	const struct nfm_addrset *receivers;
	unsigned int i;
	int err = 0;

	nfm_eni_choose_tap(eni);
	nfm_eni_choose_facing(eni);
	eni->network = NFM_NO_NETWORK;
	if (eni->attachment)
		eni->network = nfm_set_index(&config->networks,
					     eni->attachment->network);
	else
		err = nfm_eni_find_network(eni, config, job);
	if (err || eni->network == NFM_NO_NETWORK)
		return err;
	receivers = config->network_indices[eni->network].receivers;
	for (i = 0; i < eni->n_addrs; i++)
		if (nfm_addrset_has(receivers, &eni->addrs[i]))
			eni->owns_receiver = true;
	return nfm_job_rest(job);
}

/* Length of an ENI's longest packet after truncation to snaplen. */
static unsigned int nfm_eni_longest(const struct nfm_eni *eni,
				    const struct nfm_session *session)
{
	if (!session->params.snaplen)
		return eni->mtu;
	return min_t(u32, eni->mtu, session->params.snaplen - ETH_HLEN);
}

/* @s: the session's index */
static void nfm_session_add_mtu(struct nfm_inventory *inventory, unsigned int s,
				const struct nfm_eni *eni)
{
	unsigned int *mtu = &inventory->mtus[s];
	unsigned int longest =
		nfm_eni_longest(eni, nfm_config_session(inventory->config, s));

	if (longest > *mtu && nfm_scope_covers(inventory, s, eni))
		*mtu = longest;
}

/* Checks the ENIs that the scope names, or all ENIs of the network. */
static int nfm_inventory_find_mtu(struct nfm_inventory *inventory,
				  unsigned int s, const struct nfm_job *job)
{
	const struct nfm_config *config = inventory->config;
	const struct nfm_session *session = nfm_config_session(config, s);
	unsigned int network = config->network_of[s];
	const struct nfm_eni *eni;
	unsigned int i;

	for (i = inventory->scopes[s]; i < inventory->scopes[s + 1]; i++) {
		eni = inventory->named[i];
		if (eni && eni->network == network)
			nfm_session_add_mtu(inventory, s, eni);
	}
	if (session->params.scope == NFM_SCOPE_ENI)
		return nfm_job_rest(job);
	for (i = 0; i < inventory->n_enis; i++) {
		eni = &inventory->enis[i];
		if (eni->network == network)
			nfm_session_add_mtu(inventory, s, eni);
		if (i % NFM_REST_ENIS == 0 && nfm_job_rest(job))
			return -EINTR;
	}
	return 0;
}

static int nfm_inventory_resolve(struct nfm_inventory *inventory,
				 const struct nfm_job *job)
{
	const struct nfm_config *config = inventory->config;
	unsigned int i;
	int err = 0;

	for (i = 0; i < inventory->n_enis && !err; i++)
		err = nfm_eni_resolve(&inventory->enis[i], config, job);
	for (i = 0; i < config->sessions.count && !err; i++)
		err = nfm_inventory_find_mtu(inventory, i, job);
	return err;
}

/**
 * nfm_inventory_take() - take an inventory of the devices of a namespace
 * @net: the namespace
 * @config: the configuration to apply; the inventory takes a reference
 * @generation: number of the inventory
 * @departed: list of unregistered devices; emptied when the devices are read
 * @job: the job, for cancellation
 *
 * Context: process; takes RTNL.
 * Return: the inventory, with one reference, or an ERR_PTR(): -ENOMEM, -EINTR if
 * cancelled, or -EOVERFLOW if there are too many devices or addresses.
 */
struct nfm_inventory *
nfm_inventory_take(struct net *net, struct nfm_config *config, u32 generation,
		   struct nfm_departed *departed, const struct nfm_job *job)
{
	struct nfm_inventory *inventory;
	struct nfm_census census;
	int err;

	err = nfm_census_take(&census, net, config);
	if (err)
		return ERR_PTR(err);
	inventory = nfm_inventory_alloc(&census, config);
	if (!inventory)
		return ERR_PTR(-ENOMEM);
	inventory->generation = generation;
	nfm_inventory_see(inventory, net, &census, departed);
	err = nfm_inventory_attach(inventory, net, job);
	if (!err)
		err = nfm_inventory_name(inventory, net, job);
	if (!err)
		err = nfm_inventory_join_addrs(inventory, job);
	if (!err)
		err = nfm_inventory_sort_addrs(inventory, job);
	if (!err)
		err = nfm_inventory_resolve(inventory, job);
	if (!err)
		return inventory;
	nfm_inventory_put(inventory);
	return ERR_PTR(err);
}

/**
 * nfm_inventory_get() - take a reference
 * @inventory: the inventory
 *
 * Return: @inventory.
 */
struct nfm_inventory *nfm_inventory_get(struct nfm_inventory *inventory)
{
	kref_get(&inventory->ref);
	return inventory;
}

static void nfm_inventory_free(struct nfm_inventory *inventory)
{
	nfm_config_put(inventory->config);
	kvfree(inventory->by_index);
	kvfree(inventory->named_sorted);
	kvfree(inventory->named);
	kvfree(inventory->scopes);
	kvfree(inventory->mtus);
	kvfree(inventory->sorted);
	kvfree(inventory->addrs);
	kvfree(inventory);
}

static void nfm_inventory_release(struct kref *ref)
{
	nfm_inventory_free(container_of(ref, struct nfm_inventory, ref));
}

/**
 * nfm_inventory_put() - drop a reference, and free the inventory with the last one
 * @inventory: the inventory; may be NULL
 */
void nfm_inventory_put(struct nfm_inventory *inventory)
{
	if (inventory)
		kref_put(&inventory->ref, nfm_inventory_release);
}

static void nfm_inventory_free_work(struct work_struct *work)
{
	nfm_inventory_free(container_of(work, struct nfm_inventory, free_work));
}

static void nfm_inventory_release_later(struct kref *ref)
{
	struct nfm_inventory *inventory =
		container_of(ref, struct nfm_inventory, ref);

	INIT_WORK(&inventory->free_work, nfm_inventory_free_work);
	queue_work(inventory->free_on, &inventory->free_work);
}

/**
 * nfm_inventory_put_later() - drop a reference, and free from a workqueue if last
 * @inventory: an inventory that is or was active
 *
 * For callers that must not wait: the inventory may hold the last reference to a
 * large configuration.
 */
void nfm_inventory_put_later(struct nfm_inventory *inventory)
{
	kref_put(&inventory->ref, nfm_inventory_release_later);
}

/**
 * nfm_inventory_find() - look up a device by name
 * @inventory: the inventory
 * @name: primary name, or the name in the attachment if the device does not exist
 *
 * Return: the device, whether it exists or is only attached, or NULL.
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
 * nfm_inventory_find_index() - look up a device by index
 * @inventory: the inventory
 * @ifindex: its index, not 0
 *
 * Return: the device, or NULL if it does not exist.
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
 * nfm_inventory_find_device() - look up a device by any of its names
 * @inventory: the inventory
 * @net: its namespace, to resolve altnames
 * @name: the name
 *
 * Return: the device, or NULL if it does not exist.
 */
const struct nfm_eni *
nfm_inventory_find_device(const struct nfm_inventory *inventory,
			  struct net *net, const char *name)
{
	const struct nfm_eni *eni = nfm_inventory_find(inventory, name);
	struct nfm_device device;

	if (eni && eni->ifindex)
		return eni;
	if (!nfm_device_find(net, name, &device))
		return NULL;
	return nfm_inventory_find_index(inventory, device.ifindex);
}

/**
 * nfm_eni_lacks_egress() - check whether frames that a device sends cannot be seen
 * @eni: the device
 *
 * Return: true if it is tapped at the device, the kernel has no hook there, and it is no
 * port of a bridge, whose hooks would do.
 */
bool nfm_eni_lacks_egress(const struct nfm_eni *eni)
{
	return eni->tap == NFM_TAP_MODE_DEVICE && !nfm_netdev_has_egress() &&
	       !eni->role.bridged;
}
