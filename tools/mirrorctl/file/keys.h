/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Nodes of a configuration file to values. Each kind of object has a table that
 * says, by key, how its value is read.
 *
 * Whatever returns an int prints its own error line, with the place in the
 * file, and then returns BAD_COMMAND; DONE is 0. @key is that of the value.
 */
#ifndef _MIRRORCTL_FILE_KEYS_H
#define _MIRRORCTL_FILE_KEYS_H

#include "file/yaml_read.h"
#include "model/snapshot.h"

typedef int (*read_node)(const char *key, const struct node *node,
			 void *object);

struct key {
	const char *name;
	read_node read; /* NULL: nobody wants the value */
	uint16_t attr; /* NFM_A_*, of which @has gets the bit */
	bool needed;
};

/* All files begin with it. */
void read_begin(void);

/*
 * Reads what is in @map, which is a @what, into @object, by @keys, which end
 * with {}. A value that is null is as good as none. @at gets the places of the
 * values by attribute, and that of the map as [0]; NULL: nobody asks.
 */
int read_map(const struct node *map, const char *what, const struct key *keys,
	     void *object, uint32_t *has, struct mark *at);

/* Hands each item of a list to @read. */
int read_list(const char *key, const struct node *node, read_node read,
	      void *object);

/* The text of a scalar; NULL: it is something else, which was printed. */
const char *read_text(const char *key, const struct node *node);

int read_number(const char *key, const struct node *node, uint32_t min,
		uint32_t max, uint32_t *number);
int read_choice(const char *key, const struct node *node,
		const char *const *choices, uint8_t *choice);
int read_bool(const char *key, const struct node *node, bool *value);
int read_address(const char *key, const struct node *node,
		 struct in6_addr *in6);
int read_cidr(const char *key, const struct node *node, struct cidr *cidr);

/* Lists of at least one; or text as the command line has them. */
int read_cidrs(const char *key, const struct node *node,
	       struct cidr_list *list);
int read_addresses(const char *key, const struct node *node, const char *needed,
		   struct address_list *list);
int read_texts(const char *key, const struct node *node,
	       struct text_list *list);

/* @object is a list of the snapshot's, which gets one more. */
int read_network(const char *key, const struct node *node, void *object);
int read_eni(const char *key, const struct node *node, void *object);
int read_session(const char *key, const struct node *node, void *object);

/* @object is a session. */
int read_filter(const char *key, const struct node *node, void *object);

#endif /* _MIRRORCTL_FILE_KEYS_H */
