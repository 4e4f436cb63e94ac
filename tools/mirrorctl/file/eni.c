// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "file/keys.h"
#include "model/names.h"
#include "util/pool.h"

static int read_name(const char *key, const struct node *node, void *object)
{
	struct eni *eni = object;

	eni->name = read_text(key, node);
	return eni->name ? DONE : BAD_COMMAND;
}

static int read_network_name(const char *key, const struct node *node,
			     void *object)
{
	struct eni *eni = object;

	eni->network = read_text(key, node);
	return eni->network ? DONE : BAD_COMMAND;
}

static int read_guest_addresses(const char *key, const struct node *node,
				void *object)
{
	struct eni *eni = object;

	if (node->kind == NODE_LIST && !node->count)
		return DONE;
	return read_addresses(key, node, "IP", &eni->guest_addresses);
}

static int read_facing(const char *key, const struct node *node, void *object)
{
	struct eni *eni = object;

	return read_choice(key, node, facing_words, &eni->facing);
}

static int read_tap(const char *key, const struct node *node, void *object)
{
	struct eni *eni = object;

	return read_choice(key, node, tap_mode_words, &eni->tap);
}

static int read_attached_facing(const char *key, const struct node *node,
				void *object)
{
	struct eni *eni = object;

	return read_choice(key, node, facing_words, &eni->attached_facing);
}

static int read_attached_tap(const char *key, const struct node *node,
			     void *object)
{
	struct eni *eni = object;

	return read_choice(key, node, tap_mode_words, &eni->attached_tap);
}

static int read_attached(const char *key, const struct node *node, void *object)
{
	bool attached;

	(void)object;
	return read_bool(key, node, &attached);
}

static int read_attached_as(const char *key, const struct node *node,
			    void *object)
{
	struct eni *eni = object;

	eni->attached_as = read_text(key, node);
	return eni->attached_as ? DONE : BAD_COMMAND;
}

/* "show" also lists devices that are not attached. */
static bool is_not_attached(const struct node *map)
{
	if (map->kind != NODE_MAP)
		return false;
	for (size_t i = 0; i < map->count; i += 2) {
		const struct node *key = map->items[i];
		const struct node *value = map->items[i + 1];

		if (key->kind == NODE_SCALAR && value->kind == NODE_SCALAR &&
		    !strcmp(key->text, "attached"))
			return !strcmp(value->text, "false");
	}
	return false;
}

int read_eni(const char *key, const struct node *node, void *object)
{
	static const struct key keys[] = {
		{ "name", read_name, NFM_A_ENI_NAME, true },
		{ "network", read_network_name, NFM_A_ENI_NETWORK, true },
		{ "guest_addresses", read_guest_addresses,
		  NFM_A_ENI_GUEST_ADDRESS, false },
		{ "facing", read_facing, NFM_A_ENI_FACING, false },
		{ "tap", read_tap, NFM_A_ENI_TAP, false },
		{ "attached_facing", read_attached_facing,
		  NFM_A_ENI_ATTACHED_FACING, false },
		{ "attached_tap", read_attached_tap, NFM_A_ENI_ATTACHED_TAP,
		  false },
		{ "attached", read_attached, NFM_A_ENI_ATTACHED, false },
		{ "attached_as", read_attached_as, NFM_A_ENI_ATTACHED_AS,
		  false },
		{ .name = "ifindex" },
		{ .name = "mac" },
		{ .name = "mtu" },
		{ .name = "via" },
		{ .name = "addresses" },
		{ .name = "owns_receiver" },
		{ .name = "blind" },
		{ .name = "sessions" },
		{}
	};
	struct eni_list *list = object;
	struct eni *eni = eni_new();

	(void)key;
	if (is_not_attached(node))
		return DONE;
	STAILQ_INSERT_TAIL(list, eni, next);
	if (read_map(node, "eni", keys, eni, &eni->has, eni->at))
		return BAD_COMMAND;
	eni->has |= BIT(NFM_A_ENI_ATTACHED);
	if (eni->attached_as) {
		eni->name = eni->attached_as;
		eni->at[NFM_A_ENI_NAME] = eni->at[NFM_A_ENI_ATTACHED_AS];
	}
	/* "show" has what is in use beside what was given. */
	if (eni->has & BIT(NFM_A_ENI_ATTACHED_FACING))
		eni->facing = eni->attached_facing;
	if (eni->has & BIT(NFM_A_ENI_ATTACHED_TAP))
		eni->tap = eni->attached_tap;
	return DONE;
}
