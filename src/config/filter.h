/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_CONFIG_FILTER_H
#define _NFM_CONFIG_FILTER_H

#include <linux/in.h>

#include "lib/prefix.h"

/* Fields that a row can name, as bits of nfm_row.given. */
enum nfm_row_given {
	NFM_ROW_PROTO = BIT(0),
	NFM_ROW_SRC = BIT(1),
	NFM_ROW_DST = BIT(2),
	NFM_ROW_SPORT = BIT(3),
	NFM_ROW_DPORT = BIT(4),
};

/**
 * struct nfm_ports - a range of ports in host byte order
 * @first: first port
 * @last: last port, not less than @first
 */
struct nfm_ports {
	u16 first;
	u16 last;
};

/**
 * struct nfm_row - a five-tuple match, or the intersection of several
 * @src: source CIDR; unused unless given
 * @dst: destination CIDR; likewise
 * @sport: source ports; 0-65535 unless given
 * @dport: destination ports; likewise
 * @proto: IP protocol; 0 unless given
 * @given: fields that are given, as bits of enum nfm_row_given
 *
 * Closed under intersection: all rows of a table combine into one row.
 */
struct nfm_row {
	struct nfm_prefix src;
	struct nfm_prefix dst;
	struct nfm_ports sport;
	struct nfm_ports dport;
	u8 proto;
	u8 given;
};

/**
 * struct nfm_filter_row - a row as configured
 * @row: the match
 * @table: number of its table; the rows of a table are consecutive
 * @except: the table is an except table
 */
struct nfm_filter_row {
	struct nfm_row row;
	u8 table;
	bool except;
};

/**
 * struct nfm_filter - filter rows as configured; match tables precede except tables
 * @n_rows: number of @rows; 0 matches everything
 * @rows: the rows
 */
struct nfm_filter {
	unsigned int n_rows;
	struct nfm_filter_row rows[];
};

void nfm_row_init(struct nfm_row *row);
bool nfm_row_has_family(const struct nfm_row *row);
bool nfm_row_has_ports(const struct nfm_row *row);
bool nfm_row_intersect(struct nfm_row *row, const struct nfm_row *with);
bool nfm_filter_equal(const struct nfm_filter *a, const struct nfm_filter *b);

#endif /* _NFM_CONFIG_FILTER_H */
