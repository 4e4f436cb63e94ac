/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_XMIT_SKB_POOL_H
#define _NFM_XMIT_SKB_POOL_H

#include <linux/percpu.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

/*
 * Copies without memory allocation: the pool keeps a buffer and sends clones of it,
 * as TCP does with data that it may have to retransmit. alloc_skb_fclone() provides
 * the clone's memory along with each buffer, so sending a clone neither allocates
 * nor frees any. Once the clone has been freed, anywhere, the buffer is rewritten.
 */

/* Only regular traffic may wait for memory or use its reserves; copies do not. */
#define NFM_GFP (GFP_NOWAIT | __GFP_NOWARN | __GFP_NOMEMALLOC)
static_assert((NFM_GFP & (__GFP_HIGH | __GFP_MEMALLOC | __GFP_DIRECT_RECLAIM |
			  __GFP_NOMEMALLOC | __GFP_NOWARN)) ==
	      (__GFP_NOMEMALLOC | __GFP_NOWARN));

/* Copies of a CPU that may be in flight before further ones cost an allocation. */
#define NFM_SKB_POOL_SIZE 128
/* Headroom for any link-layer header in front of the outer headers, in bytes. */
#define NFM_SKB_POOL_HEADROOM HH_DATA_ALIGN(LL_MAX_HEADER)
/* Maximum length of a copy, in bytes. */
#define NFM_SKB_POOL_ROOM (SKB_WITH_OVERHEAD(2048) - NFM_SKB_POOL_HEADROOM)

/**
 * struct nfm_skb_pool - per-CPU pool of skbs for copies
 * @at: index of the buffer that was used last
 * @buffers: buffers, each allocated on first use
 * @page: page that linear areas of other skbs are taken from; NULL if there is none
 *	  yet
 * @left: bytes at the beginning of @page that are still unused
 *
 * Used by its own CPU with bottom halves off.
 */
struct nfm_skb_pool {
	unsigned int at;
	struct sk_buff *buffers[NFM_SKB_POOL_SIZE];
	struct page *page;
	unsigned int left;
};

DECLARE_PER_CPU(struct nfm_skb_pool, nfm_skb_pool);

struct sk_buff *nfm_skb_pool_next(struct nfm_skb_pool *pool);
void *nfm_skb_pool_head(unsigned int size);
void nfm_skb_pool_free(void);

/**
 * nfm_skb_pool_is_idle() - check whether all clones of a buffer have been freed
 * @buffer: the buffer
 *
 * Others may have cloned the clone (packet taps do), so the data's reference count
 * is checked as well. The buffer itself counts as one reference to all data, and as
 * one that does not need the headers (see skb_header_cloned()).
 *
 * Return: true if the buffer may be rewritten.
 */
static inline bool nfm_skb_pool_is_idle(const struct sk_buff *buffer)
{
	const struct sk_buff_fclones *fclones =
		container_of(buffer, struct sk_buff_fclones, skb1);

	if (unlikely(refcount_read(&fclones->fclone_ref) != 1 ||
		     atomic_read(&skb_shinfo(buffer)->dataref) !=
			     (1 << SKB_DATAREF_SHIFT) + 1))
		return false;
	/* Order our writes after the reads of former users. */
	smp_acquire__after_ctrl_dep();
	return true;
}

/**
 * nfm_skb_pool_take() - find a buffer that can be written
 *
 * Context: bottom halves off.
 * Return: a buffer for IPv4, data at its outer headers, a clone of which is to be
 * sent; NULL if memory is short.
 */
static inline struct sk_buff *nfm_skb_pool_take(void)
{
	struct nfm_skb_pool *pool = this_cpu_ptr(&nfm_skb_pool);
	struct sk_buff *buffer = pool->buffers[pool->at];

	if (likely(buffer && nfm_skb_pool_is_idle(buffer)))
		return buffer;
	return nfm_skb_pool_next(pool);
}

#endif /* _NFM_XMIT_SKB_POOL_H */
