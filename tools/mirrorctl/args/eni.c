// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "args/args.h"
#include "model/names.h"
#include "model/values.h"
#include "util/error.h"

static int parse_option(struct args *args, const char *option, int attr,
			struct eni *eni)
{
	const char *word;

	if (eni->has & BIT(attr))
		return bad_command("%s: given twice", option);
	eni->has |= BIT(attr);
	word = args_value(args, option);
	if (!word)
		return BAD_COMMAND;
	switch (attr) {
	case NFM_A_ENI_NETWORK:
		eni->network = word;
		return DONE;
	case NFM_A_ENI_ADDRESS:
		return parse_addresses(option, word, "IP",
				       &eni->guest_addresses);
	case NFM_A_ENI_TAP:
		return parse_choice(option, word, tap_mode_words, &eni->tap);
	default:
		return parse_choice(option, word, facing_words, &eni->facing);
	}
}

int parse_eni(struct args *args, struct eni *eni)
{
	const char *word;
	int attr;

	eni->name = args_name(args, "eni attach");
	if (!eni->name)
		return BAD_COMMAND;
	while ((word = args_take(args))) {
		if (!strcmp(word, "network"))
			attr = NFM_A_ENI_NETWORK;
		else if (!strcmp(word, "address"))
			attr = NFM_A_ENI_ADDRESS;
		else if (!strcmp(word, "facing"))
			attr = NFM_A_ENI_FACING;
		else if (!strcmp(word, "tap"))
			attr = NFM_A_ENI_TAP;
		else
			return bad_command("%s: no option of eni attach", word);
		if (parse_option(args, word, attr, eni))
			return BAD_COMMAND;
	}
	if (!(eni->has & BIT(NFM_A_ENI_NETWORK)))
		return bad_command("eni attach %s: network NAME is needed",
				   eni->name);
	return DONE;
}
