/* SPDX-License-Identifier: GPL-2.0 */
/* Rate limits of sessions as words: 1000pps, 10Mbps. */
#ifndef _MIRRORCTL_MODEL_RATE_H
#define _MIRRORCTL_MODEL_RATE_H

#include "model/model.h"

/*
 * Parse N[k|M|G][pps|bps], up to NFM_RATE_MAX; 0: no limit. Returns DONE, or
 * prints an error line and returns BAD_COMMAND.
 */
int parse_rate(const char *option, const char *word, struct rate_limit *rate);

/* Parse N[k|M|G], 0 to UINT32_MAX; returns the same. */
int parse_count(const char *option, const char *word, uint32_t *count);

/* Shortest text that parse_rate() takes; NULL: no limit. */
const char *rate_text(const struct rate_limit *rate);

#endif /* _MIRRORCTL_MODEL_RATE_H */
