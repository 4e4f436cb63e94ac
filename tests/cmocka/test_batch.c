// SPDX-License-Identifier: GPL-2.0
/* Batch files: their words, and the line at which they stop. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <linux/nf_mirror.h>

#include "fake.h"
#include "run.h"

static char path[] = "/tmp/mirrorctl-batch-XXXXXX";

static int run_text(const char *text, size_t len)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fwrite(text, 1, len, file);
	fclose(file);
	return run_batch(path);
}

static int make_file(void **state)
{
	(void)state;
	return close(mkstemp(path));
}

static int remove_file(void **state)
{
	(void)state;
	return unlink(path);
}

#define BATCH(text) run_text(text, strlen(text))

static void expect_error(const char *error)
{
	assert_string_equal(err, pool_printf("mirrorctl: %s%s", path, error));
}

/* Check the name that the line "session del WORD" sends. */
static void expect_word(const char *line, const char *word)
{
	const struct nlattr *name;

	assert_int_equal(BATCH(line), DONE);
	assert_string_equal(err, "");
	name = find(fake_request(),
		    PATH({ NFM_A_SESSION, 0 }, { NFM_A_SESSION_NAME, 0 }));
	assert_string_equal(mnl_attr_get_str(name), word);
	assert_null(find(fake_request(), PATH({ NFM_A_SESSION, 1 })));
}

static void words(void **state)
{
	(void)state;
	expect_word("session del web\n", "web");
	expect_word("  session\tdel  web  \r\n", "web");
	expect_word("session del web", "web");
	expect_word("session del web # it goes\n", "web");
	expect_word("session del web#1\n", "web#1");
	expect_word("session del \"my web\"\n", "my web");
	expect_word("session del 'my web'\n", "my web");
	expect_word("session del '#1'\n", "#1");
	expect_word("session del 'a \"b\"'\n", "a \"b\"");
	expect_word("session del 'it'\"'\"'s'\n", "it's");
	expect_word("session del my' 'web\n", "my web");
	expect_word("session del ''\n", "");
	expect_word("session del 网络\n", "网络");
}

static void lines(void **state)
{
	(void)state;
	assert_int_equal(BATCH("# first\n\n  \n\t# second\nsession del a\n"
			       "session del b\n"),
			 DONE);
	assert_int_equal(fake_requests(), 2);
	assert_int_equal(BATCH(""), DONE);
	assert_string_equal(err, "");
}

static void stops(void **state)
{
	(void)state;
	assert_int_equal(BATCH("session del a\n\nsession del b vni\n"
			       "session vni\nsession del c\n"),
			 BAD_COMMAND);
	expect_error(
		":4: session vni: no such command; there are: add set start stop del show\n");
	assert_int_equal(fake_requests(), 2);
	fake_refuse(ENOENT, "no such session",
		    PATH({ NFM_A_SESSION, 0 }, { NFM_A_SESSION_NAME, 0 }));
	assert_int_equal(BATCH("\nsession del a\nsession del b\n"), REFUSED);
	expect_error(":2: session del a: no such session\n");
	assert_int_equal(fake_requests(), 3);
	/* After the batch, errors no longer name the file. */
	assert_bad("network: a command is needed: add set del show", "network");
}

static void bad_lines(void **state)
{
	static const char nul[] = "session del a\0 b\n";

	(void)state;
	assert_int_equal(BATCH("session del 'a\n"), BAD_COMMAND);
	expect_error(":1: a quote has no end\n");
	assert_int_equal(BATCH("session del a\"\n"), BAD_COMMAND);
	expect_error(":1: a quote has no end\n");
	assert_int_equal(run_text(nul, sizeof(nul) - 1), BAD_COMMAND);
	expect_error(":1: a NUL byte is in the line\n");
	assert_int_equal(fake_requests(), 0);
}

static void no_file(void **state)
{
	(void)state;
	assert_int_equal(run_batch("/nonexistent"), BAD_COMMAND);
	assert_string_equal(
		err, "mirrorctl: /nonexistent: No such file or directory\n");
	assert_int_equal(run_batch("/"), BAD_COMMAND);
	assert_string_equal(err, "mirrorctl: /: Is a directory\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(words),	 TEST(lines),	TEST(stops),
		TEST(bad_lines), TEST(no_file),
	};

	return cmocka_run_group_tests(tests, make_file, remove_file);
}
