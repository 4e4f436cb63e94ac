// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <yaml.h>

#include "file/yaml_write.h"
#include "util/pool.h"

/* Words that YAML 1.1 or 1.2 reads as something other than text. */
static bool is_reserved(const char *text)
{
	static const char *const words[] = { "null", "true", "false", "yes",
					     "no",   "on",   "off",   "y",
					     "n",    NULL };
	const char *const *word;

	for (word = words; *word; word++)
		if (!strcasecmp(*word, text))
			return true;
	return false;
}

/* "10.0.0.0/16": no number has that many dots. */
static bool is_ipv4(const char *text)
{
	const char *c;
	int dots = 0;

	for (c = text; *c; c++)
		dots += *c == '.';
	return dots == 3 && isdigit((unsigned char)*text) &&
	       text[strspn(text, "0123456789./")] == '\0';
}

static bool is_plain(const char *text)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789._/-";

	if (is_ipv4(text))
		return true;
	return isalpha((unsigned char)*text) &&
	       text[strspn(text, safe)] == '\0' && !is_reserved(text);
}

static void put_scalar(yaml_emitter_t *emitter, const char *text, bool plain)
{
	yaml_event_t event;

	yaml_scalar_event_initialize(&event, NULL, NULL,
				     (const yaml_char_t *)text, strlen(text), 1,
				     1,
				     plain ? YAML_PLAIN_SCALAR_STYLE :
					     YAML_DOUBLE_QUOTED_SCALAR_STYLE);
	yaml_emitter_emit(emitter, &event);
}

/* Return true if no item is itself a list or map. */
static bool is_flat(const json_t *value)
{
	json_t *item;
	const char *key;
	size_t i;

	json_array_foreach(value, i, item)
		if (json_is_array(item) || json_is_object(item))
			return false;
	json_object_foreach((json_t *)value, key, item)
		if (json_is_array(item) || json_is_object(item))
			return false;
	return true;
}

static void put(yaml_emitter_t *emitter, const json_t *value, int depth);

static void put_list(yaml_emitter_t *emitter, const json_t *list, int depth)
{
	yaml_event_t event;
	json_t *item;
	size_t i;

	yaml_sequence_start_event_initialize(&event, NULL, NULL, 1,
					     is_flat(list) ?
						     YAML_FLOW_SEQUENCE_STYLE :
						     YAML_BLOCK_SEQUENCE_STYLE);
	yaml_emitter_emit(emitter, &event);
	json_array_foreach(list, i, item)
		put(emitter, item, depth + 1);
	yaml_sequence_end_event_initialize(&event);
	yaml_emitter_emit(emitter, &event);
}

/* Objects of the configuration are at depth 2 and have one line per key. */
static void put_map(yaml_emitter_t *emitter, const json_t *map, int depth)
{
	yaml_event_t event;
	const char *key;
	json_t *value;

	yaml_mapping_start_event_initialize(&event, NULL, NULL, 1,
					    depth > 2 && is_flat(map) ?
						    YAML_FLOW_MAPPING_STYLE :
						    YAML_BLOCK_MAPPING_STYLE);
	yaml_emitter_emit(emitter, &event);
	json_object_foreach((json_t *)map, key, value) {
		put_scalar(emitter, key, is_plain(key));
		put(emitter, value, depth + 1);
	}
	yaml_mapping_end_event_initialize(&event);
	yaml_emitter_emit(emitter, &event);
}

static void put(yaml_emitter_t *emitter, const json_t *value, int depth)
{
	const char *text = json_string_value(value);

	if (json_is_array(value))
		put_list(emitter, value, depth);
	else if (json_is_object(value))
		put_map(emitter, value, depth);
	else if (json_is_string(value))
		put_scalar(emitter, text, is_plain(text));
	else if (json_is_integer(value))
		put_scalar(emitter,
			   pool_printf("%" JSON_INTEGER_FORMAT,
				       json_integer_value(value)),
			   true);
	else
		put_scalar(emitter,
			   json_is_null(value) ? "null" :
			   json_is_true(value) ? "true" :
						 "false",
			   true);
}

void yaml_write(const json_t *tree, FILE *out)
{
	yaml_emitter_t emitter;
	yaml_event_t event;

	yaml_emitter_initialize(&emitter);
	yaml_emitter_set_output_file(&emitter, out);
	yaml_emitter_set_unicode(&emitter, 1);
	yaml_emitter_set_width(&emitter, -1);
	yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING);
	yaml_emitter_emit(&emitter, &event);
	yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1);
	yaml_emitter_emit(&emitter, &event);
	put(&emitter, tree, 0);
	yaml_document_end_event_initialize(&event, 1);
	yaml_emitter_emit(&emitter, &event);
	yaml_stream_end_event_initialize(&event);
	yaml_emitter_emit(&emitter, &event);
	yaml_emitter_flush(&emitter);
	yaml_emitter_delete(&emitter);
}
