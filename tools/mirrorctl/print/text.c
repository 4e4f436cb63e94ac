// SPDX-License-Identifier: GPL-2.0
/* Output for people, in words that mirrorctl accepts as input. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "model/names.h"
#include "model/options.h"
#include "print/output.h"
#include "util/error.h"
#include "util/pool.h"

/* Shells and batch files need no quotes for these, nor for non-ASCII bytes. */
static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			    "0123456789@%+=:,./-_";

static bool is_plain(const char *text)
{
	if (!*text)
		return false;
	for (; *text; text++)
		if (!(*text & 0x80) && !strchr(plain, *text))
			return false;
	return true;
}

const char *quoted(const char *text)
{
	char *out, *end;

	text = printable(text);
	if (is_plain(text))
		return text;
	end = out = pool_alloc(strlen(text) * strlen("'\"'\"'") + 3);
	*end++ = '\'';
	for (; *text; text++) {
		if (*text == '\'')
			end = stpcpy(end, "'\"'\"'");
		else
			*end++ = *text;
	}
	strcpy(end, "'");
	return out;
}

void print_network_values(const struct network *net)
{
	printf("  cidr %s  max-sessions %" PRIu32 "  sessions %" PRIu32,
	       cidrs_text(&net->cidrs), net->max_sessions, net->sessions);
	if (net->seed)
		printf("  seed set");
}

static void print_network(const struct network *net)
{
	printf("network %s", quoted(net->name));
	print_network_values(net);
	putchar('\n');
}

static void print_addresses(const char *what, const struct address_list *list)
{
	const struct address *address;

	if (STAILQ_EMPTY(list))
		return;
	printf("  %s", what);
	STAILQ_FOREACH(address, list, next)
		printf(" %s", address_text(&address->in6));
	putchar('\n');
}

static void print_eni_lists(const struct eni *eni)
{
	const struct text *session;

	print_addresses("addresses", &eni->addresses);
	print_addresses("guest-addresses", &eni->guest_addresses);
	if (!STAILQ_EMPTY(&eni->sessions)) {
		printf("  sessions");
		STAILQ_FOREACH(session, &eni->sessions, next)
			printf(" %s", quoted(session->text));
		putchar('\n');
	}
}

static void print_blind(uint32_t blind)
{
	const char *before = "  blind ";
	unsigned int reason;

	for (reason = 0; blind_words[reason]; reason++) {
		if (!(blind & BIT(reason)))
			continue;
		printf("%s%s", before, blind_words[reason]);
		before = ",";
	}
}

static void print_eni(const struct eni *eni)
{
	const uint8_t *mac = eni->mac;

	printf("eni %s", quoted(eni->name));
	if (eni->has & BIT(NFM_A_ENI_IFINDEX))
		printf("  ifindex %" PRIu32, eni->ifindex);
	else
		printf("  absent");
	if (eni->has & BIT(NFM_A_ENI_MAC))
		printf("  mac %02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1],
		       mac[2], mac[3], mac[4], mac[5]);
	if (eni->has & BIT(NFM_A_ENI_MTU))
		printf("  mtu %" PRIu32, eni->mtu);
	putchar('\n');
	if (eni->network) {
		printf("  network %s", quoted(eni->network));
		if (eni->has & BIT(NFM_A_ENI_ATTACHED))
			printf("  attached");
		if (eni->attached_as)
			printf(" as %s", quoted(eni->attached_as));
		if (eni->has & BIT(NFM_A_ENI_VIA))
			printf("  via %s", cidr_text(&eni->via));
		printf("  facing %s  tap %s",
		       word_of(facing_words, eni->facing),
		       word_of(tap_mode_words, eni->tap));
		print_blind(eni->blind);
		if (eni->has & BIT(NFM_A_ENI_OWNS_RECEIVER))
			printf("  owns a receiver");
		putchar('\n');
	}
	print_eni_lists(eni);
}

/* "enp0s3 (eth0, outside)" */
static void print_tap(const struct tap *tap)
{
	bool active = tap->state == NFM_TAP_ACTIVE;

	printf("%s", quoted(tap->eni));
	if (active && !tap->device)
		return;
	printf(" (%s%s%s)", tap->device ? quoted(tap->device) : "",
	       tap->device && !active ? ", " : "",
	       active ? "" : word_of(tap_words, tap->state));
}

static void print_taps(const struct tap_list *taps)
{
	const char *comma = "";
	const struct tap *tap;

	STAILQ_FOREACH(tap, taps, next) {
		printf("%s", comma);
		print_tap(tap);
		comma = ",";
	}
}

static void print_scope(const struct session *s)
{
	printf("  scope %s", word_of(scope_words, s->scope));
	if (s->scope == NFM_SCOPE_SUBNET)
		printf(" %s", cidrs_text(&s->scope_cidrs));
	if (s->scope == NFM_SCOPE_ENI) {
		putchar(' ');
		print_taps(&s->taps);
	}
	putchar('\n');
}

static void print_table(const char *joint, const struct table *table)
{
	const struct row *row;

	printf("  %s", joint);
	STAILQ_FOREACH(row, &table->rows, next)
		printf("%s%s", row == STAILQ_FIRST(&table->rows) ? "" : " ",
		       row_text(row));
	putchar('\n');
}

static void print_filter(const struct session *s)
{
	bool by_gateway = s->has & BIT(NFM_A_SESSION_NEXT_HOP);
	const struct filter *filter = &s->filter;
	const struct table *table;

	if (STAILQ_EMPTY(&filter->match) && !by_gateway)
		puts("  match any");
	STAILQ_FOREACH(table, &filter->match, next)
		print_table(table == STAILQ_FIRST(&filter->match) ? "" : "or ",
			    table);
	STAILQ_FOREACH(table, &filter->except, next)
		print_table("except ", table);
	if (by_gateway)
		printf("  next-hop %s\n", address_text(&s->next_hop));
}

/* Print what keeps copies from arriving, or from arriving whole. */
static void print_health(const struct receiver *receiver)
{
	bool cut_off = receiver->state == NFM_RECEIVER_FAILED ||
		       receiver->state == NFM_RECEIVER_NO_ROUTE ||
		       receiver->state == NFM_RECEIVER_NO_CARRIER;

	const char *before = " (";

	if (cut_off) {
		printf("%s%s", before,
		       word_of(receiver_words, receiver->state));
		before = ", ";
	}
	if (receiver->mtu_short) {
		printf("%smtu short by %" PRIu32, before, receiver->mtu_short);
		before = ", ";
	}
	if (receiver->feedback.proto) {
		printf("%sfeedback %s", before, flow_text(&receiver->feedback));
		before = ", ";
	}
	if (*before == ',')
		putchar(')');
}

/* The health of receivers is printed with or without counters. */
static void print_receivers(const struct session *s)
{
	const struct address *address;
	const struct receiver *receiver;

	printf("  receivers");
	STAILQ_FOREACH(address, &s->receivers, next) {
		printf(" %s", address_text(&address->in6));
		STAILQ_FOREACH(receiver, &s->stats.receivers, next)
			if (IN6_ARE_ADDR_EQUAL(&receiver->in6, &address->in6))
				print_health(receiver);
	}
	putchar('\n');
}

static void print_tags(const struct tag_list *tags)
{
	const struct tag *tag;

	if (STAILQ_EMPTY(tags))
		return;
	putchar(' ');
	STAILQ_FOREACH(tag, tags, next)
		printf(" tag %s",
		       quoted(pool_printf("%s=%s", tag->key, tag->value)));
	putchar('\n');
}

/* " (queue 1, mtu 3)"; nothing if all are 0. */
static void print_counts(const uint64_t *counts, const char *const *words)
{
	const char *comma = " (";
	int i;

	for (i = 0; words[i]; i++) {
		if (!counts[i])
			continue;
		printf("%s%s %" PRIu64, comma, words[i], counts[i]);
		comma = ", ";
	}
	if (*comma == ',')
		putchar(')');
}

/* @modified: may be NULL. */
static void print_sent(const struct counters *counters,
		       const uint64_t *modified)
{
	printf("sent %" PRIu64 " packets %" PRIu64 " bytes",
	       counters->sent_packets, counters->sent_bytes);
	if (modified)
		print_counts(modified, modified_words);
	printf(", dropped %" PRIu64, counters->dropped_packets);
	print_counts(counters->drops, drop_words);
	putchar('\n');
}

static void print_stats(const struct stats *stats)
{
	const struct receiver *receiver;

	printf("  matched %" PRIu64 " packets %" PRIu64 " bytes, ",
	       stats->counters.matched_packets, stats->counters.matched_bytes);
	print_sent(&stats->counters, stats->modified);
	STAILQ_FOREACH(receiver, &stats->receivers, next) {
		printf("    %s %s: ", address_text(&receiver->in6),
		       word_of(receiver_words, receiver->state));
		print_sent(&receiver->counters, NULL);
	}
}

void print_session_values(const struct session *s)
{
	printf("  network %s  %s", quoted(s->network),
	       s->enabled ? "running" : "stopped");
}

static void print_options(const struct session *s)
{
	const struct session_option *option;

	for (option = session_options; option->attr; option++) {
		if (option->type == OPTION_COMPOUND || option->apart)
			continue;
		if (option->shown || !option_is_default(option, s))
			printf("  %s", option_typed(option, s));
	}
	putchar('\n');
}

static void print_session(const struct session *s, bool stats)
{
	printf("session %s", quoted(s->name));
	print_session_values(s);
	putchar('\n');
	print_scope(s);
	print_options(s);
	print_filter(s);
	print_receivers(s);
	print_tags(&s->tags);
	if (stats)
		print_stats(&s->stats);
}

void print_text(const struct snapshot *snap, bool stats)
{
	const struct network *net;
	const struct eni *eni;
	const struct session *s;

	STAILQ_FOREACH(net, &snap->networks, next)
		print_network(net);
	STAILQ_FOREACH(eni, &snap->enis, next)
		print_eni(eni);
	STAILQ_FOREACH(s, &snap->sessions, next)
		print_session(s, stats);
	if (stats && snap->classifier_bytes)
		printf("classifiers  %" PRIu64 " bytes\n",
		       snap->classifier_bytes);
}
