/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_UTIL_INTERRUPT_H
#define _MIRRORCTL_UTIL_INTERRUPT_H

#include <stdbool.h>

/*
 * Block SIGINT and SIGTERM, so that they only make the returned file descriptor
 * readable. It stays open. Returns -1 with errno on failure.
 */
int interrupt_open(void);

/* Wait up to @seconds; return true if @fd became readable. */
bool interrupt_within(int fd, unsigned int seconds);

#endif /* _MIRRORCTL_UTIL_INTERRUPT_H */
