/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_XMIT_SKB_POOL_H
#define _NFM_XMIT_SKB_POOL_H

#include <linux/percpu.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

/*
 * Copies that cost no allocation: as TCP does with what it may have to send
 * again, a buffer is kept, and clones of it are sent. With each comes room for a
 * clone (alloc_skb_fclone()), so that to send one neither takes nor gives memory;
 * once it has been freed, wherever that is, the buffer is written anew.
 */

/* Copies leave it to what comes in and goes out to wait for memory, and its reserves. */
#define NFM_GFP (GFP_NOWAIT | __GFP_NOWARN | __GFP_NOMEMALLOC)
static_assert((NFM_GFP & (__GFP_HIGH | __GFP_MEMALLOC | __GFP_DIRECT_RECLAIM |
			  __GFP_NOMEMALLOC | __GFP_NOWARN)) ==
	      (__GFP_NOMEMALLOC | __GFP_NOWARN));

/* So many copies of a CPU may be on their way before others cost an allocation. */
#define NFM_SKB_POOL_SIZE 128
/* Bytes in front of a copy's outer headers: for any link-layer header. */
#define NFM_SKB_POOL_HEADROOM HH_DATA_ALIGN(LL_MAX_HEADER)
/* Bytes that a copy may have. */
#define NFM_SKB_POOL_ROOM (SKB_WITH_OVERHEAD(2048) - NFM_SKB_POOL_HEADROOM)

/**
 * struct nfm_skb_pool - the buffers of a CPU
 * @at: the one that was sent last
 * @buffers: each is allocated when it is first needed
 * @page: where heads of other buffers come from; NULL: there was none yet
 * @left: bytes of it, from its beginning, that no head had yet
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
 * nfm_skb_pool_is_idle() - tells whether nobody has a clone of a buffer any more
 * @buffer: the buffer
 *
 * Others may have cloned the clone (packet taps do), so its data are asked for,
 * too. The buffer itself counts as one user of all of them, and as one that does
 * not care for headers (see skb_header_cloned()).
 */
static inline bool nfm_skb_pool_is_idle(const struct sk_buff *buffer)
{
	const struct sk_buff_fclones *fclones =
		container_of(buffer, struct sk_buff_fclones, skb1);

	if (unlikely(refcount_read(&fclones->fclone_ref) != 1 ||
		     atomic_read(&skb_shinfo(buffer)->dataref) !=
			     (1 << SKB_DATAREF_SHIFT) + 1))
		return false;
	/* What is written now comes after what they read. */
	smp_acquire__after_ctrl_dep();
	return true;
}

/**
 * nfm_skb_pool_take() - finds a buffer that can be written
 *
 * Context: bottom halves off.
 * Return: a buffer of IPv4, data at its outer headers, of which a clone is to be
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
