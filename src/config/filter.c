// SPDX-License-Identifier: GPL-2.0
#include <linux/kernel.h>

#include "config/filter.h"

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

/**
 * nfm_row_intersect() - joins two rows by AND
 * @row: a row; becomes the one that holds where both do
 * @with: the other
 *
 * Return: false if they never hold together; @row is then of no use.
 */
bool nfm_row_intersect(struct nfm_row *row, const struct nfm_row *with)
{
	if (row->given & with->given & NFM_ROW_PROTO &&
	    row->proto != with->proto)
		return false;
	if (with->given & NFM_ROW_PROTO)
		row->proto = with->proto;
	row->given |= with->given;
	return nfm_prefix_intersect(&row->src, &with->src) &&
	       nfm_prefix_intersect(&row->dst, &with->dst) &&
	       nfm_ports_intersect(&row->sport, &with->sport) &&
	       nfm_ports_intersect(&row->dport, &with->dport);
}
