/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PATH_SPLIT_H
#define _NFM_PATH_SPLIT_H

#include "path/packet.h"

unsigned int nfm_split_limit(const struct nfm_packet *packet);
struct nfm_wire nfm_split_size(const struct nfm_packet *packet);
struct nfm_wire nfm_split_wire(const struct nfm_packet *packet,
			       unsigned int len);
struct sk_buff *nfm_split(const struct nfm_packet *packet,
			  struct sk_buff *frame, unsigned int headroom);

#endif /* _NFM_PATH_SPLIT_H */
