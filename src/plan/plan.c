// SPDX-License-Identifier: GPL-2.0
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/slab.h>

#include "config/config.h"
#include "eni/inventory.h"
#include "eni/scope.h"
#include "lib/slots.h"
#include "lib/vxlan.h"
#include "plan/balance.h"
#include "plan/classify.h"
#include "plan/plan.h"

static int nfm_plan_compile(const struct nfm_config *config,
			    const struct nfm_job *job)
{
	unsigned int i;

	for (i = 0; i < config->sessions.count; i++) {
		struct nfm_session *session = nfm_config_session(config, i);

		if (!session->params.enabled || session->compiled)
			continue;
		session->compiled = nfm_session_compile(session);
		session->free_compiled = nfm_compiled_free;
		if (!session->compiled)
			return -ENOMEM;
		if (nfm_job_rest(job))
			return -EINTR;
	}
	return 0;
}

/* Packets to a guest behind the ENI are those that the host transmits. */
static enum nfm_hook nfm_eni_in_hook(const struct nfm_eni *eni)
{
	if (eni->facing == NFM_FACING_GUEST)
		return NFM_HOOK_TX;
	return NFM_HOOK_RX;
}

/* Return the slot of the classifier for a list of sessions, or an empty slot. */
static struct nfm_classifier **
nfm_plan_classifier(const struct nfm_plan *plan,
		    const struct nfm_compiled_session **sessions,
		    unsigned int n, u32 hash)
{
	struct nfm_classifier **slot;

	nfm_slots_for_each(slot, plan->classifiers, hash, plan->classifier_mask)
		if (!*slot ||
		    ((*slot)->hash == hash && (*slot)->n_sessions == n &&
		     !memcmp((*slot)->sessions, sessions,
			     n * sizeof(*sessions))))
			return slot;
}

/*
 * Many ENIs have the same sessions, and few changes affect that, so classifiers are
 * shared between ENIs and with the old plan. Comparing pointers is safe: the old
 * plan still holds its compiled sessions, so the address of none can have been
 * reused.
 */
static const struct nfm_classifier *
nfm_plan_classify(struct nfm_plan *plan, const struct nfm_plan *old,
		  const struct nfm_compiled_session **sessions, unsigned int n,
		  const struct nfm_job *job)
{
	u32 hash = nfm_classifier_hash(sessions, n);
	struct nfm_classifier **slot, *same = NULL;
	u64 limit = nfm_config_memory_bytes();

	slot = nfm_plan_classifier(plan, sessions, n, hash);
	if (*slot)
		return *slot;
	/* A plan that takes no more memory than the old one is always allowed. */
	if (old) {
		limit = max(limit, old->classifier_bytes);
		same = *nfm_plan_classifier(old, sessions, n, hash);
	}
	limit -= min(limit, plan->classifier_bytes);
	limit = min_t(u64, limit, SIZE_MAX);
	if (!same)
		same = nfm_classifier_build(sessions, n, limit, job);
	else if (same->bytes > limit)
		same = ERR_PTR(-EFBIG);
	else
		kref_get(&same->ref);
	if (IS_ERR(same))
		return same;
	*slot = same;
	plan->classifier_bytes += same->bytes;
	return same;
}

/*
 * List the sessions that apply to an ENI's packets in a hook. @sessions: output, with
 * space for all sessions of the configuration. Returns their number.
 */
static unsigned int
nfm_source_list(const struct nfm_source *source, enum nfm_hook hook,
		const struct nfm_inventory *inventory,
		const struct nfm_eni *eni,
		const struct nfm_compiled_session **sessions)
{
	enum nfm_direction direction =
		hook == source->in_hook ? NFM_DIRECTION_IN : NFM_DIRECTION_OUT;
	const struct nfm_session *session;
	unsigned int next = 0, n = 0;

	while ((session =
			nfm_eni_next_session(inventory, eni, &next, UINT_MAX)))
		if (session->params.direction == NFM_DIRECTION_ALL ||
		    session->params.direction == direction)
			sessions[n++] = session->compiled;
	return n;
}

static bool nfm_sessions_have_once(const struct nfm_compiled_session **sessions,
				   unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		if (sessions[i]->once)
			return true;
	return false;
}

/* Return the addresses of an ENI's owner as a set, or NULL. */
static struct nfm_addrset *nfm_source_addrs(const struct nfm_eni *eni)
{
	struct nfm_addrset *addrs = nfm_addrset_alloc(eni->n_addrs);
	unsigned int i;

	for (i = 0; addrs && i < eni->n_addrs; i++)
		nfm_addrset_add(addrs, &eni->addrs[i]);
	return addrs;
}

static int nfm_plan_add_source(struct nfm_plan *plan,
			       const struct nfm_plan *old,
			       const struct nfm_inventory *inventory,
			       const struct nfm_eni *eni,
			       const struct nfm_compiled_session **sessions,
			       const struct nfm_job *job)
{
	struct nfm_source *source =
		(struct nfm_source *)nfm_plan_find(plan, eni->ifindex);
	bool frames = eni->tap == NFM_TAP_MODE_DEVICE;
	const struct nfm_classifier *classifier;
	enum nfm_hook hook;
	unsigned int n;

	source->ifindex = eni->ifindex;
	source->ethernet = eni->ethernet;
	source->others = eni->others;
	ether_addr_copy(source->mac, eni->mac);
	source->in_hook = nfm_eni_in_hook(eni);
	source->hash = eni->ethernet ? nfm_balance_hash_mac(eni->mac) :
				       nfm_balance_hash_name(eni->name);
	source->receivers =
		inventory->config->network_indices[eni->network].receivers;
	source->tunnels = inventory->config->tunnels;
	source->vpc = nfm_config_network(inventory->config, eni->network);
	source->seed = source->vpc->seed;
	source->mark = nfm_mark_of_seed(source->seed);
	source->network = eni->network;
	for (hook = 0; hook < NFM_HOOKS; hook++) {
		n = nfm_source_list(source, hook, inventory, eni, sessions);
		if (!n)
			continue;
		if (!source->addrs && nfm_sessions_have_once(sessions, n))
			source->addrs = nfm_source_addrs(eni);
		if (!source->addrs && nfm_sessions_have_once(sessions, n))
			return -ENOMEM;
		classifier = nfm_plan_classify(plan, old, sessions, n, job);
		if (IS_ERR(classifier))
			return PTR_ERR(classifier);
		if (frames) {
			source->frames[hook] = classifier;
			plan->has_frames = true;
		} else {
			source->classifiers[hook] = classifier;
			plan->hooks |= BIT(hook);
		}
	}
	return 0;
}

static int nfm_plan_add_sources(struct nfm_plan *plan,
				const struct nfm_plan *old,
				const struct nfm_inventory *inventory,
				const struct nfm_job *job)
{
	unsigned int n_sessions = inventory->config->sessions.count;
	const struct nfm_compiled_session **sessions;
	unsigned int i;
	int err = 0;

	if (!n_sessions)
		return 0;
	sessions = kvmalloc_array(n_sessions, sizeof(*sessions),
				  GFP_KERNEL_ACCOUNT);
	if (!sessions)
		return -ENOMEM;
	for (i = 0; i < inventory->n_enis && !err; i++) {
		const struct nfm_eni *eni = &inventory->enis[i];

		if (eni->ifindex && eni->network != NFM_NO_NETWORK &&
		    !eni->owns_receiver)
			err = nfm_plan_add_source(plan, old, inventory, eni,
						  sessions, job);
		if (!err)
			err = nfm_job_rest(job);
	}
	kvfree(sessions);
	return err;
}

/**
 * nfm_plan_build() - compile the configuration and devices into a plan
 * @inventory: a sealed configuration and the devices that exist
 * @old: the active plan, whose classifiers are reused where nothing changed; NULL
 *	 if there is none
 * @job: the job that this is part of
 *
 * Context: process, under the namespace's lock.
 * Return: the plan, or an ERR_PTR(): -ENOMEM, -EFBIG if its classifiers would
 * exceed the namespace's memory limit, or -EINTR.
 */
struct nfm_plan *nfm_plan_build(const struct nfm_inventory *inventory,
				const struct nfm_plan *old,
				const struct nfm_job *job)
{
	u32 mask = nfm_slots_mask(inventory->n_enis);
	struct nfm_plan *plan;
	int err;

	plan = kvzalloc(struct_size(plan, sources, mask + 1),
			GFP_KERNEL_ACCOUNT);
	if (!plan)
		return ERR_PTR(-ENOMEM);
	plan->seed = get_random_u64() | 1;
	plan->mask = mask;
	plan->config = nfm_config_get(inventory->config);
	plan->tunnels = plan->config->tunnels;
	plan->classifier_mask = nfm_slots_mask(NFM_HOOKS * inventory->n_enis);
	plan->classifiers = kvcalloc(plan->classifier_mask + 1,
				     sizeof(*plan->classifiers),
				     GFP_KERNEL_ACCOUNT);
	err = plan->classifiers ? nfm_plan_compile(inventory->config, job) :
				  -ENOMEM;
	if (!err)
		err = nfm_plan_add_sources(plan, old, inventory, job);
	if (err) {
		nfm_plan_free(plan);
		return ERR_PTR(err);
	}
	return plan;
}

/**
 * nfm_plan_forget() - stop mirroring a device that goes away
 * @plan: a plan that packets may be reading
 * @ifindex: index of the device, which may be assigned to another device later
 */
void nfm_plan_forget(struct nfm_plan *plan, int ifindex)
{
	struct nfm_source *source =
		(struct nfm_source *)nfm_plan_find(plan, ifindex);

	if (source->ifindex)
		WRITE_ONCE(source->ifindex, NFM_SOURCE_GONE);
}

/**
 * nfm_plan_free() - free a plan that no packet reads
 * @plan: the plan; may be NULL
 */
void nfm_plan_free(struct nfm_plan *plan)
{
	u32 i;

	if (!plan)
		return;
	for (i = 0; plan->classifiers && i <= plan->classifier_mask; i++) {
		if (plan->classifiers[i])
			nfm_classifier_put(plan->classifiers[i]);
		cond_resched();
	}
	for (i = 0; i <= plan->mask; i++)
		kvfree(plan->sources[i].addrs);
	kvfree(plan->classifiers);
	nfm_config_put(plan->config);
	kvfree(plan);
}

static void nfm_plan_free_work(struct work_struct *work)
{
	nfm_plan_free(
		container_of(to_rcu_work(work), struct nfm_plan, free_work));
}

/**
 * nfm_plan_retire() - free a plan once no packet reads it
 * @plan: a plan that new packets can no longer find; may be NULL
 * @workqueue: runs the work; the module drains it before unloading
 *
 * The namespace may be gone by then, but no routes are left (struct nfm_account).
 */
void nfm_plan_retire(struct nfm_plan *plan, struct workqueue_struct *workqueue)
{
	if (!plan)
		return;
	INIT_RCU_WORK(&plan->free_work, nfm_plan_free_work);
	queue_rcu_work(workqueue, &plan->free_work);
}
