/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_CONFIG_OBJECT_H
#define _NFM_CONFIG_OBJECT_H

#include <linux/kref.h>
#include <linux/types.h>

#include "runtime/account.h"

/**
 * struct nfm_object - what networks, attachments and sessions have in common
 * @ref: holders: configurations, and whoever looks at one of them
 * @name: unique among its kind; owned by the object
 * @bytes: memory that it takes; set before it comes into a set
 * @account: where @bytes are counted; a reference; NULL until they are
 * @release: frees the object that this is part of, name included
 * @equal: tells whether two objects of the same kind and name say the same
 *
 * Immutable from the moment its configuration is in force, so it is read
 * without a lock by whoever holds a reference. A change puts a new object in
 * the old one's place.
 */
struct nfm_object {
	struct kref ref;
	char *name;
	size_t bytes;
	struct nfm_account *account;
	void (*release)(struct nfm_object *object);
	bool (*equal)(const struct nfm_object *a, const struct nfm_object *b);
};

/**
 * struct nfm_set - references to objects of one kind, sorted by name
 * @objects: the array
 * @count: objects in it
 * @room: objects that it has room for
 * @bytes: sum of what its objects take
 */
struct nfm_set {
	struct nfm_object **objects;
	unsigned int count;
	unsigned int room;
	size_t bytes;
};

struct nfm_object *nfm_object_get(struct nfm_object *object);
void nfm_object_put(struct nfm_object *object);
bool nfm_object_charge(struct nfm_object *object, struct nfm_account *account,
		       u64 limit);

struct nfm_object *nfm_set_find(const struct nfm_set *set, const char *name);
int nfm_set_insert(struct nfm_set *set, struct nfm_object *object);
void nfm_set_replace(struct nfm_set *set, struct nfm_object *object);
void nfm_set_update(struct nfm_set *set, struct nfm_object *object);
void nfm_set_remove(struct nfm_set *set, const char *name);
unsigned int nfm_set_index(const struct nfm_set *set, const char *name);
int nfm_set_clone(struct nfm_set *copy, const struct nfm_set *set);
void nfm_set_free(struct nfm_set *set);

#endif /* _NFM_CONFIG_OBJECT_H */
