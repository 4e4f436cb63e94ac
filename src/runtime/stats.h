/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_RUNTIME_STATS_H
#define _NFM_RUNTIME_STATS_H

#include <linux/kref.h>
#include <linux/percpu.h>
#include <linux/u64_stats_sync.h>
#include <uapi/linux/nf_mirror.h>

#include "runtime/limiter.h"

/**
 * struct nfm_pkt_count - size of one or more packets
 * @packets: packets on the wire; a GSO packet counts as its segments
 * @bytes: sum of their IP lengths
 */
struct nfm_pkt_count {
	u32 packets;
	u32 bytes;
};

/**
 * struct nfm_stats - counters of one CPU
 * @sync: makes 64-bit reads consistent on 32-bit machines
 * @matched_packets: packets to be copied
 * @matched_bytes: their IP lengths
 * @sent_packets: matched packets that were copied
 * @sent_bytes: their IP lengths
 * @drops: matched packets that were not copied, by reason
 * @modified: copied packets that were modified, by what was done to them
 *
 * Written by its own CPU with BHs disabled; read by any CPU.
 */
struct nfm_stats {
	struct u64_stats_sync sync;
	u64_stats_t matched_packets;
	u64_stats_t matched_bytes;
	u64_stats_t sent_packets;
	u64_stats_t sent_bytes;
	u64_stats_t drops[__NFM_DROP_MAX];
	u64_stats_t modified[__NFM_MODIFIED_MAX];
};

/**
 * struct nfm_totals - sum over all CPUs; members as in struct nfm_stats
 * @matched_packets: see there
 * @matched_bytes: see there
 * @sent_packets: see there
 * @sent_bytes: see there
 * @dropped_packets: sum of @drops
 * @drops: see there
 * @modified: see there
 */
struct nfm_totals {
	u64 matched_packets;
	u64 matched_bytes;
	u64 sent_packets;
	u64 sent_bytes;
	u64 dropped_packets;
	u64 drops[__NFM_DROP_MAX];
	u64 modified[__NFM_MODIFIED_MAX];
};

/**
 * struct nfm_counters - counters of a session, shared by its versions
 * @ref: holders: the versions of the session, and copies held during a trial
 * @bucket: bucket of its rate limit
 * @stats: per-CPU counters
 */
struct nfm_counters {
	struct kref ref;
	struct nfm_bucket bucket;
	struct nfm_stats __percpu *stats;
};

struct nfm_stats __percpu *nfm_stats_alloc(void);
void nfm_stats_sum(const struct nfm_stats __percpu *stats,
		   struct nfm_totals *totals);

struct nfm_counters *nfm_counters_alloc(void);
struct nfm_counters *nfm_counters_get(struct nfm_counters *counters);
void nfm_counters_put(struct nfm_counters *counters);

static inline void nfm_stats_matched(struct nfm_stats __percpu *stats,
				     const struct nfm_pkt_count *count)
{
	struct nfm_stats *s = this_cpu_ptr(stats);

	u64_stats_update_begin(&s->sync);
	u64_stats_add(&s->matched_packets, count->packets);
	u64_stats_add(&s->matched_bytes, count->bytes);
	u64_stats_update_end(&s->sync);
}

/* Count packets that matched and were copied. */
static inline void nfm_stats_copied(struct nfm_stats __percpu *stats,
				    const struct nfm_pkt_count *count)
{
	struct nfm_stats *s = this_cpu_ptr(stats);

	u64_stats_update_begin(&s->sync);
	u64_stats_add(&s->matched_packets, count->packets);
	u64_stats_add(&s->matched_bytes, count->bytes);
	u64_stats_add(&s->sent_packets, count->packets);
	u64_stats_add(&s->sent_bytes, count->bytes);
	u64_stats_update_end(&s->sync);
}

static inline void nfm_stats_sent(struct nfm_stats __percpu *stats,
				  const struct nfm_pkt_count *count)
{
	struct nfm_stats *s = this_cpu_ptr(stats);

	u64_stats_update_begin(&s->sync);
	u64_stats_add(&s->sent_packets, count->packets);
	u64_stats_add(&s->sent_bytes, count->bytes);
	u64_stats_update_end(&s->sync);
}

static inline void nfm_stats_dropped(struct nfm_stats __percpu *stats,
				     const struct nfm_pkt_count *count,
				     enum nfm_drop reason)
{
	struct nfm_stats *s = this_cpu_ptr(stats);

	u64_stats_update_begin(&s->sync);
	u64_stats_add(&s->drops[reason], count->packets);
	u64_stats_update_end(&s->sync);
}

static inline void nfm_stats_modified(struct nfm_stats __percpu *stats,
				      const struct nfm_pkt_count *count,
				      enum nfm_modified what)
{
	struct nfm_stats *s = this_cpu_ptr(stats);

	u64_stats_update_begin(&s->sync);
	u64_stats_add(&s->modified[what], count->packets);
	u64_stats_update_end(&s->sync);
}

#endif /* _NFM_RUNTIME_STATS_H */
