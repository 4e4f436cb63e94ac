/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_CONFIG_OBJECT_H
#define _NFM_CONFIG_OBJECT_H

#include <linux/kref.h>
#include <linux/types.h>

#include "runtime/account.h"

/**
 * struct nfm_object - base of networks, attachments and sessions
 * @ref: holders: configurations and their readers
 * @name: unique among objects of its kind; owned
 * @bytes: memory that the object takes; set before it is inserted into a set
 * @account: account that @bytes are charged to, a reference; NULL until charged
 * @release: frees the containing object, including the name
 * @equal: returns true if two objects of the same kind and name are equal
 *
 * Immutable once its configuration is active, so that holders of a reference read
 * it without a lock. A change replaces the object.
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
 * @count: number of objects
 * @room: capacity of @objects
 * @bytes: sum of the objects' @bytes
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
