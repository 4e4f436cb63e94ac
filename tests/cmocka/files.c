// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"

static char folder[] = "/tmp/mirrorctl-files-XXXXXX";

int make_folder(void **state)
{
	(void)state;
	return !mkdtemp(folder) || chdir(folder);
}

int remove_folder(void **state)
{
	(void)state;
	unlink(FILE_NAME);
	return chdir("/") || rmdir(folder);
}

void write_bytes(const char *text, size_t len)
{
	FILE *file = fopen(FILE_NAME, "w");

	if (!file || fwrite(text, 1, len, file) != len || fclose(file))
		abort();
}

void write_text(const char *text)
{
	write_bytes(text, strlen(text));
}
