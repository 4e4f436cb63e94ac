// SPDX-License-Identifier: GPL-2.0
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>

#include "config/config.h"
#include "lib/hash.h"

unsigned int nfm_config_memory = 1024;
module_param_named(memory, nfm_config_memory, uint, 0644);
MODULE_PARM_DESC(
	memory,
	"Memory limit per network namespace in MiB, for the configuration, again for its packet classifiers, and twice for versions that are not active (default 1024)");

/**
 * nfm_config_alloc() - allocate an empty configuration
 * @account: account that its objects are charged to
 *
 * Return: the configuration, unsealed and with one reference, or NULL.
 */
struct nfm_config *nfm_config_alloc(struct nfm_account *account)
{
	struct nfm_config *config;

	config = kzalloc(sizeof(*config), GFP_KERNEL_ACCOUNT);
	if (!config)
		return NULL;
	kref_init(&config->ref);
	config->account = nfm_account_get(account);
	return config;
}

/**
 * nfm_config_replace() - allocate an empty configuration to edit
 * @base: the configuration to be replaced; its sessions hand down their counters
 *	  and receivers to new ones of the same name
 *
 * Return: the configuration, unsealed and with one reference, or NULL.
 */
struct nfm_config *nfm_config_replace(struct nfm_config *base)
{
	struct nfm_config *config = nfm_config_alloc(base->account);

	if (config)
		config->base = nfm_config_get(base);
	return config;
}

/* @base: a sealed configuration with the same networks as @config */
static int nfm_config_take_counts(struct nfm_config *config,
				  const struct nfm_config *base)
{
	unsigned int i;

	config->n_sessions_room = config->networks.room;
	config->n_sessions = kvmalloc_array(config->n_sessions_room ?: 1,
					    sizeof(*config->n_sessions),
					    GFP_KERNEL_ACCOUNT);
	if (!config->n_sessions)
		return -ENOMEM;
	for (i = 0; i < config->networks.count; i++)
		config->n_sessions[i] = base->network_indices[i].n_sessions;
	return 0;
}

/**
 * nfm_config_clone() - copy a configuration to edit it
 * @base: the configuration to copy
 *
 * Return: the copy, unsealed and with one reference, or NULL.
 */
struct nfm_config *nfm_config_clone(struct nfm_config *base)
{
	struct nfm_config *copy = nfm_config_replace(base);

	if (!copy)
		return NULL;
	if (nfm_set_clone(&copy->networks, &base->networks) ||
	    nfm_set_clone(&copy->attachments, &base->attachments) ||
	    nfm_set_clone(&copy->sessions, &base->sessions) ||
	    nfm_config_take_counts(copy, base)) {
		nfm_config_put(copy);
		return NULL;
	}
	return copy;
}

/**
 * nfm_config_get() - take a reference
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

	if (config->network_indices)
		for (i = 0; i < config->networks.count; i++) {
			kvfree(config->network_indices[i].receivers);
			cond_resched();
		}
	kvfree(config->network_indices);
	kvfree(config->vnis);
	kvfree(config->aliases);
	kvfree(config->n_sessions);
	kvfree(config->cidrs);
	kvfree(config->tunnels);
	kvfree(config->by_network);
	kvfree(config->network_of);
	nfm_config_put(config->base);
	nfm_set_free(&config->sessions);
	nfm_set_free(&config->attachments);
	nfm_set_free(&config->networks);
	nfm_account_put(config->account);
	kfree(config);
}

/**
 * nfm_config_put() - drop a reference, and free the configuration with the last one
 * @config: the configuration; may be NULL
 */
void nfm_config_put(struct nfm_config *config)
{
	if (config)
		kref_put(&config->ref, nfm_config_release);
}

/**
 * nfm_config_forget_aliases() - drop the list of aliases
 * @config: a configuration that is being edited
 *
 * nfm_aliases_find() rebuilds the list on demand.
 */
void nfm_config_forget_aliases(struct nfm_config *config)
{
	kvfree(config->aliases);
	config->aliases = NULL;
}

/* Find the network of each session; return the number of receivers per network. */
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

		cond_resched();
		config->network_of[i] = network;
		config->network_indices[network].n_sessions++;
		receivers[network] += session->n_receivers;
	}
	return receivers;
}

/* Fill @by_network: the counts give the share of each network. */
static void nfm_config_group_sessions(struct nfm_config *config)
{
	unsigned int *next = config->by_network;
	unsigned int i;

	for (i = 0; i < config->networks.count; i++) {
		config->network_indices[i].sessions = next;
		next += config->network_indices[i].n_sessions;
		config->network_indices[i].n_sessions = 0;
	}
	for (i = 0; i < config->sessions.count; i++) {
		struct nfm_network_index *index =
			&config->network_indices[config->network_of[i]];

		index->sessions[index->n_sessions++] = i;
	}
}

static int nfm_config_collect_receivers(struct nfm_config *config,
					const unsigned int *n_receivers,
					const struct nfm_job *job)
{
	unsigned int i, j;

	for (i = 0; i < config->networks.count; i++) {
		config->network_indices[i].receivers =
			nfm_addrset_alloc(n_receivers[i]);
		if (!config->network_indices[i].receivers)
			return -ENOMEM;
		if (nfm_job_rest(job))
			return -EINTR;
	}
	for (i = 0; i < config->sessions.count; i++) {
		const struct nfm_session *session =
			nfm_config_session(config, i);
		struct nfm_network_index *index =
			&config->network_indices[config->network_of[i]];

		for (j = 0; j < session->n_receivers; j++)
			nfm_addrset_add(index->receivers,
					&session->receivers[j]->addr);
		if (nfm_job_rest(job))
			return -EINTR;
	}
	return 0;
}

static int nfm_config_collect_tunnels(struct nfm_config *config,
				      const struct nfm_job *job)
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

		nfm_tunnelset_add_session(config->tunnels, session->params.vni,
					  session->params.port);
		for (j = 0; j < session->n_receivers; j++)
			nfm_tunnelset_add_receiver(config->tunnels,
						   &session->receivers[j]->addr,
						   session->params.vni,
						   session->params.port);
		if (nfm_job_rest(job))
			return -EINTR;
	}
	return 0;
}

static int nfm_config_map_cidrs(struct nfm_config *config,
				const struct nfm_job *job)
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
		if (nfm_job_rest(job))
			return -EINTR;
	}
	return 0;
}

/**
 * nfm_config_seal() - compute the derived members of an edited configuration
 * @config: the configuration; must not be edited afterwards
 * @job: the job, for cancellation
 *
 * Return: 0, -ENOMEM, or -EINTR if cancelled.
 */
int nfm_config_seal(struct nfm_config *config, const struct nfm_job *job)
{
	unsigned int *n_receivers;
	int err;

	kvfree(config->vnis);
	config->vnis = NULL;
	kvfree(config->n_sessions);
	config->n_sessions = NULL;
	nfm_config_put(config->base);
	config->base = NULL;
	config->network_indices = kvcalloc(config->networks.count ?: 1,
					   sizeof(*config->network_indices),
					   GFP_KERNEL_ACCOUNT);
	config->network_of = kvcalloc(config->sessions.count ?: 1,
				      sizeof(*config->network_of),
				      GFP_KERNEL_ACCOUNT);
	config->by_network = kvcalloc(config->sessions.count ?: 1,
				      sizeof(*config->by_network),
				      GFP_KERNEL_ACCOUNT);
	if (!config->network_indices || !config->network_of ||
	    !config->by_network)
		return -ENOMEM;
	n_receivers = nfm_config_count(config);
	if (!n_receivers)
		return -ENOMEM;
	nfm_config_group_sessions(config);
	err = nfm_config_collect_receivers(config, n_receivers, job);
	kvfree(n_receivers);
	return err					       ?:
		       nfm_config_collect_tunnels(config, job) ?:
		       nfm_config_map_cidrs(config, job);
}

/**
 * nfm_config_find_network() - look up a network
 * @config: the configuration
 * @name: its name
 *
 * Return: the network, without a new reference, or NULL.
 */
struct nfm_network *nfm_config_find_network(const struct nfm_config *config,
					    const char *name)
{
	struct nfm_object *object = nfm_set_find(&config->networks, name);

	return object ? container_of(object, struct nfm_network, object) : NULL;
}

/**
 * nfm_config_find_session() - look up a session
 * @config: the configuration
 * @name: its name
 *
 * Return: the session, without a new reference, or NULL.
 */
struct nfm_session *nfm_config_find_session(const struct nfm_config *config,
					    const char *name)
{
	struct nfm_object *object = nfm_set_find(&config->sessions, name);

	return object ? container_of(object, struct nfm_session, object) : NULL;
}

/**
 * nfm_config_find_attachment() - look up the attachment of a device
 * @config: the configuration
 * @device: name of the device
 *
 * Return: the attachment, without a new reference, or NULL.
 */
struct nfm_attachment *
nfm_config_find_attachment(const struct nfm_config *config, const char *device)
{
	struct nfm_object *object = nfm_set_find(&config->attachments, device);

	return object ? container_of(object, struct nfm_attachment, object) :
			NULL;
}

/* Keep the object of the base configuration if equal, see nfm_set_update(). */
static void nfm_config_keep(struct nfm_set *set, const struct nfm_set *before,
			    const struct nfm_object *object)
{
	struct nfm_object *old = nfm_set_find(before, object->name);

	if (old && old->equal(old, object))
		nfm_set_replace(set, nfm_object_get(old));
}

/* Consumes the caller's reference to @object on success. */
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

static size_t nfm_config_bytes(const struct nfm_config *config)
{
	return config->networks.bytes + config->attachments.bytes +
	       config->sessions.bytes;
}

/*
 * Charge a new object, or the replacement of @old. An object that takes no more
 * memory than the one it replaces always passes the limit of the configuration.
 * Objects that are not active but not freed yet (of replaced plans, transactions
 * and dumps) count towards a second limit, three times as high.
 */
static int nfm_config_charge(const struct nfm_config *config,
			     struct nfm_object *object,
			     const struct nfm_object *old)
{
	u64 limit = nfm_config_memory_bytes();
	u64 before = old ? old->bytes : 0, bytes = nfm_config_bytes(config);

	if (object->bytes > before && bytes - before + object->bytes > limit)
		return -ENOSPC;
	if (!nfm_object_charge(object, config->account, 3 * max(limit, bytes)))
		return -ENOBUFS;
	return 0;
}

/* Insert the session count of a network that is about to be inserted at @at. */
static int nfm_config_add_count(struct nfm_config *config, unsigned int at)
{
	unsigned int n = config->networks.count, *counts;

	if (n == config->n_sessions_room) {
		unsigned int room = n ? 2 * n : 8;

		counts = kvmalloc_array(room, sizeof(*counts),
					GFP_KERNEL_ACCOUNT);
		if (!counts)
			return -ENOMEM;
		if (n)
			memcpy(counts, config->n_sessions, n * sizeof(*counts));
		kvfree(config->n_sessions);
		config->n_sessions = counts;
		config->n_sessions_room = room;
	}
	counts = &config->n_sessions[at];
	memmove(counts + 1, counts, (n - at) * sizeof(*counts));
	*counts = 0;
	return 0;
}

static void nfm_config_del_count(struct nfm_config *config, unsigned int at)
{
	unsigned int *count = &config->n_sessions[at];

	memmove(count, count + 1,
		(config->networks.count - at - 1) * sizeof(*count));
}

static unsigned int *nfm_config_count_of(const struct nfm_config *config,
					 const char *network)
{
	return &config->n_sessions[nfm_set_index(&config->networks, network)];
}

/**
 * nfm_config_add_network() - add a network
 * @config: a configuration that is being edited
 * @network: the network; on success @config owns the caller's reference
 * @exist: an identical network is not an error
 *
 * Return: 0, -EEXIST, -E2BIG over NFM_NETWORKS_MAX, -ENOSPC over the namespace's
 * memory limit, -ENOBUFS over the limit that includes inactive objects, or -ENOMEM.
 */
int nfm_config_add_network(struct nfm_config *config,
			   struct nfm_network *network, bool exist)
{
	const char *name = network->object.name;
	unsigned int at = nfm_set_index(&config->networks, name);
	bool there = nfm_config_find_network(config, name);
	int err = 0;

	if (!there)
		err = nfm_config_charge(config, &network->object, NULL);
	if (!err && !there)
		err = nfm_config_add_count(config, at);
	if (err)
		return err;
	err = nfm_config_insert(&config->networks, &config->base->networks,
				&network->object, NFM_NETWORKS_MAX, exist);
	if (err && !there)
		nfm_config_del_count(config, at);
	return err;
}

static bool nfm_receivers_inside(const struct nfm_session *session,
				 const struct nfm_network *network)
{
	unsigned int i;

	for (i = 0; i < session->n_receivers; i++) {
		const struct in6_addr *addr = &session->receivers[i]->addr;

		if (session->params.allow_outside &&
		    !nfm_addr_is_reserved(addr))
			continue;
		if (!nfm_network_holds(network, addr))
			return false;
	}
	return true;
}

static int nfm_config_check_receivers(const struct nfm_config *config,
				      const struct nfm_network *network,
				      const struct nfm_job *job)
{
	unsigned int i;

	for (i = 0; i < config->sessions.count; i++) {
		const struct nfm_session *session =
			nfm_config_session(config, i);

		if (!strcmp(session->network, network->object.name) &&
		    !nfm_receivers_inside(session, network))
			return -EADDRNOTAVAIL;
		if (nfm_job_rest(job))
			return -EINTR;
	}
	return 0;
}

/**
 * nfm_config_set_network() - replace a network
 * @config: a configuration that is being edited
 * @network: the new version of a network in @config; on success @config owns the
 *	     caller's reference
 * @job: the job, for cancellation
 *
 * Return: 0, -EDQUOT if the network has more sessions than @network allows,
 * -EADDRNOTAVAIL if one of their receivers would be outside, -EINTR if cancelled,
 * or -ENOSPC or -ENOBUFS as for nfm_config_add_network().
 */
int nfm_config_set_network(struct nfm_config *config,
			   struct nfm_network *network,
			   const struct nfm_job *job)
{
	const struct nfm_network *old =
		nfm_config_find_network(config, network->object.name);
	int err = 0;

	if (*nfm_config_count_of(config, network->object.name) >
	    network->max_sessions)
		return -EDQUOT;
	if (!nfm_prefixes_equal(old->cidrs, old->n_cidrs, network->cidrs,
				network->n_cidrs))
		err = nfm_config_check_receivers(config, network, job);
	if (!err)
		err = nfm_config_charge(config, &network->object, &old->object);
	if (!err)
		nfm_set_update(&config->networks, &network->object);
	return err;
}

/**
 * nfm_config_del_network() - remove a network
 * @config: a configuration that is being edited
 * @name: name of the network
 *
 * Return: 0, -ENOENT, or -EBUSY if sessions or attachments refer to it.
 */
int nfm_config_del_network(struct nfm_config *config, const char *name)
{
	unsigned int i;

	if (!nfm_set_find(&config->networks, name))
		return -ENOENT;
	if (*nfm_config_count_of(config, name))
		return -EBUSY;
	for (i = 0; i < config->attachments.count; i++)
		if (!strcmp(nfm_config_attachment(config, i)->network, name))
			return -EBUSY;
	nfm_config_del_count(config, nfm_set_index(&config->networks, name));
	nfm_set_remove(&config->networks, name);
	return 0;
}

/**
 * nfm_config_attach() - add an attachment
 * @config: a configuration that is being edited
 * @attachment: the attachment; on success @config owns the caller's reference
 * @exist: an identical attachment is not an error
 *
 * Return: 0, -EEXIST, -E2BIG over NFM_ATTACHED_MAX, or -ENOSPC, -ENOBUFS or -ENOMEM
 * as for nfm_config_add_network().
 */
int nfm_config_attach(struct nfm_config *config,
		      struct nfm_attachment *attachment, bool exist)
{
	int err = 0;

	if (!nfm_config_find_attachment(config, attachment->object.name))
		err = nfm_config_charge(config, &attachment->object, NULL);
	if (err)
		return err;
	return nfm_config_insert(&config->attachments,
				 &config->base->attachments,
				 &attachment->object, NFM_ATTACHED_MAX, exist);
}

/**
 * nfm_config_add_session() - add a session
 * @config: a configuration that is being edited
 * @session: a measured session whose network is in @config; on success @config owns
 *	     the caller's reference
 * @exist: an identical session is not an error
 *
 * Return: 0, -EEXIST, -EDQUOT if the network has its maximum number of sessions,
 * -E2BIG over NFM_SESSIONS_MAX, or -ENOSPC, -ENOBUFS or -ENOMEM as for
 * nfm_config_add_network().
 */
int nfm_config_add_session(struct nfm_config *config,
			   struct nfm_session *session, bool exist)
{
	const struct nfm_network *network =
		nfm_config_find_network(config, session->network);
	bool there = nfm_config_find_session(config, session->object.name);
	unsigned int *count = nfm_config_count_of(config, session->network);
	u32 vni = session->params.vni;
	int err = 0;

	if (!there && *count >= network->max_sessions)
		return -EDQUOT;
	if (!there)
		err = nfm_config_charge(config, &session->object, NULL);
	if (!err)
		err = nfm_config_insert(&config->sessions,
					&config->base->sessions,
					&session->object, NFM_SESSIONS_MAX,
					exist);
	if (err || there)
		return err;
	++*count;
	if (config->vnis)
		nfm_vnis_add(config->vnis, vni);
	return 0;
}

/* Drop the set of VNIs; it is rebuilt on demand. */
static void nfm_config_forget_vnis(struct nfm_config *config)
{
	kvfree(config->vnis);
	config->vnis = NULL;
}

/**
 * nfm_config_set_session() - replace a session
 * @config: a configuration that is being edited
 * @session: the new version of a session in @config, measured; on success @config
 *	     owns the caller's reference
 *
 * Return: 0, or -ENOSPC or -ENOBUFS as for nfm_config_add_network().
 */
int nfm_config_set_session(struct nfm_config *config,
			   struct nfm_session *session)
{
	const struct nfm_session *old =
		nfm_config_find_session(config, session->object.name);
	int err;

	err = nfm_config_charge(config, &session->object, &old->object);
	if (err)
		return err;
	if (session->params.vni != old->params.vni)
		nfm_config_forget_vnis(config);
	nfm_set_update(&config->sessions, &session->object);
	return 0;
}

/**
 * nfm_config_del_session() - remove a session
 * @config: a configuration that is being edited
 * @name: name of a session in @config
 */
void nfm_config_del_session(struct nfm_config *config, const char *name)
{
	const struct nfm_session *session =
		nfm_config_find_session(config, name);

	--*nfm_config_count_of(config, session->network);
	nfm_config_forget_vnis(config);
	nfm_set_remove(&config->sessions, name);
}

/* Leaves room for all sessions that may still be added. */
static int nfm_config_list_vnis(struct nfm_config *config,
				const struct nfm_job *job)
{
	struct nfm_vnis *vnis = nfm_vnis_alloc(NFM_SESSIONS_MAX);
	unsigned int i;
	int err;

	if (!vnis)
		return -ENOMEM;
	for (i = 0; i < config->sessions.count; i++)
		vnis->sorted[i] = nfm_config_session(config, i)->params.vni;
	vnis->n = config->sessions.count;
	err = nfm_vnis_sort(vnis, job);
	if (err)
		kvfree(vnis);
	else
		config->vnis = vnis;
	return err;
}

/**
 * nfm_config_choose_vni() - choose the VNI of a session without a given one
 * @config: an unsealed configuration, which the session will be added to
 * @name: name of the session; the search starts from its hash, so that hosts with
 *	  the same sessions choose the same VNIs
 * @job: the job, for cancellation
 *
 * Return: the VNI of the session called @name in @config; else that of the session
 * called @name in the base configuration, if it is free; else the next free VNI,
 * 1 to NFM_VNI_MAX, which exists since NFM_SESSIONS_MAX is less. Or -ENOMEM, or
 * -EINTR if cancelled.
 */
int nfm_config_choose_vni(struct nfm_config *config, const char *name,
			  const struct nfm_job *job)
{
	const struct nfm_session *old = nfm_config_find_session(config, name);
	u32 vni = nfm_hash_bytes(name, strlen(name), 0) % NFM_VNI_MAX;
	int err;

	if (old)
		return old->params.vni;
	if (!config->vnis) {
		err = nfm_config_list_vnis(config, job);
		if (err)
			return err;
	}
	old = nfm_config_find_session(config->base, name);
	if (old && !nfm_vnis_has(config->vnis, old->params.vni))
		return old->params.vni;
	return nfm_vnis_free_from(config->vnis, vni + 1);
}
