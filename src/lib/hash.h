/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_LIB_HASH_H
#define _NFM_LIB_HASH_H

#include <linux/jhash.h>
#include <linux/minmax.h>
#include <linux/string.h>

/* Bytes that jhash() mixes at a time. */
#define NFM_HASH_BLOCK 12U

/**
 * nfm_hash_bytes() - hash bytes so that all hosts compute the same value
 * @bytes: the bytes
 * @n: number of @bytes
 * @seed: a constant
 *
 * Return: the value of jhash() on a little-endian machine.
 */
static inline u32 nfm_hash_bytes(const void *bytes, unsigned int n, u32 seed)
{
	u32 a = JHASH_INITVAL + n + seed, b = a, c = a;

	if (!n)
		return c;
	for (;;) {
		unsigned int len = min(n, NFM_HASH_BLOCK);
		__le32 words[3] = {};

		memcpy(words, bytes, len);
		a += le32_to_cpu(words[0]);
		b += le32_to_cpu(words[1]);
		c += le32_to_cpu(words[2]);
		bytes += len;
		n -= len;
		if (!n)
			break;
		__jhash_mix(a, b, c);
	}
	__jhash_final(a, b, c);
	return c;
}

#endif /* _NFM_LIB_HASH_H */
