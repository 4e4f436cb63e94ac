/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_XMIT_FRAME_H
#define _NFM_XMIT_FRAME_H

#include <linux/skbuff.h>

#include "xmit/packet.h"
#include "xmit/skb_pool.h"

struct sk_buff *nfm_frame_copy(const struct nfm_packet *packet,
			       unsigned int headroom);
void nfm_frame_mend_tunnel(struct sk_buff *frame, const struct nfm_key *key);
int nfm_frame_checksum(struct sk_buff *frame, const struct nfm_key *key);

/**
 * nfm_frame_alloc() - allocate an empty skb
 * @room: size of its linear area, in bytes
 *
 * A linear area from a page fragment costs half as much as any other, but is
 * limited to one page.
 *
 * Context: bottom halves off, because the page is per CPU.
 * Return: the skb, or NULL if memory is short.
 */
static inline struct sk_buff *nfm_frame_alloc(unsigned int room)
{
	unsigned int size = SKB_DATA_ALIGN(room) +
			    SKB_DATA_ALIGN(sizeof(struct skb_shared_info));
	struct sk_buff *frame;
	void *head;

	if (unlikely(size > PAGE_SIZE))
		return alloc_skb(room, NFM_GFP);
	head = nfm_skb_pool_head(size);
	if (unlikely(!head))
		return NULL;
	frame = build_skb(head, size);
	if (unlikely(!frame)) {
		skb_free_frag(head);
		return NULL;
	}
	/* This frame may be the last one to hold the page. */
	frame->truesize += PAGE_SIZE - size;
	return frame;
}

#endif /* _NFM_XMIT_FRAME_H */
