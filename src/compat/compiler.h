/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_COMPAT_COMPILER_H
#define _NFM_COMPAT_COMPILER_H

/*
 * For per-packet variables on the stack that the code initialises itself. Kernels
 * built with INIT_STACK_ALL_ZERO would zero them first.
 */
#if __has_attribute(uninitialized)
#define NFM_UNINITIALIZED __attribute__((uninitialized))
#else
#define NFM_UNINITIALIZED
#endif

#endif /* _NFM_COMPAT_COMPILER_H */
