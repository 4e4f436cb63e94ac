// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "util/error.h"
#include "util/pool.h"

static const char blanks[] = " \t\r\n";

/*
 * Take the word at *@at, in place. Quotes may begin and end anywhere in a word,
 * as in a shell. Returns NULL if a quote is not closed.
 */
static char *take_word(char **at)
{
	char *word = *at, *end = *at, *in = *at;
	char quote = '\0';

	for (; *in && (quote || !strchr(blanks, *in)); in++) {
		if (*in == quote)
			quote = '\0';
		else if (!quote && (*in == '"' || *in == '\''))
			quote = *in;
		else
			*end++ = *in;
	}
	if (quote)
		return NULL;
	*at = *in ? in + 1 : in;
	*end = '\0';
	return word;
}

/* Split @line into words, in place; NULL: an error was printed. */
static char **split(char *line)
{
	/* Each word takes at least two characters, including its separator. */
	char **argv = pool_alloc((strlen(line) / 2 + 2) * sizeof(*argv));
	size_t argc = 0;

	for (;;) {
		line += strspn(line, blanks);
		if (!*line || *line == '#')
			break;
		argv[argc] = take_word(&line);
		if (!argv[argc++]) {
			bad_command("a quote has no end");
			return NULL;
		}
	}
	argv[argc] = NULL;
	return argv;
}

static int run_line(struct ctx *ctx, char *line, size_t len)
{
	char **argv;

	if (strlen(line) != len)
		return bad_command("a NUL byte is in the line");
	argv = split(line);
	if (!argv)
		return BAD_COMMAND;
	return *argv ? command_run(ctx, argv) : DONE;
}

static int run_lines(struct ctx *ctx, const char *name, FILE *file)
{
	unsigned long number = 0;
	char *line = NULL;
	size_t size = 0;
	int status = DONE;
	ssize_t len;

	while (status == DONE && (len = getline(&line, &size, file)) >= 0) {
		error_at(name, ++number);
		status = run_line(ctx, line, len);
		pool_empty();
		fflush(stdout);
	}
	error_at(NULL, 0);
	if (ferror(file))
		status = bad_command("%s: %s", name, strerror(errno));
	free(line);
	return status;
}

int batch_run(struct ctx *ctx, const char *file)
{
	FILE *in;
	int status;

	if (!strcmp(file, "-"))
		return run_lines(ctx, file, stdin);
	in = fopen(file, "re");
	if (!in)
		return bad_command("%s: %s", file, strerror(errno));
	status = run_lines(ctx, file, in);
	fclose(in);
	return status;
}
