/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_DATAPATH_HOOK_H
#define _NFM_DATAPATH_HOOK_H

#include <linux/types.h>

struct nfm_datapath;

int nfm_hooks_register(struct nfm_datapath *dp, u8 hooks);
void nfm_hooks_unregister(struct nfm_datapath *dp, u8 hooks);

#endif /* _NFM_DATAPATH_HOOK_H */
