// SPDX-License-Identifier: GPL-2.0
/*
 * Configuration files: what is taken can be sent, and written so that it is read
 * as the same.
 */
#include <string.h>

#define FUZZ_WORLD
#include "file/canonical.h"
#include "file/read.h"
#include "util/pool.h"
#include "world.h"
#include "file/yaml_write.h"

/* What @text says; NULL: it was not taken. */
static json_t *meaning(const void *text, size_t len)
{
	struct snapshot config;
	json_t *tree = NULL;

	world_says(text, len);
	if (!file_read("-", &config)) {
		tree = canonical(&config);
		canonical_shorten(tree);
	}
	world_end();
	pool_empty();
	return tree;
}

static void check_written(const json_t *tree)
{
	char *text;
	size_t len;
	FILE *file = open_memstream(&text, &len);
	json_t *again;

	yaml_write(tree, file);
	fclose(file);
	again = meaning(text, len);
	if (!again || !json_equal(tree, again))
		world_fail("not read as it was written", text);
	json_decref(again);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *apply[] = { "mirrorctl", "apply", "-", NULL };
	json_t *tree;

	if (world_run(apply, data, size))
		return 0;
	tree = meaning(data, size);
	check_written(tree);
	json_decref(tree);
	return 0;
}
