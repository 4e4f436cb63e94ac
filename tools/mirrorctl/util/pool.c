// SPDX-License-Identifier: GPL-2.0
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/pool.h"

struct chunk {
	struct chunk *next;
	alignas(max_align_t) char data[];
};

static struct chunk *chunks;

void *pool_alloc(size_t size)
{
	struct chunk *chunk = malloc(sizeof(*chunk) + size);

	if (!chunk) {
		fputs("mirrorctl: out of memory\n", stderr);
		exit(2);
	}
	chunk->next = chunks;
	chunks = chunk;
	return chunk->data;
}

void *pool_zalloc(size_t size)
{
	return memset(pool_alloc(size), 0, size);
}

char *pool_strndup(const char *text, size_t len)
{
	char *copy = pool_alloc(len + 1);

	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

char *pool_strdup(const char *text)
{
	return pool_strndup(text, strlen(text));
}

char *pool_vprintf(const char *fmt, va_list ap)
{
	va_list again;
	char *text;
	int len;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	text = pool_alloc(len + 1);
	vsnprintf(text, len + 1, fmt, ap);
	return text;
}

char *pool_printf(const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = pool_vprintf(fmt, ap);
	va_end(ap);
	return text;
}

const void *pool_mark(void)
{
	return chunks;
}

void pool_release(const void *mark)
{
	while (chunks != mark) {
		struct chunk *next = chunks->next;

		free(chunks);
		chunks = next;
	}
}

void pool_empty(void)
{
	pool_release(NULL);
}
