/* SPDX-License-Identifier: GPL-2.0 */
/* Counters in the output formats of "mirrorctl stats". */
#ifndef _MIRRORCTL_PRINT_STATS_H
#define _MIRRORCTL_PRINT_STATS_H

#include "model/snapshot.h"

/* Packets and bits that a session matched per second. */
struct rate {
	uint64_t packets, bits;
};

/*
 * Print a table for people. @rate_of: get the rate of a session, false if it is
 * not known yet; NULL: print no rates.
 */
void print_stats_table(const struct snapshot *snap,
		       bool (*rate_of)(const struct session *s,
				       struct rate *rate));

void print_stats_json(const struct snapshot *snap, bool pretty);

/* Print the text exposition format of Prometheus. */
void print_prometheus(const struct snapshot *snap, const char *version);

#endif /* _MIRRORCTL_PRINT_STATS_H */
