/* SPDX-License-Identifier: GPL-2.0 */
/* Run a command as main() does and keep its output. */
#ifndef _TEST_RUN_H
#define _TEST_RUN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "command.h"
#include "util/error.h"
#include "util/pool.h"

extern struct ctx ctx;
extern char *out, *err;

int run_argv(char **argv);
int run_batch(const char *file);
void run_version(void);

#define RUN(...) run_argv((char *[]){ __VA_ARGS__, NULL })

/* The command is invalid and prints nothing but @text. */
#define assert_bad(text, ...)                                      \
	do {                                                       \
		assert_int_equal(RUN(__VA_ARGS__), BAD_COMMAND);   \
		assert_string_equal(err, "mirrorctl: " text "\n"); \
		assert_string_equal(out, "");                      \
	} while (0)

#define assert_refused(text, ...)                                  \
	do {                                                       \
		assert_int_equal(RUN(__VA_ARGS__), REFUSED);       \
		assert_string_equal(err, "mirrorctl: " text "\n"); \
		assert_string_equal(out, "");                      \
	} while (0)

/* The command succeeds and prints @text on stderr. */
#define assert_done(text, ...)                   \
	do {                                     \
		int status_ = RUN(__VA_ARGS__);  \
		assert_string_equal(err, text);  \
		assert_int_equal(status_, DONE); \
	} while (0)

/* cmocka fixtures: each test starts from a clean state. */
int setup(void **state);
int teardown(void **state);
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
#define RUN_TESTS(tests) cmocka_run_group_tests(tests, NULL, NULL)

#endif /* _TEST_RUN_H */
