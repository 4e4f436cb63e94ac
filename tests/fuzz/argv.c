// SPDX-License-Identifier: GPL-2.0
/*
 * mirrorctl's words. Each line of the input is one, where \v stands for a new line
 * in it, up to an empty line; what follows is the content of all files, so of a
 * batch and of a configuration.
 */
#include <errno.h>
#include <string.h>
#include <linux/nf_mirror.h>

#define FUZZ_WORLD
#include "fake.h"
#include "world.h"

#define WORDS_MAX 40

static char **split(char *text, char **rest)
{
	static char *argv[WORDS_MAX + 2] = { "mirrorctl" };
	unsigned int argc = 1;
	char *line;

	while (*(line = strsep(&text, "\n"))) {
		if (argc <= WORDS_MAX)
			argv[argc++] = line;
		for (; (line = strchr(line, '\v')); line++)
			*line = '\n';
		if (!text)
			break;
	}
	argv[argc] = NULL;
	*rest = text;
	return argv;
}

/* What there is to show, to compare and to save. */
static void answers(void)
{
	struct nlmsghdr *nlh = fake_reply(NFM_CMD_NETWORK_GET, 1);
	struct nlattr *nest = mnl_attr_nest_start(nlh, NFM_A_NETWORK);

	mnl_attr_put_strz(nlh, NFM_A_NETWORK_NAME, "vpc");
	fake_put_prefix(nlh, NFM_A_NETWORK_CIDR, "10.0.0.0", 16);
	mnl_attr_put_u32(nlh, NFM_A_NETWORK_MAX_SESSIONS, 5);
	mnl_attr_put_u32(nlh, NFM_A_NETWORK_SESSIONS, 1);
	mnl_attr_nest_end(nlh, nest);

	nlh = fake_reply(NFM_CMD_SESSION_GET, 1);
	nest = mnl_attr_nest_start(nlh, NFM_A_SESSION);
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NAME, "web");
	mnl_attr_put_strz(nlh, NFM_A_SESSION_NETWORK, "vpc");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_SCOPE, NFM_SCOPE_NETWORK);
	fake_put_address(nlh, NFM_A_SESSION_RECEIVER, "10.0.0.20");
	mnl_attr_put_u32(nlh, NFM_A_SESSION_VNI, 7);
	mnl_attr_nest_end(nlh, nest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size), *rest;
	size_t words = strlen(text);
	char **argv = split(text, &rest);

	answers();
	/* Every so often the kernel is against it. */
	if (words % 16 == 0)
		fake_refuse(EINVAL, "no", NULL);
	if (!rest)
		rest = text + words;
	world_run(argv, data + (rest - text), size - (rest - text));
	free(text);
	return 0;
}
