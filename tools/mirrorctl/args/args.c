// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "args/args.h"
#include "util/error.h"

const char *words_peek(const struct words *words)
{
	return *words->next;
}

const char *words_take(struct words *words)
{
	return *words->next ? *words->next++ : NULL;
}

bool words_take_if(struct words *words, const char *word)
{
	if (!*words->next || strcmp(*words->next, word))
		return false;
	words->next++;
	return true;
}

const char *words_name(struct words *words, const char *command)
{
	const char *word = words_take(words);

	if (!word)
		bad_command("%s: a name is needed", command);
	return word;
}

const char *words_value(struct words *words, const char *option)
{
	const char *word = words_take(words);

	if (!word)
		bad_command("%s: a value is needed", option);
	return word;
}

int words_end(const struct words *words, const char *command)
{
	const char *word = words_peek(words);

	return word ? bad_command("%s: %s takes no more", word, command) : DONE;
}
