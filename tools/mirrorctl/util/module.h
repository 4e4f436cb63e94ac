/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The module, and others, as the kernel's files describe them, without netlink.
 * @root: prefix of their paths; "" for the host's own files.
 */
#ifndef _MIRRORCTL_UTIL_MODULE_H
#define _MIRRORCTL_UTIL_MODULE_H

#include <stdbool.h>

/* Version of the loaded module; NULL: not loaded. */
const char *module_version(const char *root);

/* Why the kernel may not load the module; NULL: files give no reason. */
const char *module_obstacle(const char *root);

/*
 * Return true if the module @name is neither loaded nor built in. Files that cannot
 * be read leave that open: false.
 */
bool module_is_absent(const char *root, const char *name);

#endif /* _MIRRORCTL_UTIL_MODULE_H */
