// SPDX-License-Identifier: GPL-2.0
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "util/error.h"
#include "util/pool.h"

static const char *batch_file;
static unsigned long batch_line;
static const char *config_file;
static struct srcpos config_pos;

void error_at(const char *file, unsigned long line)
{
	batch_file = file;
	batch_line = line;
}

void error_in(const char *file)
{
	config_file = file;
	config_pos = (struct srcpos){};
}

void error_pos(struct srcpos pos)
{
	config_pos = pos;
}

static bool is_control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f;
}

const char *printable(const char *text)
{
	char *out = pool_alloc(strlen(text) * strlen("\\xff") + 1);
	char *end = out;

	for (; *text; text++) {
		if (is_control(*text))
			end += sprintf(end, "\\x%02x", *text);
		else
			*end++ = *text;
	}
	*end = '\0';
	return out;
}

static void print_line(const char *kind, const char *fmt, va_list ap)
{
	const char *text = pool_vprintf(fmt, ap);

	if (config_file && config_pos.line)
		text = pool_printf("%s:%u:%u: %s", config_file, config_pos.line,
				   config_pos.column, text);
	if (batch_file)
		text = pool_printf("%s:%lu: %s", batch_file, batch_line, text);
	fprintf(stderr, "mirrorctl: %s%s\n", kind, printable(text));
}

int bad_command(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	print_line("", fmt, ap);
	va_end(ap);
	return BAD_COMMAND;
}

int refused(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	print_line("", fmt, ap);
	va_end(ap);
	return REFUSED;
}

void warning(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	print_line("warning: ", fmt, ap);
	va_end(ap);
}
