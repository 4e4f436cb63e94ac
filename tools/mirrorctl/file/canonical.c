// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "file/canonical.h"
#include "model/json_values.h"
#include "model/names.h"
#include "model/options.h"
#include "util/pool.h"

/* 10.0.2.0 before 10.0.10.0, eth2 before eth10. */
static int compare_values(const void *a, const void *b)
{
	return strverscmp(json_string_value(*(json_t *const *)a),
			  json_string_value(*(json_t *const *)b));
}

static int compare_names(const void *a, const void *b)
{
	const json_t *one = json_object_get(*(json_t *const *)a, "name");
	const json_t *other = json_object_get(*(json_t *const *)b, "name");

	return strcmp(json_string_value(one), json_string_value(other));
}

/* Sort @array in place and return it. */
static json_t *sorted(json_t *array,
		      int (*compare)(const void *a, const void *b))
{
	size_t count = json_array_size(array), i;
	json_t **items = pool_alloc(count * sizeof(*items));

	for (i = 0; i < count; i++)
		items[i] = json_incref(json_array_get(array, i));
	qsort(items, count, sizeof(*items), compare);
	json_array_clear(array);
	for (i = 0; i < count; i++)
		json_array_append_new(array, items[i]);
	return array;
}

static json_t *set(json_t *array)
{
	return sorted(array, compare_values);
}

/* Consume @object and return a copy with sorted keys. */
static json_t *sorted_keys(json_t *object)
{
	json_t *keys = json_array(), *result = json_object(), *key, *value;
	const char *name;
	size_t i;

	json_object_foreach(object, name, value)
		json_array_append_new(keys, json_string(name));
	json_array_foreach(set(keys), i, key)
		json_object_set(result, json_string_value(key),
				json_object_get(object,
						json_string_value(key)));
	json_decref(keys);
	json_decref(object);
	return result;
}

static json_t *network_tree(const struct network *net)
{
	return json_pack("{s:o, s:o, s:o, s:s?}", "name", json_text(net->name),
			 "cidrs", set(json_cidrs(&net->cidrs)), "max_sessions",
			 json_number(net->max_sessions), "seed",
			 net->seed ? pool_printf("%016" PRIx64, net->seed) :
				     NULL);
}

static json_t *eni_tree(const struct eni *eni)
{
	uint32_t facing = eni->has & BIT(NFM_A_ENI_ATTACHED_FACING) ?
				  eni->attached_facing :
				  eni->facing;
	uint32_t tap = eni->has & BIT(NFM_A_ENI_ATTACHED_TAP) ?
			       eni->attached_tap :
			       eni->tap;

	return json_pack("{s:o, s:o, s:o, s:s, s:s}", "name",
			 json_text(eni->attached_as ?: eni->name), "network",
			 json_text(eni->network), "guest_addresses",
			 set(json_addresses(&eni->guest_addresses)), "facing",
			 word_of(facing_words, facing), "tap",
			 word_of(tap_mode_words, tap));
}

/* Null: any packet. */
static json_t *filter_tree(const struct session *s)
{
	const struct filter *filter = &s->filter;

	if (STAILQ_EMPTY(&filter->match) && STAILQ_EMPTY(&filter->except) &&
	    !(s->has & BIT(NFM_A_SESSION_NEXT_HOP)))
		return json_null();
	return json_filter(s);
}

static json_t *session_tree(const struct session *s)
{
	json_t *tree = json_object(), *value;
	const char *key;

	options_json(tree, s);
	json_object_foreach(json_object_get(tree, "scope"), key, value)
		if (json_is_array(value))
			set(value);
	set(json_object_get(tree, "receivers"));
	json_object_set_new(tree, "filter", filter_tree(s));
	json_object_set_new(tree, "tags", sorted_keys(json_tags(&s->tags)));
	return tree;
}

/* Those of options that may be missing. */
static json_t *session_defaults(void)
{
	const struct session *s = session_new();
	const struct session_option *option;
	json_t *defaults = json_object();

	for (option = session_options; option->attr; option++)
		if (option->key && !option->required)
			json_object_set_new(defaults, option->key,
					    option_json(option, s));
	json_object_set_new(defaults, "filter", filter_tree(s));
	return defaults;
}

json_t *canonical(const struct snapshot *snap)
{
	json_t *networks = json_array(), *enis = json_array();
	json_t *sessions = json_array();
	const struct network *net;
	const struct eni *eni;
	const struct session *s;

	STAILQ_FOREACH(net, &snap->networks, next)
		json_array_append_new(networks, network_tree(net));
	STAILQ_FOREACH(eni, &snap->enis, next)
		if (eni->has & BIT(NFM_A_ENI_ATTACHED) && eni->network)
			json_array_append_new(enis, eni_tree(eni));
	STAILQ_FOREACH(s, &snap->sessions, next)
		json_array_append_new(sessions, session_tree(s));
	return json_pack("{s:o, s:o, s:o}", "networks",
			 sorted(networks, compare_names), "enis",
			 sorted(enis, compare_names), "sessions",
			 sorted(sessions, compare_names));
}

/* Null and empty values of a filter mean the same as missing ones. */
static void shorten_filter(json_t *filter)
{
	json_t *value;
	const char *key;
	void *next;

	json_object_foreach_safe(filter, next, key, value)
		if (json_is_null(value) || !json_array_size(value))
			if (!json_is_string(value))
				json_object_del(filter, key);
}

static void shorten_object(json_t *object, const json_t *defaults)
{
	json_t *value;
	const char *key;
	void *next;

	shorten_filter(json_object_get(object, "filter"));
	json_object_foreach_safe(object, next, key, value) {
		const json_t *missing = json_object_get(defaults, key);

		if (missing && json_equal(missing, value))
			json_object_del(object, key);
	}
}

void canonical_shorten(json_t *tree)
{
	json_t *defaults = json_pack("{s:{s:i, s:n}, s:{s:[], s:s, s:s}, s:o}",
				     "networks", "max_sessions",
				     NFM_QUOTA_DEFAULT, "seed", "enis",
				     "guest_addresses", "facing",
				     facing_words[NFM_FACING_AUTO], "tap",
				     tap_mode_words[NFM_TAP_MODE_AUTO],
				     "sessions", session_defaults());
	json_t *objects, *object;
	const char *kind;
	size_t i;

	json_object_foreach(tree, kind, objects)
		json_array_foreach(objects, i, object)
			shorten_object(object, json_object_get(defaults, kind));
	json_decref(defaults);
}
