// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>

#include "fake.h"
#include "run.h"

struct ctx ctx;
char *out, *err;

static FILE *real_stdout, *real_stderr;
static size_t out_len, err_len;

static void forget(void)
{
	free(out);
	free(err);
	out = err = NULL;
}

static void capture_begin(void)
{
	forget();
	real_stdout = stdout;
	real_stderr = stderr;
	stdout = open_memstream(&out, &out_len);
	stderr = open_memstream(&err, &err_len);
}

static void capture_end(void)
{
	fclose(stdout);
	fclose(stderr);
	stdout = real_stdout;
	stderr = real_stderr;
}

int run_argv(char **argv)
{
	int status;

	capture_begin();
	status = command_run(&ctx, argv);
	capture_end();
	return status;
}

int run_batch(const char *file)
{
	int status;

	capture_begin();
	status = batch_run(&ctx, file);
	capture_end();
	return status;
}

void run_version(void)
{
	capture_begin();
	command_version(&ctx);
	capture_end();
}

int setup(void **state)
{
	(void)state;
	ctx = (struct ctx){};
	fake_reset();
	return 0;
}

int teardown(void **state)
{
	(void)state;
	forget();
	fake_reset();
	pool_empty();
	return 0;
}
