/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_DATAPATH_SAMPLE_H
#define _NFM_DATAPATH_SAMPLE_H

#include "plan/compiled.h"
#include "xmit/packet.h"

bool nfm_select(const struct nfm_packet *packet,
		const struct nfm_mirror *mirror);

/**
 * nfm_mirror_wants() - tells whether a mirror wants what its filter leaves
 * @mirror: the mirror
 * @packet: a packet that its filter leaves
 *
 * Context: bottom halves off, RCU read side.
 */
static inline bool nfm_mirror_wants(const struct nfm_mirror *mirror,
				    const struct nfm_packet *packet)
{
	return likely(!mirror->selective) || nfm_select(packet, mirror);
}

#endif /* _NFM_DATAPATH_SAMPLE_H */
