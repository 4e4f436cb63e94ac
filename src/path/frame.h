/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PATH_FRAME_H
#define _NFM_PATH_FRAME_H

#include "path/packet.h"

struct sk_buff *nfm_frame_copy(const struct nfm_packet *packet,
			       unsigned int headroom);
void nfm_frame_mend_tunnel(struct sk_buff *frame);
int nfm_frame_checksum(struct sk_buff *frame);

#endif /* _NFM_PATH_FRAME_H */
