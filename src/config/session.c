// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>
#include <linux/string.h>

#include "config/session.h"

static void nfm_receivers_free(struct nfm_receiver **receivers, unsigned int n)
{
	while (n--)
		nfm_receiver_put(receivers[n]);
	kfree(receivers);
}

static void nfm_session_release(struct nfm_object *object)
{
	struct nfm_session *session =
		container_of(object, struct nfm_session, object);

	if (session->compiled)
		session->free_compiled(session->compiled);
	nfm_counters_put(session->counters);
	nfm_receivers_free(session->receivers, session->n_receivers);
	kfree(session->tags);
	kfree(session->filter);
	kfree(session->enis);
	kfree(session->cidrs);
	kfree(session->network);
	kfree(object->name);
	kfree(session);
}

static bool nfm_session_enis_equal(const struct nfm_session *a,
				   const struct nfm_session *b)
{
	return a->enis_size == b->enis_size &&
	       !memcmp(a->enis, b->enis, a->enis_size);
}

static bool nfm_session_receivers_equal(const struct nfm_session *a,
					const struct nfm_session *b)
{
	unsigned int i;

	if (a->n_receivers != b->n_receivers)
		return false;
	for (i = 0; i < a->n_receivers; i++)
		if (!ipv6_addr_equal(&a->receivers[i]->addr,
				     &b->receivers[i]->addr))
			return false;
	return true;
}

static bool nfm_session_tags_equal(const struct nfm_session *a,
				   const struct nfm_session *b)
{
	unsigned int i;

	if (a->n_tags != b->n_tags)
		return false;
	for (i = 0; i < a->n_tags; i++)
		if (strcmp(a->tags[i].key, b->tags[i].key) ||
		    strcmp(a->tags[i].value, b->tags[i].value))
			return false;
	return true;
}

static bool nfm_session_equal(const struct nfm_object *x,
			      const struct nfm_object *y)
{
	const struct nfm_session *a, *b;

	a = container_of(x, struct nfm_session, object);
	b = container_of(y, struct nfm_session, object);
	return !memcmp(&a->params, &b->params, sizeof(a->params)) &&
	       !strcmp(a->network, b->network) &&
	       nfm_prefixes_equal(a->cidrs, a->n_cidrs, b->cidrs, b->n_cidrs) &&
	       nfm_session_enis_equal(a, b) &&
	       nfm_session_receivers_equal(a, b) &&
	       nfm_filter_equal(a->filter, b->filter) &&
	       nfm_session_tags_equal(a, b);
}

/* Options that are not 0 by default. */
static const struct nfm_session_params nfm_session_defaults = {
	.scope = NFM_SCOPE_NETWORK,
	.direction = NFM_DIRECTION_ALL,
	.balance = NFM_BALANCE_FLOW,
	.enabled = true,
	.port = NFM_PORT_DEFAULT,
	.sample = 1,
};

/* Allocates a session with the members that versions do not share. */
static struct nfm_session *nfm_session_new(const char *name,
					   const char *network,
					   struct nfm_account *account)
{
	struct nfm_session *session;

	session = kzalloc(sizeof(*session), GFP_KERNEL_ACCOUNT);
	if (!session)
		return NULL;
	session->object.release = nfm_session_release;
	session->object.equal = nfm_session_equal;
	session->account = account;
	kref_init(&session->object.ref);
	session->object.name = kstrdup(name, GFP_KERNEL_ACCOUNT);
	session->network = kstrdup(network, GFP_KERNEL_ACCOUNT);
	if (!session->object.name || !session->network) {
		nfm_object_put(&session->object);
		return NULL;
	}
	return session;
}

/**
 * nfm_session_alloc() - allocate a session with default values
 * @name: its name
 * @network: name of its network
 * @account: account of the namespace; must stay valid while the session is edited
 *
 * Return: the session, with one reference and no receivers yet, or NULL.
 */
struct nfm_session *nfm_session_alloc(const char *name, const char *network,
				      struct nfm_account *account)
{
	struct nfm_session *session = nfm_session_new(name, network, account);

	if (!session)
		return NULL;
	memcpy(&session->params, &nfm_session_defaults,
	       sizeof(session->params));
	session->counters = nfm_counters_alloc();
	if (!session->counters) {
		nfm_object_put(&session->object);
		return NULL;
	}
	return session;
}

static int nfm_copy_array(void *copy, const void *array, size_t size)
{
	void **to = copy;

	if (!array)
		return 0;
	*to = kmemdup(array, size, GFP_KERNEL_ACCOUNT);
	return *to ? 0 : -ENOMEM;
}

static int nfm_session_copy_receivers(struct nfm_session *copy,
				      const struct nfm_session *session)
{
	unsigned int i;

	if (nfm_copy_array(&copy->receivers, session->receivers,
			   array_size(session->n_receivers,
				      sizeof(*session->receivers))))
		return -ENOMEM;
	copy->n_receivers = session->n_receivers;
	for (i = 0; i < copy->n_receivers; i++)
		nfm_receiver_get(copy->receivers[i]);
	return 0;
}

/**
 * nfm_session_adopt() - take over the state of a session of the same name
 * @session: a session fresh from nfm_session_alloc()
 * @old: the session to take the counters from, and the receivers, for
 *	 nfm_session_set_receivers() to find; ignored if its network is another one;
 *	 may be NULL
 *
 * Return: 0 or -ENOMEM.
 */
int nfm_session_adopt(struct nfm_session *session,
		      const struct nfm_session *old)
{
	if (!old || strcmp(old->network, session->network))
		return 0;
	nfm_counters_put(session->counters);
	session->counters = nfm_counters_get(old->counters);
	return nfm_session_copy_receivers(session, old);
}

static int nfm_session_copy_arrays(struct nfm_session *copy,
				   const struct nfm_session *session)
{
	const struct nfm_filter *filter = session->filter;

	copy->n_cidrs = session->n_cidrs;
	copy->n_enis = session->n_enis;
	copy->enis_size = session->enis_size;
	copy->n_tags = session->n_tags;
	if (nfm_copy_array(&copy->cidrs, session->cidrs,
			   array_size(session->n_cidrs,
				      sizeof(*session->cidrs))) ||
	    nfm_copy_array(&copy->enis, session->enis, session->enis_size) ||
	    nfm_copy_array(&copy->tags, session->tags,
			   array_size(session->n_tags,
				      sizeof(*session->tags))) ||
	    nfm_copy_array(&copy->filter, filter,
			   filter ? struct_size(filter, rows, filter->n_rows) :
				    0))
		return -ENOMEM;
	return nfm_session_copy_receivers(copy, session);
}

/**
 * nfm_session_clone() - copy a session to edit it
 * @session: the current version
 *
 * Return: an equal session with one reference, which shares counters and receivers
 * and is not compiled yet, or NULL.
 */
struct nfm_session *nfm_session_clone(const struct nfm_session *session)
{
	struct nfm_session *copy;

	copy = nfm_session_new(session->object.name, session->network,
			       session->account);
	if (!copy)
		return NULL;
	copy->counters = nfm_counters_get(session->counters);
	memcpy(&copy->params, &session->params, sizeof(copy->params));
	if (nfm_session_copy_arrays(copy, session)) {
		nfm_object_put(&copy->object);
		return NULL;
	}
	return copy;
}

static struct nfm_receiver *nfm_session_receiver(struct nfm_session *session,
						 const struct in6_addr *addr)
{
	unsigned int i;

	for (i = 0; i < session->n_receivers; i++)
		if (ipv6_addr_equal(&session->receivers[i]->addr, addr))
			return nfm_receiver_get(session->receivers[i]);
	return nfm_receiver_alloc(addr, session->account);
}

/**
 * nfm_session_set_receivers() - replace the receivers of a session
 * @session: a session that is not active
 * @addrs: the IPs, without duplicates
 * @n: number of @addrs
 *
 * Receivers that the session already has keep their counters and routes.
 *
 * Return: 0 or -ENOMEM.
 */
int nfm_session_set_receivers(struct nfm_session *session,
			      const struct in6_addr *addrs, unsigned int n)
{
	struct nfm_receiver **receivers;
	unsigned int i;

	receivers = kcalloc(n, sizeof(*receivers), GFP_KERNEL_ACCOUNT);
	if (!receivers)
		return -ENOMEM;
	for (i = 0; i < n; i++) {
		receivers[i] = nfm_session_receiver(session, &addrs[i]);
		if (!receivers[i]) {
			nfm_receivers_free(receivers, i);
			return -ENOMEM;
		}
	}
	nfm_receivers_free(session->receivers, session->n_receivers);
	session->receivers = receivers;
	session->n_receivers = n;
	return 0;
}

static struct nfm_tag *nfm_session_find_tag(struct nfm_session *session,
					    const char *key)
{
	unsigned int i;

	for (i = 0; i < session->n_tags; i++)
		if (!strcmp(session->tags[i].key, key))
			return &session->tags[i];
	return NULL;
}

/**
 * nfm_session_tag() - add a tag, or change its value
 * @session: a session that is not active
 * @key: up to NFM_TAG_KEY_MAX bytes
 * @value: up to NFM_TAG_VALUE_MAX bytes
 *
 * Return: 0, -E2BIG if it has NFM_TAGS_MAX other tags, or -ENOMEM.
 */
int nfm_session_tag(struct nfm_session *session, const char *key,
		    const char *value)
{
	struct nfm_tag *tag = nfm_session_find_tag(session, key);
	struct nfm_tag *tags;

	if (!tag) {
		if (session->n_tags == NFM_TAGS_MAX)
			return -E2BIG;
		tags = krealloc(session->tags,
				array_size(session->n_tags + 1, sizeof(*tags)),
				GFP_KERNEL_ACCOUNT);
		if (!tags)
			return -ENOMEM;
		session->tags = tags;
		tag = &tags[session->n_tags++];
		strscpy(tag->key, key, sizeof(tag->key));
	}
	strscpy(tag->value, value, sizeof(tag->value));
	return 0;
}

/**
 * nfm_session_untag() - remove a tag
 * @session: a session that is not active
 * @key: key of the tag
 *
 * Return: 0, or -ENOENT if it has no such tag.
 */
int nfm_session_untag(struct nfm_session *session, const char *key)
{
	struct nfm_tag *tag = nfm_session_find_tag(session, key);

	if (!tag)
		return -ENOENT;
	session->n_tags--;
	memmove(tag, tag + 1,
		(session->tags + session->n_tags - tag) * sizeof(*tag));
	return 0;
}
