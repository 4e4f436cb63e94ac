/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers that a seed determines. */
#ifndef _FUZZ_RANDOM_H
#define _FUZZ_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

static uint64_t random_state;

/* splitmix64: any state will do. */
static inline uint64_t random_u64(void)
{
	uint64_t z = random_state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static inline void random_seed(uint64_t seed, uint64_t part)
{
	random_state = seed;
	random_state = random_u64() + part;
}

/* Less than @n. */
static inline uint32_t random_below(uint32_t n)
{
	return (random_u64() >> 32) * n >> 32;
}

static inline bool chance(unsigned int percent)
{
	return random_below(100) < percent;
}

#define PICK(array) ((array)[random_below(sizeof(array) / sizeof(*(array)))])

static inline void random_bytes(void *to, uint32_t len)
{
	uint8_t *byte = to;

	while (len--)
		*byte++ = random_u64() >> 56;
}

#endif /* _FUZZ_RANDOM_H */
