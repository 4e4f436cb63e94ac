// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "args/args.h"
#include "model/values.h"
#include "util/error.h"
#include "util/pool.h"

static int parse_option(struct args *args, const char *option, int attr,
			struct network *net)
{
	const char *word;

	if (net->has & BIT(attr))
		return bad_command("%s: given twice", option);
	net->has |= BIT(attr);
	word = args_value(args, option);
	if (!word)
		return BAD_COMMAND;
	if (attr == NFM_A_NETWORK_CIDR)
		return parse_cidrs(option, word, &net->cidrs);
	if (attr == NFM_A_NETWORK_SEED)
		return strcmp(word, "none") ?
			       parse_seed(option, word, &net->seed) :
			       DONE;
	return parse_number(option, word, 1, NFM_SESSIONS_MAX,
			    &net->max_sessions);
}

static int parse_options(const char *verb, struct args *args,
			 struct network *net)
{
	const char *word;
	int attr;

	while ((word = args_take(args))) {
		if (!strcmp(word, "cidr"))
			attr = NFM_A_NETWORK_CIDR;
		else if (!strcmp(word, "max-sessions"))
			attr = NFM_A_NETWORK_MAX_SESSIONS;
		else if (!strcmp(word, "seed"))
			attr = NFM_A_NETWORK_SEED;
		else
			return bad_command("%s: no option of network %s", word,
					   verb);
		if (parse_option(args, word, attr, net))
			return BAD_COMMAND;
	}
	return DONE;
}

int parse_network(const char *verb, struct args *args, struct network *net)
{
	net->name = args_name(args, pool_printf("network %s", verb));
	if (!net->name || parse_options(verb, args, net))
		return BAD_COMMAND;
	if (!strcmp(verb, "add") && !(net->has & BIT(NFM_A_NETWORK_CIDR)))
		return bad_command("network add %s: cidr LIST is needed",
				   net->name);
	if (!net->has)
		return bad_command("network set %s: nothing to change is named",
				   net->name);
	return DONE;
}
