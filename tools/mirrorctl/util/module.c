// SPDX-License-Identifier: GPL-2.0
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "util/module.h"
#include "util/pool.h"

/* Last bytes of a signed module; see linux/module_signature.h. */
#define MARK "~Module signature appended~\n"

/* First line of a file; NULL: no file, or an empty line. */
static const char *first_line(const char *root, const char *path)
{
	FILE *file = fopen(pool_printf("%s%s", root, path), "re");
	char line[128] = "";

	if (!file)
		return NULL;
	if (!fgets(line, sizeof(line), file))
		line[0] = '\0';
	fclose(file);
	line[strcspn(line, "\n")] = '\0';
	return *line ? pool_strdup(line) : NULL;
}

const char *module_version(const char *root)
{
	return first_line(root, "/sys/module/nf_mirror/version");
}

/* What makes the kernel require signatures; NULL: it does not. */
static const char *enforcer(const char *root)
{
	const char *lockdown =
		first_line(root, "/sys/kernel/security/lockdown");
	const char *enforce =
		first_line(root, "/sys/module/module/parameters/sig_enforce");

	if (lockdown && strchr(lockdown, '[') && !strstr(lockdown, "[none]"))
		return "Secure Boot, lockdown";
	if (enforce && *enforce == 'Y')
		return "module.sig_enforce";
	return NULL;
}

/* The module for the running kernel, where DKMS and "make install" put it. */
static const char *installed(const char *root)
{
	const char *path = NULL;
	struct utsname uts;
	glob_t found = {};

	uname(&uts);
	if (!glob(pool_printf(
			  "%s/lib/modules/%s/{updates/dkms,updates,extra}/nf_mirror.ko",
			  root, uts.release),
		  GLOB_BRACE, NULL, &found))
		path = pool_strdup(found.gl_pathv[0]);
	globfree(&found);
	return path;
}

static bool is_unsigned(const char *path)
{
	char end[sizeof(MARK)] = "";
	FILE *file = fopen(path, "re");
	bool read;

	if (!file)
		return false;
	read = !fseek(file, -(long)strlen(MARK), SEEK_END) &&
	       fread(end, strlen(MARK), 1, file);
	fclose(file);
	return read && strcmp(end, MARK);
}

const char *module_obstacle(const char *root)
{
	const char *by = enforcer(root);
	const char *path = installed(root);
	const char *text;

	if (!by)
		return NULL;
	text = pool_printf(
		"this kernel (%s) loads only what is signed with a key that it trusts",
		by);
	if (path && is_unsigned(path))
		text = pool_printf("%s, and %s has no signature", text, path);
	return pool_printf("%s: see SIGNATURES in mirrorctl(8)", text);
}

bool module_is_absent(const char *root, const char *name)
{
	const char *built_in = pool_printf("/%s.ko\n", name);
	char line[256];
	struct utsname uts;
	bool found = false;
	FILE *file;

	if (!access(pool_printf("%s/sys/module/%s", root, name), F_OK))
		return false;
	uname(&uts);
	file = fopen(pool_printf("%s/lib/modules/%s/modules.builtin", root,
				 uts.release),
		     "re");
	if (!file)
		return false;
	while (!found && fgets(line, sizeof(line), file))
		found = strstr(line, built_in);
	fclose(file);
	return !found;
}
