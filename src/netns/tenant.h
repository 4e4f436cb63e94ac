/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETNS_TENANT_H
#define _NFM_NETNS_TENANT_H

#include <linux/workqueue.h>

struct nfm_tenant;
struct user_namespace;

struct nfm_tenant *nfm_tenant_get(struct user_namespace *user_ns);
void nfm_tenant_put(struct nfm_tenant *tenant);
struct workqueue_struct *nfm_tenant_workqueue(const struct nfm_tenant *tenant);

#endif /* _NFM_NETNS_TENANT_H */
