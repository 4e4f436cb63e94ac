/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_RUNTIME_ACCOUNT_H
#define _NFM_RUNTIME_ACCOUNT_H

#include <linux/kref.h>
#include <linux/list.h>
#include <linux/spinlock.h>

/**
 * struct nfm_account - memory and routes of a namespace, active or not
 * @ref: holders: the namespace, and everything charged here
 * @bytes: memory charged for networks, attachments and sessions: active ones,
 *	   and those of transactions, replaced plans and dumps
 * @lock: protects @routed; BHs disabled
 * @routed: list of struct nfm_receiver, those to which a CPU had a route
 *
 * Objects charged here may outlive the namespace; their routes may not.
 */
struct nfm_account {
	struct kref ref;
	atomic64_t bytes;
	spinlock_t lock;
	struct list_head routed;
};

struct nfm_account *nfm_account_alloc(void);
struct nfm_account *nfm_account_get(struct nfm_account *account);
void nfm_account_put(struct nfm_account *account);
bool nfm_account_charge(struct nfm_account *account, u64 bytes, u64 limit);

#endif /* _NFM_RUNTIME_ACCOUNT_H */
