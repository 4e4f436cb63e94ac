// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "model/model.h"
#include "util/pool.h"

struct network *network_new(void)
{
	struct network *net = pool_zalloc(sizeof(*net));

	STAILQ_INIT(&net->cidrs);
	return net;
}

struct eni *eni_new(void)
{
	struct eni *eni = pool_zalloc(sizeof(*eni));

	STAILQ_INIT(&eni->addresses);
	STAILQ_INIT(&eni->guest_addresses);
	STAILQ_INIT(&eni->sessions);
	STAILQ_INIT(&eni->unseen);
	return eni;
}

struct table *table_new(void)
{
	struct table *table = pool_zalloc(sizeof(*table));

	STAILQ_INIT(&table->rows);
	return table;
}

struct text *text_add(struct text_list *list, const char *text)
{
	struct text *item = pool_zalloc(sizeof(*item));

	item->text = text;
	STAILQ_INSERT_TAIL(list, item, next);
	return item;
}

struct address *address_add(struct address_list *list,
			    const struct in6_addr *in6)
{
	struct address *item = pool_zalloc(sizeof(*item));

	item->in6 = *in6;
	STAILQ_INSERT_TAIL(list, item, next);
	return item;
}

struct tag *tag_add(struct tag_list *list, const char *key, const char *value)
{
	struct tag *tag = pool_zalloc(sizeof(*tag));

	tag->key = key;
	tag->value = value;
	STAILQ_INSERT_TAIL(list, tag, next);
	return tag;
}

bool address_is_v4(const struct in6_addr *in6)
{
	return IN6_IS_ADDR_V4MAPPED(in6);
}

int address_family(const struct in6_addr *in6)
{
	return address_is_v4(in6) ? AF_INET : AF_INET6;
}

size_t address_size(const struct in6_addr *in6)
{
	return address_is_v4(in6) ? sizeof(struct in_addr) : sizeof(*in6);
}

const void *address_bytes(const struct in6_addr *in6)
{
	return &in6->s6_addr[sizeof(*in6) - address_size(in6)];
}

bool address_set(struct in6_addr *in6, const void *bytes, size_t size)
{
	static const struct in6_addr v4 = { .s6_addr = { [10] = 0xff, 0xff } };

	if (size != sizeof(struct in_addr) && size != sizeof(*in6))
		return false;
	*in6 = v4;
	memcpy(&in6->s6_addr[sizeof(*in6) - size], bytes, size);
	return true;
}

struct in6_addr cidr_first(const struct cidr *cidr)
{
	struct in6_addr first = cidr->in6;
	unsigned int len =
		8 * (sizeof(first) - address_size(&first)) + cidr->len;
	unsigned int i;

	for (i = 0; i < sizeof(first); i++) {
		first.s6_addr[i] &= 0xff00 >> (len < 8 ? len : 8);
		len -= len < 8 ? len : 8;
	}
	return first;
}

bool cidr_holds(const struct cidr *cidr, const struct in6_addr *in6)
{
	struct cidr of = { .in6 = *in6, .len = cidr->len };
	struct in6_addr first;

	if (address_is_v4(in6) != address_is_v4(&cidr->in6))
		return false;
	first = cidr_first(&of);
	return IN6_ARE_ADDR_EQUAL(&first, &cidr->in6);
}
