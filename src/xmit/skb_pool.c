// SPDX-License-Identifier: GPL-2.0
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/mm.h>
#include <net/sock.h>

#include "xmit/output.h"
#include "compat/netdev.h"
#include "xmit/skb_pool.h"

DEFINE_PER_CPU(struct nfm_skb_pool, nfm_skb_pool);

/* Set the fields common to all copies once: clones inherit them. */
static struct sk_buff *nfm_skb_pool_alloc(void)
{
	struct sk_buff *buffer;

	/* Uses kmalloc: GRO would take over a page fragment. */
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
	nfm_netdev_skip_egress(buffer);
	__skb_header_release(buffer);
	return buffer;
}

/**
 * nfm_skb_pool_next() - advance to the next buffer
 * @pool: this CPU's pool
 *
 * Clones are freed in about the order in which they were sent. One still in use may
 * wait for long, so its buffer is replaced: the clone keeps the data that it needs,
 * and is charged for it.
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
 * nfm_skb_pool_head() - allocate memory for the linear area of an skb
 * @size: bytes, in whole cache lines, at most one page
 *
 * Uses single pages that hold only linear areas of copies, so that a copy that
 * waits pins no more than its page.
 *
 * Context: bottom halves off.
 * Return: memory for build_skb(), or NULL if memory is short.
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
 * nfm_skb_pool_free() - free all buffers after the last packet
 *
 * Clones in flight keep the memory that they need.
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
