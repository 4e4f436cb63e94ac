/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_DATAPATH_SAMPLE_H
#define _NFM_DATAPATH_SAMPLE_H

#include "plan/compiled.h"
#include "xmit/packet.h"

bool nfm_sample_wants(const struct nfm_packet *packet,
		      const struct nfm_compiled_session *compiled);

/**
 * nfm_compiled_wants() - tells whether a mirror wants what its filter leaves
 * @compiled: the mirror
 * @packet: a packet that its filter leaves
 *
 * Context: bottom halves off, RCU read side.
 */
static inline bool
nfm_compiled_wants(const struct nfm_compiled_session *compiled,
		   const struct nfm_packet *packet)
{
	return likely(!compiled->selective) ||
	       nfm_sample_wants(packet, compiled);
}

#endif /* _NFM_DATAPATH_SAMPLE_H */
