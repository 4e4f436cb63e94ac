// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "runtime/stats.h"

/**
 * nfm_stats_alloc() - allocate counters, all zero
 *
 * Return: the counters, to be freed with free_percpu(), or NULL.
 */
struct nfm_stats __percpu *nfm_stats_alloc(void)
{
	struct nfm_stats __percpu *stats;
	int cpu;

	stats = alloc_percpu_gfp(struct nfm_stats, GFP_KERNEL_ACCOUNT);
	if (!stats)
		return NULL;
	for_each_possible_cpu(cpu)
		u64_stats_init(&per_cpu_ptr(stats, cpu)->sync);
	return stats;
}

static void nfm_stats_add(const struct nfm_stats *stats,
			  struct nfm_totals *totals)
{
	struct nfm_totals sum;
	unsigned int start;
	int i;

	do {
		start = u64_stats_fetch_begin(&stats->sync);
		sum = *totals;
		sum.matched_packets += u64_stats_read(&stats->matched_packets);
		sum.matched_bytes += u64_stats_read(&stats->matched_bytes);
		sum.sent_packets += u64_stats_read(&stats->sent_packets);
		sum.sent_bytes += u64_stats_read(&stats->sent_bytes);
		for (i = 0; i < __NFM_DROP_MAX; i++)
			sum.drops[i] += u64_stats_read(&stats->drops[i]);
		for (i = 0; i < __NFM_MODIFIED_MAX; i++)
			sum.modified[i] += u64_stats_read(&stats->modified[i]);
	} while (u64_stats_fetch_retry(&stats->sync, start));
	*totals = sum;
}

/**
 * nfm_stats_sum() - sum up counters
 * @stats: per-CPU counters
 * @totals: output, their sum
 */
void nfm_stats_sum(const struct nfm_stats __percpu *stats,
		   struct nfm_totals *totals)
{
	int cpu, i;

	memset(totals, 0, sizeof(*totals));
	for_each_possible_cpu(cpu)
		nfm_stats_add(per_cpu_ptr(stats, cpu), totals);
	for (i = 0; i < __NFM_DROP_MAX; i++)
		totals->dropped_packets += totals->drops[i];
}

/**
 * nfm_counters_alloc() - allocate the counters of a session, all zero
 *
 * Return: the counters, with one reference, or NULL.
 */
struct nfm_counters *nfm_counters_alloc(void)
{
	struct nfm_counters *counters;

	counters = kzalloc(sizeof(*counters), GFP_KERNEL_ACCOUNT);
	if (!counters)
		return NULL;
	counters->stats = nfm_stats_alloc();
	if (!counters->stats) {
		kfree(counters);
		return NULL;
	}
	kref_init(&counters->ref);
	nfm_bucket_init(&counters->bucket);
	return counters;
}

/**
 * nfm_counters_get() - take a reference
 * @counters: the counters
 *
 * Return: @counters.
 */
struct nfm_counters *nfm_counters_get(struct nfm_counters *counters)
{
	kref_get(&counters->ref);
	return counters;
}

static void nfm_counters_release(struct kref *ref)
{
	struct nfm_counters *counters =
		container_of(ref, struct nfm_counters, ref);

	free_percpu(counters->stats);
	kfree(counters);
}

/**
 * nfm_counters_put() - drop a reference, and free the counters with the last one
 * @counters: the counters; may be NULL
 */
void nfm_counters_put(struct nfm_counters *counters)
{
	if (counters)
		kref_put(&counters->ref, nfm_counters_release);
}
