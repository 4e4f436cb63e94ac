/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_RUNTIME_ACCOUNT_H
#define _NFM_RUNTIME_ACCOUNT_H

#include <linux/kref.h>
#include <linux/list.h>
#include <linux/spinlock.h>

/**
 * struct nfm_account - what a namespace has, in force or not
 * @ref: holders: the namespace, and all that is counted here
 * @bytes: what networks, attachments and sessions take: those in force, those of
 *	   transactions, and those that a dump still shows
 * @lock: protects @routed; bottom halves off
 * @routed: struct nfm_receiver, those to which a CPU has a route
 *
 * What is counted here may be freed after the namespace is gone; its routes may
 * not.
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
