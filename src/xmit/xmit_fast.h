/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_XMIT_XMIT_FAST_H
#define _NFM_XMIT_XMIT_FAST_H

#include "xmit/packet.h"

void nfm_xmit_copy(const struct nfm_packet *packet,
		   const struct nfm_compiled_session *compiled);

#endif /* _NFM_XMIT_XMIT_FAST_H */
