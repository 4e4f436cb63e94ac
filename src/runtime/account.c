// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "runtime/account.h"

/**
 * nfm_account_alloc() - allocate the account of a namespace
 *
 * Return: the account, with one reference, or NULL.
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
 * nfm_account_get() - take a reference
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
 * nfm_account_put() - drop a reference, and free the account with the last one
 * @account: the account
 */
void nfm_account_put(struct nfm_account *account)
{
	kref_put(&account->ref, nfm_account_release);
}

/**
 * nfm_account_charge() - charge memory until it is freed
 * @account: the account
 * @bytes: amount to charge
 * @limit: upper bound of the total charge
 *
 * Return: true if charged; false if the total would exceed @limit.
 */
bool nfm_account_charge(struct nfm_account *account, u64 bytes, u64 limit)
{
	if (atomic64_add_return(bytes, &account->bytes) <= limit)
		return true;
	atomic64_sub(bytes, &account->bytes);
	return false;
}
