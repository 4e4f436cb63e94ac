// SPDX-License-Identifier: GPL-2.0
#include "file/keys.h"
#include "file/read.h"
#include "util/error.h"
#include "util/map.h"

/* @at: position of the name. */
static int check_name(struct map *names, const char *what, const char *name,
		      const struct srcpos *at)
{
	void **slot = map_at(names, name);
	const struct srcpos *first = *slot;

	if (first) {
		error_pos(*at);
		return bad_command("%s %s: given twice, first in line %u", what,
				   name, first->line);
	}
	*slot = (void *)at;
	return DONE;
}

static int read_networks(const char *key, const struct node *node, void *object)
{
	struct snapshot *config = object;
	struct map names = {};
	const struct network *net;
	int status;

	status = read_list(key, node, read_network, &config->networks);
	STAILQ_FOREACH(net, &config->networks, next)
		if (!status)
			status = check_name(&names, "network", net->name,
					    &net->at[NFM_A_NETWORK_NAME]);
	map_empty(&names);
	return status;
}

static int read_enis(const char *key, const struct node *node, void *object)
{
	struct snapshot *config = object;
	struct map names = {};
	const struct eni *eni;
	int status;

	status = read_list(key, node, read_eni, &config->enis);
	STAILQ_FOREACH(eni, &config->enis, next)
		if (!status)
			status = check_name(&names, "eni", eni->name,
					    &eni->at[NFM_A_ENI_NAME]);
	map_empty(&names);
	return status;
}

static int read_sessions(const char *key, const struct node *node, void *object)
{
	struct snapshot *config = object;
	struct map names = {};
	const struct session *s;
	int status;

	status = read_list(key, node, read_session, &config->sessions);
	STAILQ_FOREACH(s, &config->sessions, next)
		if (!status)
			status = check_name(&names, "session", s->name,
					    &s->at[NFM_A_SESSION_NAME]);
	map_empty(&names);
	return status;
}

int file_read(const char *file, struct snapshot *config)
{
	static const struct key keys[] = {
		{ .name = "networks", .read = read_networks },
		{ .name = "enis", .read = read_enis },
		{ .name = "sessions", .read = read_sessions },
		{ .name = "classifier_bytes" },
		{}
	};
	struct node *root;
	uint32_t has = 0;

	snapshot_init(config);
	read_begin();
	if (yaml_read(file, &root))
		return BAD_COMMAND;
	if (!root)
		return bad_command("%s: it is empty", file);
	return read_map(root, "configuration", keys, config, &has, NULL);
}
