// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "args/args.h"
#include "util/error.h"

const char *args_peek(const struct args *args)
{
	return *args->next;
}

const char *args_take(struct args *args)
{
	return *args->next ? *args->next++ : NULL;
}

bool args_take_if(struct args *args, const char *word)
{
	if (!*args->next || strcmp(*args->next, word))
		return false;
	args->next++;
	return true;
}

const char *args_name(struct args *args, const char *command)
{
	const char *word = args_take(args);

	if (!word)
		bad_command("%s: a name is needed", command);
	return word;
}

const char *args_value(struct args *args, const char *option)
{
	const char *word = args_take(args);

	if (!word)
		bad_command("%s: a value is needed", option);
	return word;
}

int args_end(const struct args *args, const char *command)
{
	const char *word = args_peek(args);

	return word ? bad_command("%s: %s takes no more", word, command) : DONE;
}
