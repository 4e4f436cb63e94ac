// SPDX-License-Identifier: GPL-2.0
/* Who has network namespaces that are not the host's. */
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/uidgid.h>
#include <linux/user_namespace.h>

#include "netns/tenant.h"

/**
 * struct nfm_tenant - a user, or what root has given to somebody
 * @list: in nfm_tenants
 * @user_ns: right below the first user namespace; it lives as long as a network
 *	     namespace that is in it or below, so no longer than this is needed
 * @uid: who made @user_ns
 * @n_namespaces: how many network namespaces refer to this
 * @workqueue: does their works, and nobody else's; one for each processor at once,
 *	       or for each of a node
 *
 * @list and @n_namespaces are protected by nfm_tenants_lock, the others constant.
 */
struct nfm_tenant {
	struct list_head list;
	const struct user_namespace *user_ns;
	kuid_t uid;
	unsigned int n_namespaces;
	struct workqueue_struct *workqueue;
};

static LIST_HEAD(nfm_tenants);
static DEFINE_MUTEX(nfm_tenants_lock);

/*
 * A user may make as many user namespaces as he likes, and any below his own; root
 * makes one for each who is to be kept apart.
 */
static struct nfm_tenant *nfm_tenant_find(const struct user_namespace *user_ns)
{
	struct nfm_tenant *tenant;

	list_for_each_entry(tenant, &nfm_tenants, list)
		if (uid_eq(tenant->uid, user_ns->owner) &&
		    (tenant->user_ns == user_ns ||
		     !uid_eq(tenant->uid, GLOBAL_ROOT_UID)))
			return tenant;
	return NULL;
}

static struct nfm_tenant *nfm_tenant_alloc(const struct user_namespace *user_ns)
{
	struct nfm_tenant *tenant = kzalloc(sizeof(*tenant), GFP_KERNEL);

	if (!tenant)
		return NULL;
	tenant->user_ns = user_ns;
	tenant->uid = user_ns->owner;
	tenant->workqueue = alloc_workqueue(
		"nf_mirror_tenant", WQ_UNBOUND,
		min_t(unsigned int, num_possible_cpus(), WQ_MAX_ACTIVE));
	if (!tenant->workqueue) {
		kfree(tenant);
		return NULL;
	}
	list_add(&tenant->list, &nfm_tenants);
	return tenant;
}

/**
 * nfm_tenant_get() - tells who has a network namespace
 * @user_ns: the user namespace that owns it; not the first
 *
 * Return: the tenant, with a reference for the network namespace, or NULL if memory
 * is short.
 */
struct nfm_tenant *nfm_tenant_get(struct user_namespace *user_ns)
{
	struct nfm_tenant *tenant;

	while (user_ns->level > 1)
		user_ns = user_ns->parent;
	mutex_lock(&nfm_tenants_lock);
	tenant = nfm_tenant_find(user_ns) ?: nfm_tenant_alloc(user_ns);
	if (tenant)
		tenant->n_namespaces++;
	mutex_unlock(&nfm_tenants_lock);
	return tenant;
}

/**
 * nfm_tenant_put() - gives a reference back
 * @tenant: the tenant, none of whose works is of the namespace that had it
 */
void nfm_tenant_put(struct nfm_tenant *tenant)
{
	mutex_lock(&nfm_tenants_lock);
	if (!--tenant->n_namespaces)
		list_del(&tenant->list);
	else
		tenant = NULL;
	mutex_unlock(&nfm_tenants_lock);
	if (!tenant)
		return;
	destroy_workqueue(tenant->workqueue);
	kfree(tenant);
}

/**
 * nfm_tenant_workqueue() - tells what does a tenant's works
 * @tenant: the tenant
 *
 * Return: it; for works that end before the reference is given back.
 */
struct workqueue_struct *nfm_tenant_workqueue(const struct nfm_tenant *tenant)
{
	return tenant->workqueue;
}
