/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_ENI_SCOPE_H
#define _NFM_ENI_SCOPE_H

#include "eni/eni.h"

bool nfm_scope_covers(const struct nfm_inventory *inventory, unsigned int i,
		      const struct nfm_eni *eni);
const struct nfm_session *
nfm_eni_next_session(const struct nfm_inventory *inventory,
		     const struct nfm_eni *eni, unsigned int *next,
		     unsigned int end);
enum nfm_tap_state nfm_tap_state(const struct nfm_inventory *inventory,
				 unsigned int session,
				 const struct nfm_eni *eni);

#endif /* _NFM_ENI_SCOPE_H */
