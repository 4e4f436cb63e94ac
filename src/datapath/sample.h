/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_DATAPATH_SAMPLE_H
#define _NFM_DATAPATH_SAMPLE_H

#include "plan/compiled.h"
#include "xmit/packet.h"

bool nfm_sample_wants(const struct nfm_packet *packet,
		      const struct nfm_compiled_session *compiled);

/**
 * nfm_compiled_wants() - check whether a session wants a packet
 * @compiled: the session
 * @packet: a packet that matches its filter
 *
 * Context: bottom halves off, RCU read side.
 * Return: true if the packet is to be copied.
 */
static inline bool
nfm_compiled_wants(const struct nfm_compiled_session *compiled,
		   const struct nfm_packet *packet)
{
	return likely(!compiled->selective) ||
	       nfm_sample_wants(packet, compiled);
}

#endif /* _NFM_DATAPATH_SAMPLE_H */
