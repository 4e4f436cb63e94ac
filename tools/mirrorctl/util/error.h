/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_UTIL_ERROR_H
#define _MIRRORCTL_UTIL_ERROR_H

#include <stdint.h>

/* Exit status of mirrorctl, and return value of its functions. */
enum status {
	DONE,
	BAD_COMMAND, /* invalid command line or file */
	REFUSED, /* the kernel refused, or a system call failed */
	DIFFERENT, /* "diff" found differences */
};

/* Position in a file, counted from 1; line 0: none. */
struct srcpos {
	uint32_t line, column;
};

/* Print one line to stderr. The first two return their status. */
int bad_command(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int refused(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void warning(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Prefix further lines with a line number of a batch file; NULL: stop. */
void error_at(const char *file, unsigned long line);

/*
 * Also prefix them with the position in the configuration file @file that
 * error_pos() set last, if any; NULL: stop.
 */
void error_in(const char *file);
void error_pos(struct srcpos pos);

/* Escape control characters in @text, so that it stays on one line. */
const char *printable(const char *text);

#endif /* _MIRRORCTL_UTIL_ERROR_H */
