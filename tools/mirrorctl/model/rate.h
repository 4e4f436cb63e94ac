/* SPDX-License-Identifier: GPL-2.0 */
/* How fast a session may copy, as words have it: 1000pps, 10Mbps. */
#ifndef _MIRRORCTL_MODEL_RATE_H
#define _MIRRORCTL_MODEL_RATE_H

#include "model/model.h"

/*
 * N[k|M|G][pps|bps], up to NFM_RATE_MAX; 0 for no limit. Prints the error line and
 * returns BAD_COMMAND, or returns DONE.
 */
int parse_rate(const char *option, const char *word, struct session *s);

/* N[k|M|G], 0 to UINT32_MAX; as above. */
int parse_burst(const char *option, const char *word, uint32_t *burst);

/* What parse_rate() takes, as short as it can be; NULL: no limit. */
const char *rate_text(const struct session *s);

#endif /* _MIRRORCTL_MODEL_RATE_H */
