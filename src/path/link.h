/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PATH_LINK_H
#define _NFM_PATH_LINK_H

#include "path/packet.h"

void nfm_link_write(struct nfm_packet *packet);

#endif /* _NFM_PATH_LINK_H */
