// SPDX-License-Identifier: GPL-2.0
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "config/object.h"

/**
 * nfm_object_get() - take a reference
 * @object: the object
 *
 * Return: @object.
 */
struct nfm_object *nfm_object_get(struct nfm_object *object)
{
	kref_get(&object->ref);
	return object;
}

static void nfm_object_release(struct kref *ref)
{
	struct nfm_object *object = container_of(ref, struct nfm_object, ref);
	struct nfm_account *account = object->account;
	size_t bytes = object->bytes;

	object->release(object);
	if (!account)
		return;
	atomic64_sub(bytes, &account->bytes);
	nfm_account_put(account);
}

/**
 * nfm_object_put() - drop a reference, and free the object with the last one
 * @object: the object; may be NULL
 */
void nfm_object_put(struct nfm_object *object)
{
	if (object)
		kref_put(&object->ref, nfm_object_release);
}

/**
 * nfm_object_charge() - charge the memory of an object until it is freed
 * @object: the object, with @bytes set
 * @account: account to charge
 * @limit: upper bound of the total charge
 *
 * Return: false if the total would exceed @limit; nothing is charged then.
 */
bool nfm_object_charge(struct nfm_object *object, struct nfm_account *account,
		       u64 limit)
{
	if (!nfm_account_charge(account, object->bytes, limit))
		return false;
	object->account = nfm_account_get(account);
	return true;
}

/**
 * nfm_set_index() - find the position of a name
 * @set: the set
 * @name: the name
 *
 * Return: the index of the first object whose name is not less than @name;
 * @set->count if there is none.
 */
unsigned int nfm_set_index(const struct nfm_set *set, const char *name)
{
	unsigned int low = 0, high = set->count;

	while (low < high) {
		unsigned int middle = low + (high - low) / 2;

		if (strcmp(set->objects[middle]->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/**
 * nfm_set_find() - look up an object
 * @set: the set
 * @name: its name
 *
 * Return: the object, without a new reference, or NULL.
 */
struct nfm_object *nfm_set_find(const struct nfm_set *set, const char *name)
{
	unsigned int at = nfm_set_index(set, name);

	if (at == set->count || strcmp(set->objects[at]->name, name))
		return NULL;
	return set->objects[at];
}

static int nfm_set_grow(struct nfm_set *set)
{
	unsigned int room = set->room ? set->room * 2 : 8;
	struct nfm_object **objects;

	objects = kvmalloc_array(room, sizeof(*objects), GFP_KERNEL_ACCOUNT);
	if (!objects)
		return -ENOMEM;
	if (set->count)
		memcpy(objects, set->objects, set->count * sizeof(*objects));
	kvfree(set->objects);
	set->objects = objects;
	set->room = room;
	return 0;
}

/**
 * nfm_set_insert() - add an object
 * @set: the set
 * @object: the object; on success the set owns the caller's reference
 *
 * Return: 0, -EEXIST if the name is taken, or -ENOMEM.
 */
int nfm_set_insert(struct nfm_set *set, struct nfm_object *object)
{
	unsigned int at = nfm_set_index(set, object->name);
	int err;

	if (at < set->count && !strcmp(set->objects[at]->name, object->name))
		return -EEXIST;
	if (set->count == set->room) {
		err = nfm_set_grow(set);
		if (err)
			return err;
	}
	memmove(&set->objects[at + 1], &set->objects[at],
		(set->count - at) * sizeof(*set->objects));
	set->objects[at] = object;
	set->count++;
	set->bytes += object->bytes;
	return 0;
}

/**
 * nfm_set_replace() - replace the object with the same name
 * @set: the set, which has an object of that name
 * @object: the new object; the set owns the caller's reference
 */
void nfm_set_replace(struct nfm_set *set, struct nfm_object *object)
{
	unsigned int at = nfm_set_index(set, object->name);

	set->bytes += object->bytes - set->objects[at]->bytes;
	nfm_object_put(set->objects[at]);
	set->objects[at] = object;
}

/**
 * nfm_set_update() - replace the object with the same name, unless it is equal
 * @set: the set, which has an object of that name
 * @object: the new object; the set owns the caller's reference
 *
 * An unchanged object stays in place: it need not be compiled again, and a pointer
 * comparison shows that two configurations share it.
 */
void nfm_set_update(struct nfm_set *set, struct nfm_object *object)
{
	if (object->equal(nfm_set_find(set, object->name), object))
		nfm_object_put(object);
	else
		nfm_set_replace(set, object);
}

/**
 * nfm_set_remove() - remove an object and drop its reference
 * @set: the set, which has an object of that name
 * @name: its name; may be the object's own string
 */
void nfm_set_remove(struct nfm_set *set, const char *name)
{
	unsigned int at = nfm_set_index(set, name);
	struct nfm_object *object = set->objects[at];

	set->count--;
	set->bytes -= object->bytes;
	memmove(&set->objects[at], &set->objects[at + 1],
		(set->count - at) * sizeof(*set->objects));
	nfm_object_put(object);
}

/**
 * nfm_set_clone() - copy a set, sharing its objects
 * @copy: the new set, uninitialised
 * @set: the set to copy
 *
 * Return: 0 or -ENOMEM; @copy can be freed in both cases.
 */
int nfm_set_clone(struct nfm_set *copy, const struct nfm_set *set)
{
	unsigned int i;

	memset(copy, 0, sizeof(*copy));
	if (!set->count)
		return 0;
	copy->objects = kvmalloc_array(set->room, sizeof(*copy->objects),
				       GFP_KERNEL_ACCOUNT);
	if (!copy->objects)
		return -ENOMEM;
	copy->room = set->room;
	copy->count = set->count;
	copy->bytes = set->bytes;
	for (i = 0; i < set->count; i++)
		copy->objects[i] = nfm_object_get(set->objects[i]);
	return 0;
}

/**
 * nfm_set_free() - drop all references and free the array
 * @set: the set; empty afterwards
 */
void nfm_set_free(struct nfm_set *set)
{
	unsigned int i;

	for (i = 0; i < set->count; i++) {
		nfm_object_put(set->objects[i]);
		cond_resched();
	}
	kvfree(set->objects);
	memset(set, 0, sizeof(*set));
}
