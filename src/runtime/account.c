// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "runtime/account.h"

/**
 * nfm_account_alloc() - makes the account of a namespace
 *
 * Return: it, with one reference, or NULL.
 */
struct nfm_account *nfm_account_alloc(void)
{
	struct nfm_account *account;

	account = kzalloc(sizeof(*account), GFP_KERNEL_ACCOUNT);
	if (!account)
		return NULL;
	kref_init(&account->ref);
	spin_lock_init(&account->lock);
	INIT_LIST_HEAD(&account->routed);
	return account;
}

/**
 * nfm_account_get() - takes a reference
 * @account: the account
 *
 * Return: @account.
 */
struct nfm_account *nfm_account_get(struct nfm_account *account)
{
	kref_get(&account->ref);
	return account;
}

static void nfm_account_release(struct kref *ref)
{
	kfree(container_of(ref, struct nfm_account, ref));
}

/**
 * nfm_account_put() - drops a reference, and the account with the last one
 * @account: the account
 */
void nfm_account_put(struct nfm_account *account)
{
	kref_put(&account->ref, nfm_account_release);
}

/**
 * nfm_account_charge() - counts memory that something takes until it is freed
 * @account: the account
 * @bytes: so much
 * @limit: what may be counted in all
 *
 * Return: false if it would be more than that; then it is not counted.
 */
bool nfm_account_charge(struct nfm_account *account, u64 bytes, u64 limit)
{
	if (atomic64_add_return(bytes, &account->bytes) <= limit)
		return true;
	atomic64_sub(bytes, &account->bytes);
	return false;
}
