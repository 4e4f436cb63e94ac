// SPDX-License-Identifier: GPL-2.0
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/mm.h>
#include <net/sock.h>

#include "xmit/output.h"
#include "xmit/skb_pool.h"

DEFINE_PER_CPU(struct nfm_skb_pool, nfm_skb_pool);

/* What all copies have is set once: their clones inherit it. */
static struct sk_buff *nfm_skb_pool_alloc(void)
{
	struct sk_buff *buffer;

	/* From kmalloc: GRO would take a page's fragment over. */
	buffer = alloc_skb_fclone(NFM_SKB_POOL_HEADROOM + NFM_SKB_POOL_ROOM,
				  NFM_GFP);
	if (!buffer)
		return NULL;
	skb_reserve(buffer, NFM_SKB_POOL_HEADROOM);
	skb_reset_network_header(buffer);
	skb_set_transport_header(buffer, sizeof(struct iphdr));
	buffer->protocol = htons(ETH_P_IP);
	buffer->pkt_type = PACKET_OUTGOING;
	buffer->priority = NFM_PRIORITY;
	__skb_set_sw_hash(buffer, 0, true);
	__skb_header_release(buffer);
	return buffer;
}

/**
 * nfm_skb_pool_next() - goes on to the next buffer
 * @pool: this CPU's
 *
 * They are freed in about the order in which they were sent. One that is not by
 * now may wait for long: its clone has what it needs, and is charged for it.
 *
 * Context: bottom halves off.
 * Return: see nfm_skb_pool_take().
 */
struct sk_buff *nfm_skb_pool_next(struct nfm_skb_pool *pool)
{
	unsigned int at = (pool->at + 1) % NFM_SKB_POOL_SIZE;
	struct sk_buff *buffer = pool->buffers[at];

	pool->at = at;
	if (buffer && nfm_skb_pool_is_idle(buffer))
		return buffer;
	consume_skb(buffer);
	buffer = nfm_skb_pool_alloc();
	pool->buffers[at] = buffer;
	return buffer;
}

/**
 * nfm_skb_pool_head() - takes memory for the head of a buffer
 * @size: bytes, in whole cache lines, of one page at most
 *
 * From pages that are not larger than needed, and have nothing but heads of copies:
 * one that waits holds up no more than its page.
 *
 * Context: bottom halves off.
 * Return: it, which build_skb() takes, or NULL if memory is short.
 */
void *nfm_skb_pool_head(unsigned int size)
{
	struct nfm_skb_pool *pool = this_cpu_ptr(&nfm_skb_pool);
	struct page *page = pool->page;

	if (page && page_ref_count(page) == 1)
		pool->left = PAGE_SIZE;
	if (unlikely(!page || pool->left < size)) {
		if (page)
			put_page(page);
		page = alloc_page(NFM_GFP);
		pool->page = page;
		if (!page)
			return NULL;
		pool->left = PAGE_SIZE;
	}
	pool->left -= size;
	get_page(page);
	return page_address(page) + pool->left;
}

/**
 * nfm_skb_pool_free() - frees all buffers, once no packet comes here any more
 *
 * Clones that are still on their way keep the memory that they need.
 */
void nfm_skb_pool_free(void)
{
	struct nfm_skb_pool *pool;
	unsigned int i;
	int cpu;

	for_each_possible_cpu(cpu) {
		pool = per_cpu_ptr(&nfm_skb_pool, cpu);
		for (i = 0; i < NFM_SKB_POOL_SIZE; i++)
			consume_skb(pool->buffers[i]);
		if (pool->page)
			put_page(pool->page);
	}
}
