// SPDX-License-Identifier: GPL-2.0
#include <linux/kernel.h>

#include "config/filter.h"
#include "lib/flow_key.h"

/**
 * nfm_row_init() - makes the row that holds for every packet
 * @row: the row
 */
void nfm_row_init(struct nfm_row *row)
{
	*row = (struct nfm_row){
		.sport.last = U16_MAX,
		.dport.last = U16_MAX,
	};
}

static bool nfm_ports_intersect(struct nfm_ports *ports,
				const struct nfm_ports *with)
{
	ports->first = max(ports->first, with->first);
	ports->last = min(ports->last, with->last);
	return ports->first <= ports->last;
}

/* @given: the bit that tells whether a row names this CIDR */
static bool nfm_cidrs_intersect(struct nfm_prefix *cidr, u8 row_given,
				const struct nfm_prefix *with, u8 with_given,
				u8 given)
{
	if (!(with_given & given))
		return true;
	if (row_given & given)
		return nfm_prefix_intersect(cidr, with);
	*cidr = *with;
	return true;
}

/**
 * nfm_row_has_family() - tells whether a packet can have a row's addresses
 * @row: the row
 *
 * Return: false if one is of IPv4 and the other of IPv6: a packet's are of one
 * family.
 */
bool nfm_row_has_family(const struct nfm_row *row)
{
	const u8 both = NFM_ROW_SRC | NFM_ROW_DST;

	return (row->given & both) != both ||
	       nfm_addr_is_v4(&row->src.addr) == nfm_addr_is_v4(&row->dst.addr);
}

/**
 * nfm_row_has_ports() - tells whether a packet can have a row's ports
 * @row: the row
 *
 * Return: false if it names some, and a protocol that has none.
 */
bool nfm_row_has_ports(const struct nfm_row *row)
{
	return !(row->given & NFM_ROW_PROTO) ||
	       !(row->given & (NFM_ROW_SPORT | NFM_ROW_DPORT)) ||
	       nfm_proto_has_ports(row->proto);
}

/**
 * nfm_row_intersect() - joins two rows by AND
 * @row: a row; becomes the one that holds where both do
 * @with: the other
 *
 * Return: false if they never hold together; @row is then of no use.
 */
bool nfm_row_intersect(struct nfm_row *row, const struct nfm_row *with)
{
	u8 given = row->given;

	if (given & with->given & NFM_ROW_PROTO && row->proto != with->proto)
		return false;
	if (with->given & NFM_ROW_PROTO)
		row->proto = with->proto;
	row->given |= with->given;
	return nfm_cidrs_intersect(&row->src, given, &with->src, with->given,
				   NFM_ROW_SRC) &&
	       nfm_cidrs_intersect(&row->dst, given, &with->dst, with->given,
				   NFM_ROW_DST) &&
	       nfm_row_has_family(row) && nfm_row_has_ports(row) &&
	       nfm_ports_intersect(&row->sport, &with->sport) &&
	       nfm_ports_intersect(&row->dport, &with->dport);
}

static bool nfm_ports_equal(const struct nfm_ports *a,
			    const struct nfm_ports *b)
{
	return a->first == b->first && a->last == b->last;
}

static bool nfm_row_equal(const struct nfm_row *a, const struct nfm_row *b)
{
	u8 given = a->given;

	if (given != b->given || a->proto != b->proto ||
	    !nfm_ports_equal(&a->sport, &b->sport) ||
	    !nfm_ports_equal(&a->dport, &b->dport))
		return false;
	if (given & NFM_ROW_SRC && !nfm_prefixes_equal(&a->src, 1, &b->src, 1))
		return false;
	return !(given & NFM_ROW_DST) ||
	       nfm_prefixes_equal(&a->dst, 1, &b->dst, 1);
}

/**
 * nfm_filter_equal() - tells whether two filters have the same rows
 * @a: a filter, or NULL
 * @b: the other, or NULL
 */
bool nfm_filter_equal(const struct nfm_filter *a, const struct nfm_filter *b)
{
	unsigned int n = a ? a->n_rows : 0;
	unsigned int i;

	if (n != (b ? b->n_rows : 0))
		return false;
	for (i = 0; i < n; i++)
		if (a->rows[i].table != b->rows[i].table ||
		    a->rows[i].except != b->rows[i].except ||
		    !nfm_row_equal(&a->rows[i].row, &b->rows[i].row))
			return false;
	return true;
}
