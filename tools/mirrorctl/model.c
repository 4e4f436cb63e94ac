// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>

#include "model.h"
#include "pool.h"

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
	STAILQ_INIT(&eni->sessions);
	return eni;
}

struct session *session_new(void)
{
	struct session *s = pool_zalloc(sizeof(*s));

	STAILQ_INIT(&s->scope_cidrs);
	STAILQ_INIT(&s->scope_enis);
	STAILQ_INIT(&s->receivers);
	STAILQ_INIT(&s->filter.match);
	STAILQ_INIT(&s->filter.except);
	STAILQ_INIT(&s->tags);
	STAILQ_INIT(&s->untags);
	STAILQ_INIT(&s->taps);
	STAILQ_INIT(&s->stats.receivers);
	return s;
}

struct table *table_new(void)
{
	struct table *table = pool_zalloc(sizeof(*table));

	STAILQ_INIT(&table->rows);
	return table;
}

void text_add(struct text_list *list, const char *text)
{
	struct text *item = pool_zalloc(sizeof(*item));

	item->text = text;
	STAILQ_INSERT_TAIL(list, item, next);
}

void address_add(struct address_list *list, struct in_addr in)
{
	struct address *item = pool_zalloc(sizeof(*item));

	item->in = in;
	STAILQ_INSERT_TAIL(list, item, next);
}

void tag_add(struct tag_list *list, const char *key, const char *value)
{
	struct tag *tag = pool_zalloc(sizeof(*tag));

	tag->key = key;
	tag->value = value;
	STAILQ_INSERT_TAIL(list, tag, next);
}

bool cidr_holds(const struct cidr *cidr, struct in_addr in)
{
	/* Shifting by 32 is undefined: /0 holds everything. */
	return !cidr->len ||
	       !(ntohl(cidr->in.s_addr ^ in.s_addr) >> (32 - cidr->len));
}

static bool cidrs_meet(const struct cidr *a, const struct cidr *b)
{
	return a->len < b->len ? cidr_holds(a, b->in) : cidr_holds(b, a->in);
}

static bool ports_meet(const struct ports *a, const struct ports *b)
{
	return a->first <= b->last && b->first <= a->last;
}

const char *row_clash(const struct row *a, const struct row *b)
{
	uint32_t both = a->has & b->has;

	if (both & BIT(NFM_A_ROW_PROTO) && a->proto != b->proto)
		return "proto";
	if (both & BIT(NFM_A_ROW_SRC) && !cidrs_meet(&a->src, &b->src))
		return "src";
	if (both & BIT(NFM_A_ROW_DST) && !cidrs_meet(&a->dst, &b->dst))
		return "dst";
	if (both & BIT(NFM_A_ROW_SPORT) && !ports_meet(&a->sport, &b->sport))
		return "sport";
	if (both & BIT(NFM_A_ROW_DPORT) && !ports_meet(&a->dport, &b->dport))
		return "dport";
	return NULL;
}
