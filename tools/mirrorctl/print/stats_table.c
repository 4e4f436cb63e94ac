// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "model/names.h"
#include "print/output.h"
#include "print/stats.h"
#include "util/pool.h"

enum column {
	NAME,
	STATE,
	MATCHED_PACKETS,
	MATCHED_BYTES,
	SENT_PACKETS,
	SENT_BYTES,
	DROPPED,
	PACKETS_PER_S,
	BITS_PER_S,
	COLUMNS
};

struct line {
	STAILQ_ENTRY(line) next;
	const char *cells[COLUMNS]; /* NULL: empty */
};
STAILQ_HEAD(line_list, line);

static struct line *line_add(struct line_list *lines)
{
	struct line *line = pool_zalloc(sizeof(*line));

	STAILQ_INSERT_TAIL(lines, line, next);
	return line;
}

static const char *number(uint64_t value)
{
	return pool_printf("%" PRIu64, value);
}

static void add_head(struct line_list *lines, bool rates)
{
	static const struct line
		head = { .cells = {
				 [NAME] = "session",
				 [STATE] = "state",
				 [MATCHED_PACKETS] = "matched packets",
				 [MATCHED_BYTES] = "matched bytes",
				 [SENT_PACKETS] = "sent packets",
				 [SENT_BYTES] = "sent bytes",
				 [DROPPED] = "dropped packets",
				 [PACKETS_PER_S] = "packets/s",
				 [BITS_PER_S] = "bits/s",
			 } };
	struct line *line = line_add(lines);

	memcpy(line->cells, head.cells, sizeof(head.cells));
	if (!rates)
		line->cells[PACKETS_PER_S] = line->cells[BITS_PER_S] = NULL;
}

/* One line for each count other than 0. */
static void add_counts(struct line_list *lines, const char *indent,
		       const uint64_t *counts, const char *const *words,
		       enum column column)
{
	struct line *line;
	int i;

	for (i = 0; words[i]; i++) {
		if (!counts[i])
			continue;
		line = line_add(lines);
		line->cells[NAME] = pool_printf("%s%s", indent, words[i]);
		line->cells[column] = number(counts[i]);
	}
}

static void add_drops(struct line_list *lines, const char *indent,
		      const uint64_t *drops)
{
	add_counts(lines, indent, drops, drop_words, DROPPED);
}

static void set_sent(struct line *line, const struct counters *counters)
{
	line->cells[SENT_PACKETS] = number(counters->sent_packets);
	line->cells[SENT_BYTES] = number(counters->sent_bytes);
	line->cells[DROPPED] = number(counters->dropped_packets);
}

static void add_receiver(struct line_list *lines,
			 const struct receiver *receiver)
{
	struct line *line = line_add(lines);

	line->cells[NAME] = pool_printf("  %s", address_text(&receiver->in6));
	line->cells[STATE] = word_of(receiver_words, receiver->state);
	set_sent(line, &receiver->counters);
	add_drops(lines, "    ", receiver->counters.drops);
}

static struct line *add_session(struct line_list *lines,
				const struct session *s)
{
	const struct counters *counters = &s->stats.counters;
	struct line *line = line_add(lines);
	const struct receiver *receiver;

	line->cells[NAME] = quoted(s->name);
	line->cells[STATE] = s->enabled ? "running" : "stopped";
	line->cells[MATCHED_PACKETS] = number(counters->matched_packets);
	line->cells[MATCHED_BYTES] = number(counters->matched_bytes);
	set_sent(line, counters);
	add_counts(lines, "  ", s->stats.modified, modified_words,
		   SENT_PACKETS);
	add_drops(lines, "  ", counters->drops);
	STAILQ_FOREACH(receiver, &s->stats.receivers, next)
		add_receiver(lines, receiver);
	return line;
}

/* Number of terminal columns that @text takes. */
static int width(const char *text)
{
	wchar_t *wide = pool_alloc((strlen(text) + 1) * sizeof(*wide));
	size_t len = mbstowcs(wide, text, strlen(text) + 1);
	int columns = len == (size_t)-1 ? -1 : wcswidth(wide, len);

	return columns < 0 ? (int)strlen(text) : columns;
}

/* Align words to the left and numbers to the right. */
static void print_cells(const struct line *line, const int *widths)
{
	int blanks = 0, column;

	for (column = 0; column < COLUMNS; column++) {
		const char *cell = line->cells[column];
		int room = widths[column] - (cell ? width(cell) : 0);
		bool left = column <= STATE;

		if (cell)
			printf("%*s%s", left ? blanks : blanks + room, "",
			       cell);
		if (!cell)
			blanks += room + 2;
		else
			blanks = left ? room + 2 : 2;
	}
	putchar('\n');
}

static void print_lines(const struct line_list *lines)
{
	int widths[COLUMNS] = {}, column;
	const struct line *line;

	STAILQ_FOREACH(line, lines, next)
		for (column = 0; column < COLUMNS; column++)
			if (line->cells[column] &&
			    width(line->cells[column]) > widths[column])
				widths[column] = width(line->cells[column]);
	STAILQ_FOREACH(line, lines, next)
		print_cells(line, widths);
}

void print_stats_table(const struct snapshot *snap,
		       bool (*rate_of)(const struct session *s,
				       struct rate *rate))
{
	struct line_list lines = STAILQ_HEAD_INITIALIZER(lines);
	const struct session *s;
	struct rate rate;

	/* Names are UTF-8, whatever the locale of the terminal. */
	setlocale(LC_CTYPE, "C.UTF-8");
	add_head(&lines, rate_of);
	STAILQ_FOREACH(s, &snap->sessions, next) {
		struct line *line = add_session(&lines, s);

		if (!rate_of || !rate_of(s, &rate))
			continue;
		line->cells[PACKETS_PER_S] = number(rate.packets);
		line->cells[BITS_PER_S] = number(rate.bits);
	}
	print_lines(&lines);
}
