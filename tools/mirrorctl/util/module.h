/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The module as the kernel's files describe it, without netlink. @root: prefix
 * of their paths; "" for the host's own files.
 */
#ifndef _MIRRORCTL_UTIL_MODULE_H
#define _MIRRORCTL_UTIL_MODULE_H

/* Version of the loaded module; NULL: not loaded. */
const char *module_version(const char *root);

/* Why the kernel may not load the module; NULL: files give no reason. */
const char *module_obstacle(const char *root);

#endif /* _MIRRORCTL_UTIL_MODULE_H */
