/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_COMPAT_COMPILER_H
#define _NFM_COMPAT_COMPILER_H

/*
 * For what each packet has on the stack and fills in itself: kernels that are
 * built to (INIT_STACK_ALL_ZERO) would fill it with zeros first.
 */
#if __has_attribute(uninitialized)
#define NFM_UNINITIALIZED __attribute__((uninitialized))
#else
#define NFM_UNINITIALIZED
#endif

#endif /* _NFM_COMPAT_COMPILER_H */
