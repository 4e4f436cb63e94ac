/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_UTIL_ERROR_H
#define _MIRRORCTL_UTIL_ERROR_H

#include <stdint.h>

/* What mirrorctl exits with, and what its functions return. */
enum status {
	DONE,
	BAD_COMMAND, /* the words of the command line are wrong */
	REFUSED, /* the kernel, or what it is asked through, said no */
	DIFFERENT, /* what "diff" compared is not the same */
};

/* A place in a file, from 1 on; line 0: no place. */
struct mark {
	uint32_t line, column;
};

/* Each prints one line on stderr. The first two return their status. */
int bad_command(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int refused(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void warning(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* From now on these lines name the line of a batch file; NULL: no more. */
void error_at(const char *file, unsigned long line);

/*
 * They also name the place in the configuration file @file that error_mark()
 * told last, if it did; NULL: no more.
 */
void error_in(const char *file);
void error_mark(struct mark mark);

/* @text with its control characters spelled out, so that it stays a line. */
const char *printable(const char *text);

#endif /* _MIRRORCTL_UTIL_ERROR_H */
