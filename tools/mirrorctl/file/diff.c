// SPDX-License-Identifier: GPL-2.0
#include <stdbool.h>
#include <string.h>

#include "file/diff.h"

struct diff {
	json_t *changes;
	const char *object;
};

static void add_change(struct diff *diff, const char *change,
		       const json_t *object)
{
	json_array_append_new(diff->changes,
			      json_pack("{s:s, s:s, s:O}", "change", change,
					"object", diff->object, "name",
					json_object_get(object, "name")));
}

/* The kernel keeps or chooses a VNI that is not given. */
static bool is_open(const char *key, const json_t *value)
{
	return !strcmp(key, "vni") && json_is_null(value);
}

/* Show a secret only as "set" or "another". */
static json_t *shown(const char *key, json_t *value, const json_t *other)
{
	if (strcmp(key, "seed") || json_is_null(value))
		return json_incref(value);
	return json_string(json_is_string(other) ? "another" : "set");
}

static void diff_object(struct diff *diff, const json_t *from, const json_t *to)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)to, key, value) {
		json_t *old = json_object_get(from, key);

		if (json_equal(old, value) || is_open(key, value))
			continue;
		json_array_append_new(
			diff->changes,
			json_pack("{s:s, s:s, s:O, s:s, s:o, s:o}", "change",
				  "change", "object", diff->object, "name",
				  json_object_get(to, "name"), "key", key,
				  "from", shown(key, old, NULL), "to",
				  shown(key, value, old)));
	}
}

/* < 0: only @from has the next name; > 0: only @to has it. */
static int compare(const json_t *from, const json_t *to)
{
	if (!from || !to)
		return from ? -1 : 1;
	return strcmp(json_string_value(json_object_get(from, "name")),
		      json_string_value(json_object_get(to, "name")));
}

/* Both lists are sorted by name. */
static void diff_lists(struct diff *diff, const json_t *from, const json_t *to)
{
	size_t i = 0, j = 0;

	while (i < json_array_size(from) || j < json_array_size(to)) {
		const json_t *old = json_array_get(from, i);
		const json_t *new = json_array_get(to, j);
		int order = compare(old, new);

		if (order < 0)
			add_change(diff, "delete", old);
		else if (order > 0)
			add_change(diff, "add", new);
		else
			diff_object(diff, old, new);
		i += order <= 0;
		j += order >= 0;
	}
}

json_t *diff_trees(const json_t *from, const json_t *to)
{
	static const char *const objects[][2] = { { "networks", "network" },
						  { "enis", "eni" },
						  { "sessions", "session" } };
	struct diff diff = { .changes = json_array() };
	size_t i;

	for (i = 0; i < sizeof(objects) / sizeof(*objects); i++) {
		diff.object = objects[i][1];
		diff_lists(&diff, json_object_get(from, objects[i][0]),
			   json_object_get(to, objects[i][0]));
	}
	return diff.changes;
}
