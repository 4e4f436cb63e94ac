// SPDX-License-Identifier: GPL-2.0
#include <linux/kernel.h>

#include "config/filter.h"
#include "lib/flow_key.h"

/**
 * nfm_row_init() - initialise a row that matches every packet
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

/* @given: bit in @row_given and @with_given that says whether this CIDR is given */
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
 * nfm_row_has_family() - check whether the CIDRs of a row are of the same family
 * @row: the row
 *
 * Return: false if one is IPv4 and the other IPv6, so that no packet can match.
 */
bool nfm_row_has_family(const struct nfm_row *row)
{
	const u8 both = NFM_ROW_SRC | NFM_ROW_DST;

	return (row->given & both) != both ||
	       nfm_addr_is_v4(&row->src.addr) == nfm_addr_is_v4(&row->dst.addr);
}

/**
 * nfm_row_has_ports() - check whether the protocol of a row has the ports it names
 * @row: the row
 *
 * Return: false if it names ports and a protocol without ports.
 */
bool nfm_row_has_ports(const struct nfm_row *row)
{
	return !(row->given & NFM_ROW_PROTO) ||
	       !(row->given & (NFM_ROW_SPORT | NFM_ROW_DPORT)) ||
	       nfm_proto_has_ports(row->proto);
}

/**
 * nfm_row_intersect() - intersect two rows
 * @row: a row; output, the row that matches if both do
 * @with: the other row
 *
 * Return: false if no packet can match both; @row is then undefined.
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
 * nfm_filter_equal() - check whether two filters have the same rows
 * @a: a filter, or NULL
 * @b: the other filter, or NULL
 *
 * Return: true if they do.
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
