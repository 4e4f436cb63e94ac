/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the kernel and its files tell of the module, without asking it. @root is
 * where they are; "" is the host's own.
 */
#ifndef _MIRRORCTL_UTIL_MODULE_H
#define _MIRRORCTL_UTIL_MODULE_H

/* The version of the module that is loaded; NULL: none is. */
const char *module_version(const char *root);

/* Why the kernel does not load it, as far as files tell; NULL: they do not. */
const char *module_obstacle(const char *root);

#endif /* _MIRRORCTL_UTIL_MODULE_H */
