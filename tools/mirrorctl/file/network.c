// SPDX-License-Identifier: GPL-2.0
#include "file/keys.h"
#include "model/values.h"
#include "util/pool.h"

static int read_name(const char *key, const struct node *node, void *object)
{
	struct network *net = object;

	net->name = read_text(key, node);
	return net->name ? DONE : BAD_COMMAND;
}

static int read_network_cidrs(const char *key, const struct node *node,
			      void *object)
{
	struct network *net = object;

	return read_cidrs(key, node, &net->cidrs);
}

static int read_max_sessions(const char *key, const struct node *node,
			     void *object)
{
	struct network *net = object;

	return read_number(key, node, 1, NFM_SESSIONS_MAX, &net->max_sessions);
}

static int read_seed(const char *key, const struct node *node, void *object)
{
	const char *text = read_text(key, node);
	struct network *net = object;

	return text ? parse_seed(key, text, &net->seed) : BAD_COMMAND;
}

int read_network(const char *key, const struct node *node, void *object)
{
	static const struct key keys[] = {
		{ "name", read_name, NFM_A_NETWORK_NAME, true },
		{ "cidrs", read_network_cidrs, NFM_A_NETWORK_CIDR, true },
		{ "max_sessions", read_max_sessions, NFM_A_NETWORK_MAX_SESSIONS,
		  false },
		{ "seed", read_seed, NFM_A_NETWORK_SEED, false },
		{ .name = "sessions" },
		{}
	};
	struct network *net = network_new();
	struct network_list *list = object;

	(void)key;
	net->max_sessions = NFM_QUOTA_DEFAULT;
	STAILQ_INSERT_TAIL(list, net, next);
	return read_map(node, "network", keys, net, &net->has, net->at);
}
