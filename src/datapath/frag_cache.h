/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_DATAPATH_FRAG_CACHE_H
#define _NFM_DATAPATH_FRAG_CACHE_H

#include "lib/flow_key.h"

struct nfm_fragments;
struct sk_buff;

struct nfm_fragments *nfm_fragments_alloc(void);
void nfm_fragment_follow(struct nfm_fragments *fragments,
			 const struct sk_buff *skb, u32 where, bool routed,
			 struct nfm_key *key);

#endif /* _NFM_DATAPATH_FRAG_CACHE_H */
