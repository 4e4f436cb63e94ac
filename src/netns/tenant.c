// SPDX-License-Identifier: GPL-2.0
/* Tenants have the network namespaces that are not the host's own. */
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/uidgid.h>
#include <linux/user_namespace.h>

#include "netns/tenant.h"

/**
 * struct nfm_tenant - a user, or a user namespace that root created for somebody
 * @list: in nfm_tenants
 * @user_ns: the user namespace, a child of init_user_ns, if root created it; NULL
 *	     for a user. Outlives this without a reference, as all network namespaces
 *	     that refer to this are in it or below
 * @uid: owner of the user namespaces
 * @n_namespaces: number of network namespaces that refer to this
 * @workqueue: runs their work, and nobody else's; at most one item per possible
 *	       CPU at once, in all or per NUMA node, depending on the kernel
 *
 * @list and @n_namespaces are protected by nfm_tenants_lock, the others
 * constant.
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

static struct nfm_tenant *nfm_tenant_find(const struct user_namespace *user_ns,
					  kuid_t uid)
{
	struct nfm_tenant *tenant;

	list_for_each_entry(tenant, &nfm_tenants, list)
		if (uid_eq(tenant->uid, uid) && tenant->user_ns == user_ns)
			return tenant;
	return NULL;
}

static struct nfm_tenant *nfm_tenant_alloc(const struct user_namespace *user_ns,
					   kuid_t uid)
{
	struct nfm_tenant *tenant = kzalloc(sizeof(*tenant), GFP_KERNEL);

	if (!tenant)
		return NULL;
	tenant->user_ns = user_ns;
	tenant->uid = uid;
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
 * nfm_tenant_get() - find or allocate the tenant that has a network namespace
 * @user_ns: the user namespace that owns it; not init_user_ns
 *
 * A user may create any number of user namespaces, nested ones too, but is one
 * tenant. Root creates a user namespace for each tenant that is to be kept apart.
 *
 * Return: the tenant, with a reference for the network namespace, or NULL if
 * memory is short.
 */
struct nfm_tenant *nfm_tenant_get(struct user_namespace *user_ns)
{
	struct nfm_tenant *tenant;
	kuid_t uid;

	while (user_ns->level > 1)
		user_ns = user_ns->parent;
	uid = user_ns->owner;
	/* The first one of a user may be freed, and its address used again. */
	if (!uid_eq(uid, GLOBAL_ROOT_UID))
		user_ns = NULL;
	mutex_lock(&nfm_tenants_lock);
	tenant = nfm_tenant_find(user_ns, uid) ?:
						 nfm_tenant_alloc(user_ns, uid);
	if (tenant)
		tenant->n_namespaces++;
	mutex_unlock(&nfm_tenants_lock);
	return tenant;
}

/**
 * nfm_tenant_put() - drop the reference of a network namespace
 * @tenant: the tenant; no work of that namespace is left on its workqueue
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
 * nfm_tenant_workqueue() - get a tenant's workqueue
 * @tenant: the tenant
 *
 * Return: the workqueue; work on it must end before the reference is dropped.
 */
struct workqueue_struct *nfm_tenant_workqueue(const struct nfm_tenant *tenant)
{
	return tenant->workqueue;
}
