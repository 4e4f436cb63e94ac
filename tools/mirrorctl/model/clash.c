// SPDX-License-Identifier: GPL-2.0
#include "model/clash.h"
#include "model/names.h"
#include "util/pool.h"

static bool cidrs_meet(const struct cidr *a, const struct cidr *b)
{
	return a->len < b->len ? cidr_holds(a, &b->in6) :
				 cidr_holds(b, &a->in6);
}

static bool ports_meet(const struct ports *a, const struct ports *b)
{
	return a->first <= b->last && b->first <= a->last;
}

static bool cidr_is_v4(const struct cidr *cidr)
{
	return address_family(&cidr->in6) == AF_INET;
}

/* Source and destination of a packet are of the same family. */
static bool families_clash(const struct row *a, const struct row *b)
{
	if (a->has & BIT(NFM_A_ROW_SRC) && b->has & BIT(NFM_A_ROW_DST) &&
	    cidr_is_v4(&a->src) != cidr_is_v4(&b->dst))
		return true;
	return a->has & BIT(NFM_A_ROW_DST) && b->has & BIT(NFM_A_ROW_SRC) &&
	       cidr_is_v4(&a->dst) != cidr_is_v4(&b->src);
}

static bool proto_has_ports(uint32_t proto)
{
	switch (proto) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
		return true;
	default:
		return false;
	}
}

/* Return true if @a names a protocol without ports and @b names ports. */
static bool ports_clash(const struct row *a, const struct row *b)
{
	return a->has & BIT(NFM_A_ROW_PROTO) && !proto_has_ports(a->proto) &&
	       b->has & (BIT(NFM_A_ROW_SPORT) | BIT(NFM_A_ROW_DPORT));
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
	if (families_clash(a, b))
		return "address family";
	if (ports_clash(a, b) || ports_clash(b, a))
		return pool_printf("proto %s has no ports",
				   proto_text(ports_clash(a, b) ? a->proto :
								  b->proto));
	return NULL;
}
