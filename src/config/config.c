// SPDX-License-Identifier: GPL-2.0
#include <linux/jhash.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>

#include "config/config.h"

unsigned int nfm_config_memory = 1024;
module_param_named(memory, nfm_config_memory, uint, 0644);
MODULE_PARM_DESC(
	memory,
	"MiB of memory that the sessions of a network namespace may take, and as many that what finds those of a packet may (default 1024)");

/**
 * nfm_config_alloc() - makes an empty configuration
 *
 * Return: it, with one reference and yet to be sealed, or NULL.
 */
struct nfm_config *nfm_config_alloc(void)
{
	struct nfm_config *config;

	config = kzalloc(sizeof(*config), GFP_KERNEL_ACCOUNT);
	if (config)
		kref_init(&config->ref);
	return config;
}

/**
 * nfm_config_replace() - makes an empty configuration to edit
 * @base: what it is to be put in the place of, which sessions of the same name
 *	  take their counters and receivers from
 *
 * Return: it, with one reference and yet to be sealed, or NULL.
 */
struct nfm_config *nfm_config_replace(struct nfm_config *base)
{
	struct nfm_config *config = nfm_config_alloc();

	if (config)
		config->base = nfm_config_get(base);
	return config;
}

/**
 * nfm_config_clone() - makes a configuration to edit
 * @base: what it starts from
 *
 * Return: it, with one reference and yet to be sealed, or NULL.
 */
struct nfm_config *nfm_config_clone(struct nfm_config *base)
{
	struct nfm_config *copy = nfm_config_replace(base);

	if (!copy)
		return NULL;
	if (nfm_set_clone(&copy->networks, &base->networks) ||
	    nfm_set_clone(&copy->attachments, &base->attachments) ||
	    nfm_set_clone(&copy->sessions, &base->sessions)) {
		nfm_config_put(copy);
		return NULL;
	}
	return copy;
}

/**
 * nfm_config_get() - takes a reference
 * @config: the configuration
 *
 * Return: @config.
 */
struct nfm_config *nfm_config_get(struct nfm_config *config)
{
	kref_get(&config->ref);
	return config;
}

static void nfm_config_release(struct kref *ref)
{
	struct nfm_config *config = container_of(ref, struct nfm_config, ref);
	unsigned int i;

	if (config->vpcs)
		for (i = 0; i < config->networks.count; i++)
			kvfree(config->vpcs[i].receivers);
	kvfree(config->vpcs);
	kvfree(config->cidrs);
	kvfree(config->tunnels);
	kvfree(config->by_network);
	kvfree(config->network_of);
	nfm_config_put(config->base);
	nfm_set_free(&config->sessions);
	nfm_set_free(&config->attachments);
	nfm_set_free(&config->networks);
	kfree(config);
}

/**
 * nfm_config_put() - drops a reference, and the configuration with the last
 * @config: the configuration; may be NULL
 */
void nfm_config_put(struct nfm_config *config)
{
	if (config)
		kref_put(&config->ref, nfm_config_release);
}

/* Finds the network of each session; returns receivers by network. */
static unsigned int *nfm_config_count(struct nfm_config *config)
{
	unsigned int *receivers, i;

	receivers = kvcalloc(config->networks.count ?: 1, sizeof(*receivers),
			     GFP_KERNEL_ACCOUNT);
	if (!receivers)
		return NULL;
	for (i = 0; i < config->sessions.count; i++) {
		const struct nfm_session *session =
			nfm_config_session(config, i);
		unsigned int network =
			nfm_set_index(&config->networks, session->network);

		config->network_of[i] = network;
		config->vpcs[network].n_sessions++;
		receivers[network] += session->n_receivers;
	}
	return receivers;
}

/* Once they are counted, each network's share of @by_network is known. */
static void nfm_config_group_sessions(struct nfm_config *config)
{
	unsigned int *next = config->by_network;
	unsigned int i;

	for (i = 0; i < config->networks.count; i++) {
		config->vpcs[i].sessions = next;
		next += config->vpcs[i].n_sessions;
		config->vpcs[i].n_sessions = 0;
	}
	for (i = 0; i < config->sessions.count; i++) {
		struct nfm_vpc *vpc = &config->vpcs[config->network_of[i]];

		vpc->sessions[vpc->n_sessions++] = i;
	}
}

static int nfm_config_collect_receivers(struct nfm_config *config,
					const unsigned int *n_receivers)
{
	unsigned int i, j;

	for (i = 0; i < config->networks.count; i++) {
		config->vpcs[i].receivers = nfm_addrset_alloc(n_receivers[i]);
		if (!config->vpcs[i].receivers)
			return -ENOMEM;
	}
	for (i = 0; i < config->sessions.count; i++) {
		const struct nfm_session *session =
			nfm_config_session(config, i);
		struct nfm_vpc *vpc = &config->vpcs[config->network_of[i]];

		for (j = 0; j < session->n_receivers; j++)
			nfm_addrset_add(vpc->receivers,
					&session->receivers[j]->addr);
	}
	return 0;
}

static int nfm_config_collect_tunnels(struct nfm_config *config)
{
	unsigned int i, j, n = 0;

	for (i = 0; i < config->sessions.count; i++)
		n += nfm_config_session(config, i)->n_receivers;
	config->tunnels = nfm_tunnelset_alloc(n, config->sessions.count);
	if (!config->tunnels)
		return -ENOMEM;
	for (i = 0; i < config->sessions.count; i++) {
		const struct nfm_session *session =
			nfm_config_session(config, i);

		nfm_tunnelset_add_session(config->tunnels, session->vni,
					  session->port);
		for (j = 0; j < session->n_receivers; j++)
			nfm_tunnelset_add_receiver(config->tunnels,
						   &session->receivers[j]->addr,
						   session->vni, session->port);
	}
	return 0;
}

static int nfm_config_map_cidrs(struct nfm_config *config)
{
	unsigned int i, j, n = 0;

	for (i = 0; i < config->networks.count; i++)
		n += nfm_config_network(config, i)->n_cidrs;
	config->cidrs = nfm_cidrmap_alloc(n);
	if (!config->cidrs)
		return -ENOMEM;
	for (i = 0; i < config->networks.count; i++) {
		const struct nfm_network *network =
			nfm_config_network(config, i);

		for (j = 0; j < network->n_cidrs; j++)
			nfm_cidrmap_add(config->cidrs, &network->cidrs[j], i);
	}
	return 0;
}

/**
 * nfm_config_seal() - works out what follows from an edited configuration
 * @config: the configuration; nothing may edit it any more
 *
 * Return: 0 or -ENOMEM.
 */
int nfm_config_seal(struct nfm_config *config)
{
	unsigned int *n_receivers;
	int err;

	nfm_config_put(config->base);
	config->base = NULL;
	config->vpcs = kvcalloc(config->networks.count ?: 1,
				sizeof(*config->vpcs), GFP_KERNEL_ACCOUNT);
	config->network_of = kvcalloc(config->sessions.count ?: 1,
				      sizeof(*config->network_of),
				      GFP_KERNEL_ACCOUNT);
	config->by_network = kvcalloc(config->sessions.count ?: 1,
				      sizeof(*config->by_network),
				      GFP_KERNEL_ACCOUNT);
	if (!config->vpcs || !config->network_of || !config->by_network)
		return -ENOMEM;
	n_receivers = nfm_config_count(config);
	if (!n_receivers)
		return -ENOMEM;
	nfm_config_group_sessions(config);
	err = nfm_config_collect_receivers(config, n_receivers);
	kvfree(n_receivers);
	return err					  ?:
		       nfm_config_collect_tunnels(config) ?:
		       nfm_config_map_cidrs(config);
}

/**
 * nfm_config_find_network() - looks a network up
 * @config: the configuration
 * @name: its name
 *
 * Return: it, without a reference of its own, or NULL.
 */
struct nfm_network *nfm_config_find_network(const struct nfm_config *config,
					    const char *name)
{
	struct nfm_object *object = nfm_set_find(&config->networks, name);

	return object ? container_of(object, struct nfm_network, object) : NULL;
}

/**
 * nfm_config_find_session() - looks a session up
 * @config: the configuration
 * @name: its name
 *
 * Return: it, without a reference of its own, or NULL.
 */
struct nfm_session *nfm_config_find_session(const struct nfm_config *config,
					    const char *name)
{
	struct nfm_object *object = nfm_set_find(&config->sessions, name);

	return object ? container_of(object, struct nfm_session, object) : NULL;
}

/**
 * nfm_config_find_attachment() - looks up how a device is attached
 * @config: the configuration
 * @device: the device's name
 *
 * Return: the attachment, without a reference of its own, or NULL.
 */
struct nfm_attachment *
nfm_config_find_attachment(const struct nfm_config *config, const char *device)
{
	struct nfm_object *object = nfm_set_find(&config->attachments, device);

	return object ? container_of(object, struct nfm_attachment, object) :
			NULL;
}

/*
 * What the configuration that this one is edited from has alike stays that very
 * object, see nfm_set_update().
 */
static void nfm_config_keep(struct nfm_set *set, const struct nfm_set *before,
			    const struct nfm_object *object)
{
	struct nfm_object *old = nfm_set_find(before, object->name);

	if (old && old->equal(old, object))
		nfm_set_replace(set, nfm_object_get(old));
}

/* On success the caller's reference to @object is gone. */
static int nfm_config_insert(struct nfm_set *set, const struct nfm_set *before,
			     struct nfm_object *object, unsigned int max,
			     bool exist)
{
	struct nfm_object *there = nfm_set_find(set, object->name);
	int err;

	if (there) {
		if (!exist || !there->equal(there, object))
			return -EEXIST;
		nfm_object_put(object);
		return 0;
	}
	if (set->count >= max)
		return -E2BIG;
	err = nfm_set_insert(set, object);
	if (!err)
		nfm_config_keep(set, before, object);
	return err;
}

/**
 * nfm_config_add_network() - adds a network
 * @config: a clone that is being edited
 * @network: the network; on success the caller's reference is @config's
 * @exist: that it is there already, alike, is no error
 *
 * Return: 0, -EEXIST, -E2BIG over NFM_NETWORKS_MAX, or -ENOMEM.
 */
int nfm_config_add_network(struct nfm_config *config,
			   struct nfm_network *network, bool exist)
{
	return nfm_config_insert(&config->networks, &config->base->networks,
				 &network->object, NFM_NETWORKS_MAX, exist);
}

static unsigned int nfm_config_count_sessions(const struct nfm_config *config,
					      const char *network)
{
	unsigned int i, n = 0;

	for (i = 0; i < config->sessions.count; i++)
		if (!strcmp(nfm_config_session(config, i)->network, network))
			n++;
	return n;
}

static bool nfm_receivers_inside(const struct nfm_session *session,
				 const struct nfm_network *network)
{
	unsigned int i;

	if (session->allow_outside)
		return true;
	for (i = 0; i < session->n_receivers; i++)
		if (!nfm_network_holds(network, &session->receivers[i]->addr))
			return false;
	return true;
}

/**
 * nfm_config_set_network() - replaces a network
 * @config: a clone that is being edited
 * @network: one whose name is in it; on success the caller's reference is
 *	     @config's
 *
 * Return: 0, -EDQUOT if it has more sessions than @network allows, or
 * -EADDRNOTAVAIL if one of their receivers would be outside.
 */
int nfm_config_set_network(struct nfm_config *config,
			   struct nfm_network *network)
{
	const char *name = network->object.name;
	unsigned int i;

	if (nfm_config_count_sessions(config, name) > network->max_sessions)
		return -EDQUOT;
	for (i = 0; i < config->sessions.count; i++) {
		const struct nfm_session *session =
			nfm_config_session(config, i);

		if (!strcmp(session->network, name) &&
		    !nfm_receivers_inside(session, network))
			return -EADDRNOTAVAIL;
	}
	nfm_set_update(&config->networks, &network->object);
	return 0;
}

/**
 * nfm_config_del_network() - removes a network
 * @config: a clone that is being edited
 * @name: the network's name
 *
 * Return: 0, -ENOENT, or -EBUSY if sessions or attachments name it.
 */
int nfm_config_del_network(struct nfm_config *config, const char *name)
{
	unsigned int i;

	if (!nfm_set_find(&config->networks, name))
		return -ENOENT;
	if (nfm_config_count_sessions(config, name))
		return -EBUSY;
	for (i = 0; i < config->attachments.count; i++)
		if (!strcmp(nfm_config_attachment(config, i)->network, name))
			return -EBUSY;
	nfm_set_remove(&config->networks, name);
	return 0;
}

/**
 * nfm_config_attach() - adds an attachment
 * @config: a clone that is being edited
 * @attachment: the attachment; on success the caller's reference is @config's
 * @exist: that it is there already, alike, is no error
 *
 * Return: 0, -EEXIST, -E2BIG over NFM_ATTACHED_MAX, or -ENOMEM.
 */
int nfm_config_attach(struct nfm_config *config,
		      struct nfm_attachment *attachment, bool exist)
{
	return nfm_config_insert(&config->attachments,
				 &config->base->attachments,
				 &attachment->object, NFM_ATTACHED_MAX, exist);
}

/* What takes no more than what it replaces is always allowed. */
static bool nfm_config_has_room(const struct nfm_config *config,
				const struct nfm_session *session,
				const struct nfm_session *old)
{
	size_t before = old ? old->object.bytes : 0;
	size_t bytes = session->object.bytes;

	return bytes <= before || config->sessions.bytes - before + bytes <=
					  nfm_config_memory_bytes();
}

/**
 * nfm_config_add_session() - adds a session
 * @config: a clone that is being edited
 * @session: a session whose network is in @config; on success the caller's
 *	     reference is @config's
 * @exist: that it is there already, alike, is no error
 *
 * Return: 0, -EEXIST, -EDQUOT if the network has its full number of sessions,
 * -E2BIG over NFM_SESSIONS_MAX, -ENOSPC over the namespace's memory, or -ENOMEM.
 */
int nfm_config_add_session(struct nfm_config *config,
			   struct nfm_session *session, bool exist)
{
	const struct nfm_network *network =
		nfm_config_find_network(config, session->network);
	bool there = nfm_config_find_session(config, session->object.name);

	if (!there && nfm_config_count_sessions(config, session->network) >=
			      network->max_sessions)
		return -EDQUOT;
	nfm_session_measure(session);
	if (!there && !nfm_config_has_room(config, session, NULL))
		return -ENOSPC;
	return nfm_config_insert(&config->sessions, &config->base->sessions,
				 &session->object, NFM_SESSIONS_MAX, exist);
}

/**
 * nfm_config_set_session() - replaces a session
 * @config: a clone that is being edited
 * @session: one whose name is in it; on success the caller's reference is
 *	     @config's
 *
 * Return: 0, or -ENOSPC over the namespace's memory.
 */
int nfm_config_set_session(struct nfm_config *config,
			   struct nfm_session *session)
{
	const struct nfm_session *old =
		nfm_config_find_session(config, session->object.name);

	nfm_session_measure(session);
	if (!nfm_config_has_room(config, session, old))
		return -ENOSPC;
	nfm_set_update(&config->sessions, &session->object);
	return 0;
}

static bool nfm_config_has_vni(const struct nfm_config *config, u32 vni)
{
	unsigned int i;

	for (i = 0; i < config->sessions.count; i++)
		if (nfm_config_session(config, i)->vni == vni)
			return true;
	return false;
}

/**
 * nfm_config_choose_vni() - chooses the VNI of a session that names none
 * @config: the configuration that it will be in, yet to be sealed
 * @name: the session's name, which the choice starts from, so that hosts with
 *	  the same sessions choose alike
 *
 * Return: that of the session of this name in it; else that of the session of
 * this name that it is edited from, if it is free; else 1 to NFM_VNI_MAX, one
 * that no session in @config has. There is one, for NFM_SESSIONS_MAX is less.
 */
u32 nfm_config_choose_vni(const struct nfm_config *config, const char *name)
{
	const struct nfm_session *old = nfm_config_find_session(config, name);
	u32 vni = jhash(name, strlen(name), 0) % NFM_VNI_MAX;

	if (old)
		return old->vni;
	old = nfm_config_find_session(config->base, name);
	if (old && !nfm_config_has_vni(config, old->vni))
		return old->vni;
	do {
		vni = vni % NFM_VNI_MAX + 1;
	} while (nfm_config_has_vni(config, vni));
	return vni;
}
