// SPDX-License-Identifier: GPL-2.0
#define FUZZ_WORLD
#include "world.h"

#include <errno.h>
#include <getopt.h>
#include <string.h>
#include <sys/mman.h>

#include "util/error.h"
#include "fake.h"

#define LARGE (1 << 20)

int mirrorctl_main(int argc, char **argv);

static const void *content;
static size_t content_len;
static FILE *real_in, *real_out, *real_err;
static char *out, *err;
static size_t out_len, err_len;

FILE *world_fopen(const char *path, const char *mode)
{
	if (*mode == 'w')
		return fdopen(memfd_create("file", MFD_CLOEXEC), "w");
	if (!*path) {
		errno = ENOENT;
		return NULL;
	}
	return fmemopen((void *)content, content_len, "r");
}

int world_open(const char *path, int flags)
{
	(void)path;
	(void)flags;
	return memfd_create("namespace", MFD_CLOEXEC);
}

int world_setns(int fd, int type)
{
	(void)fd;
	(void)type;
	return 0;
}

int world_mkostemp(char *path, int flags)
{
	(void)path;
	(void)flags;
	return memfd_create("file", MFD_CLOEXEC);
}

int world_rename(const char *from, const char *to)
{
	(void)from;
	(void)to;
	return 0;
}

int world_unlink(const char *path)
{
	(void)path;
	return 0;
}

char *world_realpath(const char *path, char *real)
{
	(void)path;
	(void)real;
	errno = ENOENT;
	return NULL;
}

static struct {
	void *memory;
	size_t size;
	bool used;
} large[64];

void *world_malloc(size_t size)
{
	size_t i;

	for (i = 0; size >= LARGE && i < sizeof(large) / sizeof(*large); i++) {
		if (large[i].used || (large[i].memory && large[i].size != size))
			continue;
		if (!large[i].memory)
			large[i].memory = malloc(size);
		large[i].size = size;
		large[i].used = true;
		return large[i].memory;
	}
	return malloc(size);
}

void world_free(void *memory)
{
	size_t i;

	for (i = 0; memory && i < sizeof(large) / sizeof(*large); i++) {
		if (large[i].memory == memory) {
			large[i].used = false;
			return;
		}
	}
	free(memory);
}

int __wrap_interrupt_open(void);
int __wrap_interrupt_open(void)
{
	return 0;
}

bool __wrap_interrupt_within(int fd, unsigned int seconds);
bool __wrap_interrupt_within(int fd, unsigned int seconds)
{
	(void)fd;
	(void)seconds;
	return true;
}

void world_says(const void *text, size_t len)
{
	content = text;
	content_len = len;
	real_in = stdin;
	real_out = stdout;
	real_err = stderr;
	stdin = world_fopen("stdin", "r");
	stdout = open_memstream(&out, &out_len);
	stderr = open_memstream(&err, &err_len);
}

static void quiet(void)
{
	fclose(stdin);
	fclose(stdout);
	fclose(stderr);
	stdin = real_in;
	stdout = real_out;
	stderr = real_err;
}

static void forget(void)
{
	free(out);
	free(err);
	out = err = NULL;
}

void world_end(void)
{
	quiet();
	forget();
}

void world_fail(const char *what, const char *text)
{
	fprintf(real_err, "%s: %s\n", what, text);
	abort();
}

/* Lines that say who speaks, and have nothing in them that a terminal obeys. */
static void check_errors(int status)
{
	const char *line, *next;
	size_t i;

	if ((status == BAD_COMMAND || status == REFUSED) && !err_len)
		world_fail("no reason", "");
	for (line = err; *line; line = next) {
		next = strchr(line, '\n');
		if (!next++ || strncmp(line, "mirrorctl: ", 11))
			world_fail("an error is no line", err);
	}
	for (i = 0; i < err_len; i++)
		if (err[i] != '\n' && (uint8_t)err[i] < ' ')
			world_fail("a control character", err);
}

int world_run(char **argv, const void *text, size_t len)
{
	int argc = 0, status;

	while (argv[argc])
		argc++;
	optind = 0;
	world_says(text, len);
	status = mirrorctl_main(argc, argv);
	quiet();
	if (status < DONE || status > DIFFERENT)
		world_fail("exit status", err);
	check_errors(status);
	forget();
	fake_reset();
	return status;
}
