// SPDX-License-Identifier: GPL-2.0
/*
 * match ROW [match ROW]... [or match ROW...]... [except match ROW...]...
 *
 * The first table may be "match any": everything that no except table excludes.
 */
#include <string.h>

#include "args/args.h"
#include "model/values.h"
#include "util/error.h"
#include "util/pool.h"

static int parse_field(int field, const char *option, const char *word,
		       struct row *row)
{
	switch (field) {
	case NFM_A_ROW_PROTO:
		return parse_proto(word, &row->proto);
	case NFM_A_ROW_SRC:
		return parse_cidr(option, word, &row->src);
	case NFM_A_ROW_DST:
		return parse_cidr(option, word, &row->dst);
	case NFM_A_ROW_SPORT:
		return parse_ports(option, word, &row->sport);
	default:
		return parse_ports(option, word, &row->dport);
	}
}

/* Return the NFM_A_ROW_* of the row field that @word begins; 0: not a field. */
static int field_of(const char *word)
{
	static const char *const fields[] = {
		[NFM_A_ROW_PROTO] = "proto", [NFM_A_ROW_SRC] = "src",
		[NFM_A_ROW_DST] = "dst",     [NFM_A_ROW_SPORT] = "sport",
		[NFM_A_ROW_DPORT] = "dport",
	};
	int i;

	for (i = NFM_A_ROW_MAX; word && i > 0; i--)
		if (!strcmp(fields[i], word))
			return i;
	return 0;
}

static int parse_row(struct args *args, struct table *table)
{
	struct row *row = pool_zalloc(sizeof(*row));
	int field;

	row->typed = "match";
	while ((field = field_of(args_peek(args)))) {
		const char *option = args_take(args);
		const char *word = args_value(args, option);

		if (!word)
			return BAD_COMMAND;
		if (row->has & BIT(field))
			return bad_command("%s %s: %s is given twice in a row",
					   option, word, option);
		if (parse_field(field, option, word, row))
			return BAD_COMMAND;
		row->has |= BIT(field);
		row->typed = pool_printf("%s %s %s", row->typed, option, word);
	}
	if (!row->has) {
		const char *word = args_peek(args);

		return bad_command(
			"match%s%s: proto, src, dst, sport or dport is needed",
			word ? " " : "", word ? word : "");
	}
	STAILQ_INSERT_TAIL(&table->rows, row, next);
	return DONE;
}

/* Parse one table: consecutive "match" rows. */
static int parse_table(struct args *args, struct table_list *tables)
{
	struct table *table = table_new();

	while (args_take_if(args, "match"))
		if (parse_row(args, table))
			return BAD_COMMAND;
	STAILQ_INSERT_TAIL(tables, table, next);
	return DONE;
}

/* Take "match any"; leave "match" alone in place. */
static bool take_match_any(struct args *args)
{
	struct args ahead = *args;

	if (!args_take_if(&ahead, "match") || !args_take_if(&ahead, "any"))
		return false;
	*args = ahead;
	return true;
}

/* Parse the tables that @joint ("or", "except") introduces. */
static int parse_joined(struct args *args, const char *joint,
			struct table_list *tables)
{
	while (args_take_if(args, joint)) {
		const char *word = args_peek(args);

		if (!word || strcmp(word, "match"))
			return bad_command("%s%s%s: match is needed after it",
					   joint, word ? " " : "",
					   word ? word : "");
		if (parse_table(args, tables))
			return BAD_COMMAND;
	}
	return DONE;
}

static int parse_match(struct args *args, struct filter *filter)
{
	const char *word = args_peek(args);

	if (take_match_any(args) || strcmp(word, "match"))
		return DONE;
	if (parse_table(args, &filter->match))
		return BAD_COMMAND;
	return parse_joined(args, "or", &filter->match);
}

int parse_filter(struct args *args, struct filter *filter)
{
	const char *word;

	if (parse_match(args, filter) ||
	    parse_joined(args, "except", &filter->except))
		return BAD_COMMAND;
	word = args_peek(args);
	if (word && (!strcmp(word, "match") || !strcmp(word, "or")))
		return bad_command(
			"%s: the order is match..., or match..., except match...",
			word);
	return DONE;
}
