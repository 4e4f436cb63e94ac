// SPDX-License-Identifier: GPL-2.0
#include <linux/mm.h>
#include <linux/sort.h>
#include <linux/string.h>

#include "lib/job.h"
#include "lib/sort.h"

/* Number of elements to sort or merge before nfm_job_rest(). */
#define NFM_SORT_RUN 512

/* Merge two runs, [@a, @b) and [@b, @end), into @to. */
static int nfm_merge(char *to, const char *a, const char *b, const char *end,
		     size_t size, cmp_func_t cmp, const struct nfm_job *job)
{
	const char *middle = b;
	size_t n = 0;

	while (a < middle || b < end) {
		const char **from = &a;

		if (a == middle || (b < end && cmp(a, b) > 0))
			from = &b;
		memcpy(to, *from, size);
		to += size;
		*from += size;
		if (++n % NFM_SORT_RUN == 0 && nfm_job_rest(job))
			return -EINTR;
	}
	return 0;
}

/* Merge pairs of sorted runs of @run elements into @to. */
static int nfm_merge_all(char *to, const char *from, size_t n, size_t run,
			 size_t size, cmp_func_t cmp, const struct nfm_job *job)
{
	size_t at;
	int err = 0;

	for (at = 0; at < n && !err; at += 2 * run)
		err = nfm_merge(to + at * size, from + at * size,
				from + min(at + run, n) * size,
				from + min(at + 2 * run, n) * size, size, cmp,
				job);
	return err;
}

static int nfm_sort_merging(char *base, char *scratch, size_t n, size_t size,
			    cmp_func_t cmp, const struct nfm_job *job)
{
	char *from = base, *to = scratch;
	size_t run;
	int err;

	for (run = NFM_SORT_RUN; run < n; run *= 2) {
		err = nfm_merge_all(to, from, n, run, size, cmp, job);
		if (err)
			return err;
		swap(from, to);
	}
	if (from != base)
		memcpy(base, from, n * size);
	return 0;
}

/**
 * nfm_sort() - sort a large array, yielding the CPU from time to time
 * @base: the elements
 * @n: number of elements
 * @size: size of an element in bytes
 * @cmp: comparison function
 * @job: the job that this is part of
 *
 * Return: 0, -ENOMEM or -EINTR. On error the elements are in undefined order, and
 * some may be lost.
 */
int nfm_sort(void *base, size_t n, size_t size, cmp_func_t cmp,
	     const struct nfm_job *job)
{
	void *scratch;
	size_t at;
	int err;

	for (at = 0; at < n; at += NFM_SORT_RUN) {
		sort(base + at * size, min_t(size_t, n - at, NFM_SORT_RUN),
		     size, cmp, NULL);
		if (nfm_job_rest(job))
			return -EINTR;
	}
	if (n <= NFM_SORT_RUN)
		return 0;
	scratch = kvmalloc_array(n, size, GFP_KERNEL_ACCOUNT);
	if (!scratch)
		return -ENOMEM;
	err = nfm_sort_merging(base, scratch, n, size, cmp, job);
	kvfree(scratch);
	return err;
}
