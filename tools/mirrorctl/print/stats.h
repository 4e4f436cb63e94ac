/* SPDX-License-Identifier: GPL-2.0 */
/* Counters in the shapes that "mirrorctl stats" has for them. */
#ifndef _MIRRORCTL_PRINT_STATS_H
#define _MIRRORCTL_PRINT_STATS_H

#include "model/snapshot.h"

/* What a session gained in a second. */
struct rate {
	uint64_t packets, bits;
};

/*
 * A table for people. @rate_of tells the rate of a session, or false where it
 * is not known yet; NULL: the table has no rates.
 */
void print_stats_table(const struct snapshot *snap,
		       bool (*rate_of)(const struct session *s,
				       struct rate *rate));

void print_stats_json(const struct snapshot *snap, bool pretty);

/* The text exposition format of Prometheus. */
void print_prometheus(const struct snapshot *snap, const char *version);

#endif /* _MIRRORCTL_PRINT_STATS_H */
