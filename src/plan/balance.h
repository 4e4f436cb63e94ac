/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PLAN_BALANCE_H
#define _NFM_PLAN_BALANCE_H

#include "lib/addr.h"

/*
 * Number of slots of a balance table. More slots make the shares more even: with n
 * receivers, the relative deviation of a share from 1 / n is about
 * sqrt(n / NFM_SLOTS). The number is fixed, as another one would move nearly every
 * flow.
 */
#define NFM_SLOTS 4096

void nfm_balance_fill(u8 *slots, const struct in6_addr *addrs, unsigned int n);
u32 nfm_balance_hash_mac(const u8 *mac);
u32 nfm_balance_hash_name(const char *name);

static inline unsigned int nfm_balance_slot(u32 hash)
{
	return hash % NFM_SLOTS;
}

#endif /* _NFM_PLAN_BALANCE_H */
