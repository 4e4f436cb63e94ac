/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_CONFIG_VNIS_H
#define _NFM_CONFIG_VNIS_H

#include <linux/types.h>

struct nfm_job;

/**
 * struct nfm_vnis - set of VNIs in use
 * @n: number of VNIs
 * @room: capacity of @sorted
 * @sorted: the VNIs, ascending, without duplicates
 */
struct nfm_vnis {
	unsigned int n;
	unsigned int room;
	u32 sorted[];
};

struct nfm_vnis *nfm_vnis_alloc(unsigned int room);
int nfm_vnis_sort(struct nfm_vnis *vnis, const struct nfm_job *job);
void nfm_vnis_add(struct nfm_vnis *vnis, u32 vni);
bool nfm_vnis_has(const struct nfm_vnis *vnis, u32 vni);
u32 nfm_vnis_free_from(const struct nfm_vnis *vnis, u32 vni);

#endif /* _NFM_CONFIG_VNIS_H */
