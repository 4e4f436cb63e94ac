/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PATH_XMIT_H
#define _NFM_PATH_XMIT_H

#include "path/packet.h"

void nfm_xmit_copy(const struct nfm_packet *packet,
		   const struct nfm_mirror *mirror);

#endif /* _NFM_PATH_XMIT_H */
