/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_ENI_SCOPE_H
#define _NFM_ENI_SCOPE_H

#include "eni/inventory.h"

bool nfm_scope_covers(const struct nfm_session *session,
		      const struct nfm_eni *eni);
bool nfm_session_taps(const struct nfm_inventory *inventory,
		      unsigned int session, const struct nfm_eni *eni);
enum nfm_tap_state nfm_tap_state(const struct nfm_inventory *inventory,
				 unsigned int session, const char *device);

#endif /* _NFM_ENI_SCOPE_H */
