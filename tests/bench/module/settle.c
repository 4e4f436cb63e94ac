// SPDX-License-Identifier: GPL-2.0
/*
 * A slab that has no more than one object to give, and another such one, are used
 * in turns by a packet and its copy: each free and each allocation then takes the
 * allocator's slow path, 300 instructions more for a packet. Whether that is so is
 * up to chance, and stays so. Where all that is free in old slabs is taken, and the
 * current slab is a new one, it is not.
 */
#include <linux/mm.h>
#include <linux/skbuff.h>
#include <linux/slab.h>

#include "bench.h"

/* At least so many objects of each cache are taken. */
#define NFM_SETTLE_OBJECTS 1000

/* What heads of packets may have. */
static const unsigned short nfm_settle_sizes[] = { 128,	 192,  256, 512,
						   1024, 2048, 4096 };

struct nfm_settle_object {
	struct nfm_settle_object *next;
};

static struct nfm_settle_object *nfm_settle_objects;
static struct sk_buff_head nfm_settle_skbs;

/* Takes objects up to the first one of a new slab. */
static int nfm_settle_size(size_t size)
{
	struct nfm_settle_object *object;
	struct page *slab = NULL, *last;
	int i = 0;

	do {
		object = kmalloc(size, GFP_KERNEL);
		if (!object)
			return -ENOMEM;
		object->next = nfm_settle_objects;
		nfm_settle_objects = object;
		last = slab;
		slab = virt_to_head_page(object);
	} while (++i < NFM_SETTLE_OBJECTS || slab == last);
	return 0;
}

static int nfm_settle_heads(void)
{
	struct page *slab = NULL, *last;
	struct sk_buff *skb;

	do {
		skb = alloc_skb(0, GFP_KERNEL);
		if (!skb)
			return -ENOMEM;
		__skb_queue_tail(&nfm_settle_skbs, skb);
		last = slab;
		slab = virt_to_head_page(skb);
	} while (skb_queue_len(&nfm_settle_skbs) < NFM_SETTLE_OBJECTS ||
		 slab == last);
	return 0;
}

/**
 * nfm_settle_exit() - gives back what was taken
 */
void nfm_settle_exit(void)
{
	struct nfm_settle_object *object;

	while ((object = nfm_settle_objects)) {
		nfm_settle_objects = object->next;
		kfree(object);
	}
	if (nfm_settle_skbs.next)
		__skb_queue_purge(&nfm_settle_skbs);
}

/**
 * nfm_settle() - has this processor's slabs be new ones
 *
 * Return: 0 or a negative errno.
 */
int nfm_settle(void)
{
	int err, i;

	nfm_settle_exit();
	__skb_queue_head_init(&nfm_settle_skbs);
	err = nfm_settle_heads();
	for (i = 0; i < ARRAY_SIZE(nfm_settle_sizes) && !err; i++)
		err = nfm_settle_size(nfm_settle_sizes[i]);
	return err;
}
