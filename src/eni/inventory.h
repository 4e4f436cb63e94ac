/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_ENI_INVENTORY_H
#define _NFM_ENI_INVENTORY_H

#include "eni/eni.h"

bool nfm_eni_lacks_egress(const struct nfm_eni *eni);
struct nfm_inventory *
nfm_inventory_take(struct net *net, struct nfm_config *config, u32 generation,
		   struct nfm_departed *departed, const struct nfm_job *job);
struct nfm_inventory *nfm_inventory_get(struct nfm_inventory *inventory);
void nfm_inventory_put(struct nfm_inventory *inventory);
void nfm_inventory_put_later(struct nfm_inventory *inventory);
const struct nfm_eni *nfm_inventory_find(const struct nfm_inventory *inventory,
					 const char *name);
const struct nfm_eni *
nfm_inventory_find_index(const struct nfm_inventory *inventory, int ifindex);
const struct nfm_eni *
nfm_inventory_find_device(const struct nfm_inventory *inventory,
			  struct net *net, const char *name);

#endif /* _NFM_ENI_INVENTORY_H */
