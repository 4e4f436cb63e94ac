/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_XMIT_XMIT_SLOW_H
#define _NFM_XMIT_XMIT_SLOW_H

#include "runtime/receiver.h"
#include "xmit/packet.h"

void nfm_send(const struct nfm_copy *copy);

/* Counts copies that were not sent. */
static inline void nfm_drop(const struct nfm_mirror *mirror,
			    const struct nfm_receiver *receiver,
			    const struct nfm_wire *wire, enum nfm_drop reason)
{
	nfm_stats_dropped(mirror->stats, wire, reason);
	nfm_stats_dropped(receiver->stats, wire, reason);
}

#endif /* _NFM_XMIT_XMIT_SLOW_H */
