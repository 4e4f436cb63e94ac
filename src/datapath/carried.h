/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_DATAPATH_CARRIED_H
#define _NFM_DATAPATH_CARRIED_H

#include "lib/flow_key.h"
#include "lib/tunnelset.h"

struct sk_buff;

bool nfm_carries_copy(const struct nfm_tunnelset *tunnels, u16 seed,
		      const struct sk_buff *skb, const struct nfm_key *key);
bool nfm_quotes_own_copy(const struct nfm_tunnelset *tunnels,
			 const struct sk_buff *skb, const struct nfm_key *key,
			 struct nfm_key *quoted);

#endif /* _NFM_DATAPATH_CARRIED_H */
