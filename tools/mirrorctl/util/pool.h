/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_UTIL_POOL_H
#define _MIRRORCTL_UTIL_POOL_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Memory of one command. It is freed all at once when the command is over, so
 * nothing has to be freed piece by piece. Running out of memory ends the
 * program.
 */
void *pool_alloc(size_t size);
void *pool_zalloc(size_t size);
char *pool_strndup(const char *text, size_t len);
char *pool_strdup(const char *text);
char *pool_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
char *pool_vprintf(const char *fmt, va_list ap);
void pool_empty(void);

/* For long-running commands: free what was allocated since pool_mark(). */
const void *pool_mark(void);
void pool_release(const void *mark);

#endif /* _MIRRORCTL_UTIL_POOL_H */
