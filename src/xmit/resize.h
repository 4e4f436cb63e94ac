/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_XMIT_RESIZE_H
#define _NFM_XMIT_RESIZE_H

#include "lib/flow_key.h"

int nfm_resize_cut(struct sk_buff *frame, const struct nfm_key *key,
		   unsigned int len, bool fix);
bool nfm_resize_can_segment_v6(const struct sk_buff *frame,
			       const struct nfm_key *key);
bool nfm_resize_resegment(struct sk_buff *frame, const struct nfm_key *key,
			  unsigned int room);
bool nfm_resize_shrink(struct sk_buff *frame, unsigned int headers,
		       unsigned int room);

/**
 * nfm_resize_can_segment() - check whether the kernel can segment a packet
 * @frame: a frame of the packet
 * @key: key of the packet
 *
 * Return: true if it can, see nfm_resize_can_segment_v6().
 */
static inline bool nfm_resize_can_segment(const struct sk_buff *frame,
					  const struct nfm_key *key)
{
	return key->family == NFM_FAMILY_V4 ||
	       nfm_resize_can_segment_v6(frame, key);
}

#endif /* _NFM_XMIT_RESIZE_H */
