// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "model/rate.h"
#include "util/pool.h"

static const struct prefix {
	const char *word;
	uint64_t factor;
} prefixes[] = {
	{ "G", 1000000000 },
	{ "M", 1000000 },
	{ "k", 1000 },
	{ "", 1 },
};

/* Parse a number up to @max; return what follows it, or NULL on failure. */
static const char *to_count(const char *word, uint64_t max, uint64_t *count)
{
	const struct prefix *prefix = prefixes;
	char *end;

	if (!isdigit((unsigned char)*word))
		return NULL;
	errno = 0;
	*count = strtoull(word, &end, 10);
	while (strncmp(prefix->word, end, strlen(prefix->word)))
		prefix++;
	if (errno || *count > max / prefix->factor)
		return NULL;
	*count *= prefix->factor;
	return end + strlen(prefix->word);
}

int parse_rate(const char *option, const char *word, struct rate_limit *rate)
{
	const char *unit = to_count(word, NFM_RATE_MAX, &rate->amount);

	if (!unit || (*unit && strcmp(unit, "pps") && strcmp(unit, "bps")))
		return bad_command(
			"%s %s: PPS[pps] or BITSbps is needed, such as 5000pps or 10Mbps, up to 1000G, or 0 for no limit",
			option, word);
	rate->unit = strcmp(unit, "bps") ? NFM_RATE_UNIT_PACKETS :
					   NFM_RATE_UNIT_BITS;
	return DONE;
}

int parse_count(const char *option, const char *word, uint32_t *count)
{
	uint64_t value;
	const char *rest = to_count(word, UINT32_MAX, &value);

	if (!rest || *rest)
		return bad_command(
			"%s %s: a number from 0 to %u is needed, such as 500 or 2M",
			option, word, UINT32_MAX);
	*count = value;
	return DONE;
}

const char *rate_text(const struct rate_limit *rate)
{
	const struct prefix *prefix = prefixes;

	if (!rate->amount)
		return NULL;
	while (rate->amount % prefix->factor)
		prefix++;
	return pool_printf("%" PRIu64 "%s%s", rate->amount / prefix->factor,
			   prefix->word,
			   rate->unit == NFM_RATE_UNIT_BITS ? "bps" : "pps");
}
