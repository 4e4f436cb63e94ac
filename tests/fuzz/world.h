/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What mirrorctl sees of the system while it is fuzzed: every file that it reads
 * has the same content, and what it writes, or enters, is nowhere.
 */
#ifndef _FUZZ_WORLD_H
#define _FUZZ_WORLD_H

#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

FILE *world_fopen(const char *path, const char *mode);
int world_open(const char *path, int flags);
int world_setns(int fd, int type);
int world_mkostemp(char *path, int flags);
int world_rename(const char *from, const char *to);
int world_unlink(const char *path);
char *world_realpath(const char *path, char *real);

/* Large memory is kept: AddressSanitizer takes long to find and to give it back. */
void *world_malloc(size_t size);
void world_free(void *memory);

#ifndef FUZZ_WORLD
#define fopen world_fopen
#define open world_open
#define setns world_setns
#define mkostemp world_mkostemp
#define rename world_rename
#define unlink world_unlink
#define realpath world_realpath
#define malloc world_malloc
#define free world_free
#endif

/*
 * Runs mirrorctl, where files, and standard input, say @text, and ends the fuzzer
 * where what it prints or returns is none of what it may.
 */
int world_run(char **argv, const void *text, size_t len);

/* Standard input says @text until world_end(); what is printed goes nowhere. */
void world_says(const void *text, size_t len);
void world_end(void);

/* Ends the fuzzer, after it said @what. */
void world_fail(const char *what, const char *text) __attribute__((noreturn));

#endif /* _FUZZ_WORLD_H */
