/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_PRINT_OUTPUT_H
#define _MIRRORCTL_PRINT_OUTPUT_H

#include <jansson.h>
#include <stdio.h>

#include "model/snapshot.h"

/* @genl: the NFM_CMD_*_GET whose list is printed; 0: all three. */
void print_json(const struct snapshot *snap, uint8_t genl, bool stats,
		bool pretty);

/* Print one line of JSON or, if @pretty, indented JSON. */
void print_tree(const json_t *tree, bool pretty, FILE *out);

void print_text(const struct snapshot *snap, bool stats);

/* Objects of "show" and of events; each function returns a new reference. */
json_t *network_json(const struct network *net);
json_t *eni_json(const struct eni *eni);
json_t *session_json(const struct session *s, bool stats);

/* Print what follows the name in the first line of an object. */
void print_network_values(const struct network *net);
void print_session_values(const struct session *s);

/* Quote @text so that shells and batch files read back the same word. */
const char *quoted(const char *text);

#endif /* _MIRRORCTL_PRINT_OUTPUT_H */
