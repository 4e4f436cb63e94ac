/* SPDX-License-Identifier: GPL-2.0 */
/* Configuration files for tests, in a temporary folder. */
#ifndef _TEST_FILES_H
#define _TEST_FILES_H

#include <stddef.h>

#define FILE_NAME "x.yaml"

/* Group setup and teardown: tests run with the folder as current directory. */
int make_folder(void **state);
int remove_folder(void **state);

void write_bytes(const char *text, size_t len);
void write_text(const char *text);

#endif /* _TEST_FILES_H */
