/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_XMIT_XMIT_SLOW_H
#define _NFM_XMIT_XMIT_SLOW_H

#include "runtime/receiver.h"
#include "xmit/packet.h"

void nfm_xmit_slow(const struct nfm_copy *copy);

/* Count copies that were not sent. */
static inline void nfm_drop(const struct nfm_compiled_session *compiled,
			    const struct nfm_receiver *receiver,
			    const struct nfm_pkt_count *count,
			    enum nfm_drop reason)
{
	nfm_stats_dropped(compiled->stats, count, reason);
	nfm_stats_dropped(receiver->stats, count, reason);
}

#endif /* _NFM_XMIT_XMIT_SLOW_H */
