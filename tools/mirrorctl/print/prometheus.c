// SPDX-License-Identifier: GPL-2.0
/* Names and labels are a stable interface: see mirrorctl(8). */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "model/names.h"
#include "print/stats.h"
#include "util/pool.h"

/* Escape @text as the value of a label. */
static const char *label(const char *text)
{
	char *out = pool_alloc(2 * strlen(text) + 1), *end = out;

	for (; *text; text++) {
		if (strchr("\\\"\n", *text))
			*end++ = '\\';
		*end++ = *text == '\n' ? 'n' : *text;
	}
	*end = '\0';
	return out;
}

static void sample(const char *metric, const char *labels, uint64_t value)
{
	printf("%s{%s} %" PRIu64 "\n", metric, labels, value);
}

static const char *session_labels(const struct session *s)
{
	return pool_printf("session=\"%s\",network=\"%s\"", label(s->name),
			   label(s->network));
}

static const char *receiver_labels(const struct session *s,
				   const struct receiver *receiver)
{
	return pool_printf("%s,receiver=\"%s\"", session_labels(s),
			   address_text(&receiver->in6));
}

/* One series per word, so that each exists before its first count. */
static void count_samples(const char *metric, const char *labels,
			  const char *name, const char *const *words,
			  const uint64_t *counts)
{
	int i;

	for (i = 0; words[i]; i++)
		sample(metric,
		       pool_printf("%s,%s=\"%s\"", labels, name, words[i]),
		       counts[i]);
}

static void drop_samples(const char *metric, const char *labels,
			 const uint64_t *drops)
{
	count_samples(metric, labels, "reason", drop_words, drops);
}

/* One sample per state: 1 for that of the receiver, 0 for the others. */
static void state_samples(const char *metric, const char *labels,
			  uint32_t state)
{
	uint32_t i;

	for (i = 0; i < __NFM_RECEIVER_MAX; i++)
		sample(metric,
		       pool_printf("%s,state=\"%s\"", labels,
				   receiver_words[i]),
		       i == state);
}

struct metric {
	const char *name, *type, *help;
	void (*of_network)(const char *metric, const struct network *net);
	void (*of_eni)(const char *metric, const struct eni *eni);
	void (*of_session)(const char *metric, const struct session *s);
	void (*of_receiver)(const char *metric, const char *labels,
			    const struct receiver *receiver);
};

static void network_sessions(const char *metric, const struct network *net)
{
	sample(metric, pool_printf("network=\"%s\"", label(net->name)),
	       net->sessions);
}

static void network_max_sessions(const char *metric, const struct network *net)
{
	sample(metric, pool_printf("network=\"%s\"", label(net->name)),
	       net->max_sessions);
}

static void eni_blind(const char *metric, const struct eni *eni)
{
	uint32_t reason;

	if (!eni->network)
		return;
	for (reason = 0; reason < __NFM_BLIND_MAX; reason++)
		if (eni->blind & BIT(reason))
			sample(metric,
			       pool_printf(
				       "eni=\"%s\",network=\"%s\",reason=\"%s\"",
				       label(eni->name), label(eni->network),
				       blind_words[reason]),
			       1);
}

#define SESSION_SAMPLE(func, value)                                   \
	static void func(const char *metric, const struct session *s) \
	{                                                             \
		sample(metric, session_labels(s), value);             \
	}
#define RECEIVER_SAMPLE(func, value)                             \
	static void func(const char *metric, const char *labels, \
			 const struct receiver *receiver)        \
	{                                                        \
		sample(metric, labels, value);                   \
	}

SESSION_SAMPLE(session_enabled, s->enabled)
SESSION_SAMPLE(session_matched_packets, s->stats.counters.matched_packets)
SESSION_SAMPLE(session_matched_bytes, s->stats.counters.matched_bytes)
SESSION_SAMPLE(session_sent_packets, s->stats.counters.sent_packets)
SESSION_SAMPLE(session_sent_bytes, s->stats.counters.sent_bytes)
RECEIVER_SAMPLE(receiver_sent_packets, receiver->counters.sent_packets)
RECEIVER_SAMPLE(receiver_sent_bytes, receiver->counters.sent_bytes)
RECEIVER_SAMPLE(receiver_mtu_short, receiver->mtu_short)

static void session_dropped(const char *metric, const struct session *s)
{
	drop_samples(metric, session_labels(s), s->stats.counters.drops);
}

static void session_modified(const char *metric, const struct session *s)
{
	count_samples(metric, session_labels(s), "how", modified_words,
		      s->stats.modified);
}

static void receiver_dropped(const char *metric, const char *labels,
			     const struct receiver *receiver)
{
	drop_samples(metric, labels, receiver->counters.drops);
}

static void receiver_state(const char *metric, const char *labels,
			   const struct receiver *receiver)
{
	state_samples(metric, labels, receiver->state);
}

static const struct metric metrics[] = {
	{ "nf_mirror_network_sessions", "gauge", "Sessions of the network.",
	  .of_network = network_sessions },
	{ "nf_mirror_network_max_sessions", "gauge",
	  "Sessions that the network may have.",
	  .of_network = network_max_sessions },
	{ "nf_mirror_eni_blind", "gauge",
	  "1 for each reason why some packets of the ENI cannot be seen.",
	  .of_eni = eni_blind },
	{ "nf_mirror_session_enabled", "gauge", "Whether the session runs.",
	  .of_session = session_enabled },
	{ "nf_mirror_session_matched_packets_total", "counter",
	  "Packets that were to be copied.",
	  .of_session = session_matched_packets },
	{ "nf_mirror_session_matched_bytes_total", "counter",
	  "Bytes of the IP packets that were to be copied.",
	  .of_session = session_matched_bytes },
	{ "nf_mirror_session_sent_packets_total", "counter",
	  "Packets whose copies were handed to a device.",
	  .of_session = session_sent_packets },
	{ "nf_mirror_session_sent_bytes_total", "counter",
	  "Bytes of the IP packets whose copies were handed to a device.",
	  .of_session = session_sent_bytes },
	{ "nf_mirror_session_dropped_packets_total", "counter",
	  "Packets that matched and were not copied.",
	  .of_session = session_dropped },
	{ "nf_mirror_session_modified_packets_total", "counter",
	  "Packets whose copies are not just as they were on the wire.",
	  .of_session = session_modified },
	{ "nf_mirror_receiver_sent_packets_total", "counter",
	  "Packets whose copies to the receiver were handed to a device.",
	  .of_receiver = receiver_sent_packets },
	{ "nf_mirror_receiver_sent_bytes_total", "counter",
	  "Bytes of the IP packets whose copies to the receiver were handed to a device.",
	  .of_receiver = receiver_sent_bytes },
	{ "nf_mirror_receiver_dropped_packets_total", "counter",
	  "Packets that were to go to the receiver and were not copied.",
	  .of_receiver = receiver_dropped },
	{ "nf_mirror_receiver_state", "gauge",
	  "Whether copies can reach the receiver: 1 for the state that it is in.",
	  .of_receiver = receiver_state },
	{ "nf_mirror_receiver_mtu_short_bytes", "gauge",
	  "Bytes that the path to the receiver lacks for the longest copies.",
	  .of_receiver = receiver_mtu_short },
};

static void print_metric(const struct metric *metric,
			 const struct snapshot *snap)
{
	const struct receiver *receiver;
	const struct network *net;
	const struct session *s;
	const struct eni *eni;

	printf("# HELP %s %s\n# TYPE %s %s\n", metric->name, metric->help,
	       metric->name, metric->type);
	if (metric->of_network)
		STAILQ_FOREACH(net, &snap->networks, next)
			metric->of_network(metric->name, net);
	if (metric->of_eni)
		STAILQ_FOREACH(eni, &snap->enis, next)
			metric->of_eni(metric->name, eni);
	STAILQ_FOREACH(s, &snap->sessions, next) {
		if (metric->of_session)
			metric->of_session(metric->name, s);
		if (!metric->of_receiver)
			continue;
		STAILQ_FOREACH(receiver, &s->stats.receivers, next)
			metric->of_receiver(metric->name,
					    receiver_labels(s, receiver),
					    receiver);
	}
}

void print_prometheus(const struct snapshot *snap, const char *version)
{
	size_t i;

	printf("# HELP nf_mirror_info The version of mirrorctl.\n"
	       "# TYPE nf_mirror_info gauge\n"
	       "nf_mirror_info{version=\"%s\"} 1\n",
	       label(version));
	for (i = 0; i < sizeof(metrics) / sizeof(*metrics); i++)
		print_metric(&metrics[i], snap);
}
