// SPDX-License-Identifier: GPL-2.0
/* The module as files describe it, and versions that differ. */
#include <errno.h>
#include <linux/nf_mirror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "fake.h"
#include "run.h"

#define LOCKDOWN "sys/kernel/security/lockdown"
#define ENFORCE "sys/module/module/parameters/sig_enforce"
#define VERSION "sys/module/nf_mirror/version"
#define SIGNATURE "~Module signature appended~\n"

const char *__real_module_version(const char *root);
const char *__real_module_obstacle(const char *root);
bool __real_module_is_absent(const char *root, const char *name);

static char root[] = "/tmp/mirrorctl-module-XXXXXX";

static int make_root(void **state)
{
	setup(state);
	return !mkdtemp(root);
}

static int remove_root(void **state)
{
	int status = system(pool_printf("rm -r %s", root));

	memcpy(strrchr(root, '-') + 1, "XXXXXX", 6);
	teardown(state);
	return status;
}

static void put(const char *path, const char *text)
{
	FILE *file;

	path = pool_printf("%s/%s", root, path);
	assert_false(system(pool_printf("mkdir -p $(dirname %s)", path)));
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static const char *install(const char *folder, const char *text)
{
	struct utsname uts;
	const char *path;

	uname(&uts);
	path = pool_printf("lib/modules/%s/%s/nf_mirror.ko", uts.release,
			   folder);
	put(path, text);
	return path;
}

static void version(void **state)
{
	(void)state;
	assert_null(__real_module_version(root));
	put(VERSION, "1.2.3\n");
	assert_string_equal(__real_module_version(root), "1.2.3");
}

/* Neither loaded nor built in, as far as files tell. */
static void absent(void **state)
{
	struct utsname uts;

	(void)state;
	uname(&uts);
	assert_false(__real_module_is_absent(root, "nf_tables"));
	put(pool_printf("lib/modules/%s/modules.builtin", uts.release),
	    "kernel/net/netfilter/nf_tables_set.ko\nkernel/lib/zlib.ko\n");
	assert_true(__real_module_is_absent(root, "nf_tables"));
	assert_false(__real_module_is_absent(root, "zlib"));
	put("sys/module/nf_tables/refcnt", "0\n");
	assert_false(__real_module_is_absent(root, "nf_tables"));
}

static void no_obstacle(void **state)
{
	(void)state;
	install("updates", "unsigned");
	assert_null(__real_module_obstacle(root));
	put(LOCKDOWN, "[none] integrity confidentiality\n");
	put(ENFORCE, "N\n");
	assert_null(__real_module_obstacle(root));
}

#define SECURE \
	"this kernel (Secure Boot, lockdown) loads only what is signed with a key that it trusts"
#define SEE ": see SIGNATURES in mirrorctl(8)"

static void obstacle(void **state)
{
	const char *path;

	(void)state;
	put(LOCKDOWN, "none [integrity] confidentiality\n");
	assert_string_equal(__real_module_obstacle(root), SECURE SEE);
	install("updates/dkms", "module" SIGNATURE);
	assert_string_equal(__real_module_obstacle(root), SECURE SEE);
	path = install("updates/dkms", "a module without a signature");
	assert_string_equal(__real_module_obstacle(root),
			    pool_printf("%s, and %s/%s has no signature%s",
					SECURE, root, path, SEE));
	put(LOCKDOWN, "[none] integrity confidentiality\n");
	put(ENFORCE, "Y\n");
	assert_non_null(
		strstr(__real_module_obstacle(root), "(module.sig_enforce)"));
}

#define ABSENT \
	"the nf_mirror module is not loaded (modprobe nf_mirror, or insmod nf_mirror.ko)"

static void refused_load(void **state)
{
	(void)state;
	fake_no_module();
	fake_module(NULL, "this is why");
	assert_refused(ABSENT "; this is why", "show");
	fake_module(NULL, NULL);
	assert_refused(ABSENT, "show");
}

static void versions(void **state)
{
	(void)state;
	ctx.version = "1.2.3";
	fake_module(NULL, NULL);
	run_version();
	assert_string_equal(out, "mirrorctl 1.2.3\nnf_mirror not loaded\n");
	fake_module("1.2.3", NULL);
	run_version();
	assert_string_equal(out, "mirrorctl 1.2.3\nnf_mirror 1.2.3\n");
	assert_string_equal(err, "");
	fake_module("1.2.2", NULL);
	run_version();
	assert_string_equal(out, "mirrorctl 1.2.3\nnf_mirror 1.2.2\n");
	assert_string_equal(
		err,
		"mirrorctl: warning: the module that is loaded is of another version: see UPGRADING in mirrorctl(8)\n");
}

#define OLDER \
	"the module that is loaded (nf_mirror 1.2.2) does not know this; mirrorctl is 1.2.3: see UPGRADING in mirrorctl(8)"

/* An older module refuses what it does not know with messages of the kernel. */
static void older_module(void **state)
{
	(void)state;
	ctx.version = "1.2.3";
	fake_module("1.2.2", NULL);
	fake_refuse(EINVAL, "Unknown attribute type",
		    PATH({ NFM_A_SESSION, 0 }, { NFM_A_SESSION_VNI, 0 }));
	assert_refused("session set web: vni 7: " OLDER, "session", "set",
		       "web", "vni", "7");
	fake_refuse(EOPNOTSUPP, NULL, NULL);
	assert_refused("session start web: " OLDER, "session", "start", "web");
}

#define NEWS 999

static void put_news(struct nlmsghdr *nlh)
{
	mnl_attr_put_u32(nlh, NEWS, 1);
}

/* Unknown attributes of a newer module are ignored. */
static void newer_module(void **state)
{
	struct nlattr *nest, *in;
	struct nlmsghdr *nlh;

	(void)state;
	nlh = fake_reply(NFM_CMD_NETWORK_GET, 7);
	put_news(nlh);
	nest = mnl_attr_nest_start(nlh, NFM_A_NETWORK);
	put_news(nlh);
	mnl_attr_put_strz(nlh, NFM_A_NETWORK_NAME, "vpc");
	fake_put_prefix(nlh, NFM_A_NETWORK_CIDR, "10.0.0.0", 16);
	mnl_attr_nest_end(nlh, nest);

	nlh = fake_reply(NFM_CMD_SESSION_GET, 7);
	nest = mnl_attr_nest_start(nlh, NFM_A_SESSION);
	put_news(nlh);
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NAME, "web");
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NETWORK, "vpc");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_SCOPE, NFM_SCOPE_NETWORK);
	fake_put_address(nlh, NFM_A_SESSION_RECEIVER, "10.0.0.20");
	in = mnl_attr_nest_start(nlh, NFM_A_SESSION_STATS);
	put_news(nlh);
	mnl_attr_nest_end(nlh, in);
	mnl_attr_nest_end(nlh, nest);
	assert_done("", "save");
	assert_non_null(strstr(out, "name: vpc\n  cidrs: [10.0.0.0/16]\n"));
	assert_non_null(strstr(out, "receivers: [10.0.0.20]\n"));
}

#define FILES(name) \
	cmocka_unit_test_setup_teardown(name, make_root, remove_root)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FILES(version),	    FILES(no_obstacle), FILES(obstacle),
		FILES(absent),	    TEST(refused_load), TEST(versions),
		TEST(older_module), TEST(newer_module),
	};

	return RUN_TESTS(tests);
}
