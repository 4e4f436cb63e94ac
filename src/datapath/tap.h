/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_DATAPATH_TAP_H
#define _NFM_DATAPATH_TAP_H

#include <linux/types.h>

struct nfm_datapath;
struct nfm_job;
struct nfm_plan;

int nfm_taps_register(struct nfm_datapath *dp, const struct nfm_plan *plan,
		      const struct nfm_job *job);
void nfm_taps_publish(struct nfm_datapath *dp, const struct nfm_plan *plan);
void nfm_taps_trim(struct nfm_datapath *dp, const struct nfm_plan *plan);
void nfm_taps_forget(struct nfm_datapath *dp, int ifindex);

#endif /* _NFM_DATAPATH_TAP_H */
