/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Nodes of a configuration file to values. Each kind of object has a table of
 * keys and of the functions that read their values.
 *
 * Functions that return an int print an error line, with the position in the
 * file, and return BAD_COMMAND on failure; they return DONE (0) otherwise. @key
 * is the key of the value.
 */
#ifndef _MIRRORCTL_FILE_KEYS_H
#define _MIRRORCTL_FILE_KEYS_H

#include "file/yaml_read.h"
#include "model/snapshot.h"

typedef int (*read_node)(const char *key, const struct node *node,
			 void *object);

struct key {
	const char *name;
	read_node read; /* NULL: the value is ignored */
	uint16_t attr; /* NFM_A_*, bit to set in @has */
	bool needed;
};

/* Call before reading a file: resets the count of nodes. */
void read_begin(void);

/*
 * Read the mapping @map, a @what, into @object. @keys ends with {}. A null
 * value counts as missing. @at: output, positions of the values by attribute,
 * and of the mapping in [0]; may be NULL.
 */
int read_map(const struct node *map, const char *what, const struct key *keys,
	     void *object, uint32_t *has, struct srcpos *at);

/* Call @read for each item of a list. */
int read_list(const char *key, const struct node *node, read_node read,
	      void *object);

/* Return the text of a scalar; NULL: not a scalar, an error was printed. */
const char *read_text(const char *key, const struct node *node);

int read_number(const char *key, const struct node *node, uint32_t min,
		uint32_t max, uint32_t *number);
int read_choice(const char *key, const struct node *node,
		const char *const *choices, uint32_t *choice);
int read_bool(const char *key, const struct node *node, bool *value);
int read_address(const char *key, const struct node *node,
		 struct in6_addr *in6);
int read_cidr(const char *key, const struct node *node, struct cidr *cidr);

/* Lists of at least one item: YAML lists, or text as on the command line. */
int read_cidrs(const char *key, const struct node *node,
	       struct cidr_list *list);
int read_addresses(const char *key, const struct node *node, const char *needed,
		   struct address_list *list);
int read_texts(const char *key, const struct node *node,
	       struct text_list *list);

/* @object is a list of the snapshot; the object read is appended. */
int read_network(const char *key, const struct node *node, void *object);
int read_eni(const char *key, const struct node *node, void *object);
int read_session(const char *key, const struct node *node, void *object);

/* @object is a session. */
int read_filter(const char *key, const struct node *node, void *object);

#endif /* _MIRRORCTL_FILE_KEYS_H */
