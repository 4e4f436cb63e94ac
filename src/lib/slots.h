/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_LIB_SLOTS_H
#define _NFM_LIB_SLOTS_H

#include <linux/log2.h>
#include <linux/types.h>

/*
 * Hash tables with open addressing and linear probing. The number of slots is a
 * power of two, and more than twice that of entries. The user of a table has the
 * array, knows which slots are empty, and computes the hash: with a random seed, if
 * others choose the entries.
 */

/**
 * nfm_slots_mask() - determine the size of a table
 * @max: maximum number of entries that will be added, below 2^30
 *
 * Return: the number of slots minus one.
 */
static inline u32 nfm_slots_mask(u32 max)
{
	return (2U << ilog2(2 * max + 1)) - 1;
}

/**
 * nfm_slots_for_each() - visit the slots that an entry may be in
 * @slot: the slot, a pointer into @slots
 * @slots: array of slots
 * @hash: hash of the entry
 * @mask: number of @slots minus one
 *
 * The body ends the loop at the entry and at an empty slot, which is where the entry
 * belongs. There always is one: at least half of the slots are empty.
 */
#define nfm_slots_for_each(slot, slots, hash, mask) \
	for ((slot) = &(slots)[(hash) & (mask)];;   \
	     (slot) = (slot) == &(slots)[mask] ? (slots) : (slot) + 1)

#endif /* _NFM_LIB_SLOTS_H */
