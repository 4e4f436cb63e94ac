/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_UTIL_INTERRUPT_H
#define _MIRRORCTL_UTIL_INTERRUPT_H

#include <stdbool.h>

/*
 * From now on SIGINT and SIGTERM do nothing but make this file readable. It
 * stays open. -1: errno.
 */
int interrupt_open(void);

/* Whether @fd became readable within @seconds. */
bool interrupt_within(int fd, unsigned int seconds);

#endif /* _MIRRORCTL_UTIL_INTERRUPT_H */
