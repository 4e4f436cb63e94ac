/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_LIB_SORT_H
#define _NFM_LIB_SORT_H

#include <linux/types.h>

struct nfm_job;

int nfm_sort(void *base, size_t n, size_t size, cmp_func_t cmp,
	     const struct nfm_job *job);

#endif /* _NFM_LIB_SORT_H */
