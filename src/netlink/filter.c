// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "netlink/attr.h"

static int nfm_attr_ports(const struct nlattr *attr, struct nfm_ports *ports,
			  struct netlink_ext_ack *extack)
{
	u32 range = nla_get_u32(attr);

	ports->first = range >> 16;
	ports->last = range & U16_MAX;
	if (ports->first <= ports->last)
		return 0;
	NL_SET_ERR_MSG_ATTR(
		extack, attr,
		"the first port of a range must not exceed the last");
	return -EINVAL;
}

static int nfm_attr_row(const struct nlattr *attr, struct nfm_row *row,
			struct netlink_ext_ack *extack)
{
	struct nlattr *tb[NFM_A_ROW_MAX + 1];
	int err;

	err = nla_parse_nested(tb, NFM_A_ROW_MAX, attr, NULL, extack);
	if (err)
		return err;
	nfm_row_init(row);
	if (tb[NFM_A_ROW_PROTO]) {
		row->proto = nla_get_u32(tb[NFM_A_ROW_PROTO]);
		row->given |= NFM_ROW_PROTO;
	}
	if (tb[NFM_A_ROW_SRC]) {
		err = nfm_attr_prefix(tb[NFM_A_ROW_SRC], &row->src, extack);
		row->given |= NFM_ROW_SRC;
	}
	if (!err && tb[NFM_A_ROW_DST]) {
		err = nfm_attr_prefix(tb[NFM_A_ROW_DST], &row->dst, extack);
		row->given |= NFM_ROW_DST;
	}
	if (!err && tb[NFM_A_ROW_SPORT]) {
		err = nfm_attr_ports(tb[NFM_A_ROW_SPORT], &row->sport, extack);
		row->given |= NFM_ROW_SPORT;
	}
	if (!err && tb[NFM_A_ROW_DPORT]) {
		err = nfm_attr_ports(tb[NFM_A_ROW_DPORT], &row->dport, extack);
		row->given |= NFM_ROW_DPORT;
	}
	if (err)
		return err;
	if (!row->given)
		NL_SET_ERR_MSG_ATTR(
			extack, attr,
			"a row needs a protocol, a source, a destination or ports");
	else if (!nfm_row_has_family(row))
		NL_SET_ERR_MSG_ATTR(
			extack, attr,
			"the row can never hold: its source and destination have different address families");
	else if (!nfm_row_has_ports(row))
		NL_SET_ERR_MSG_ATTR(
			extack, attr,
			"the row can never hold: its protocol has no ports");
	else
		return 0;
	return -EINVAL;
}

/* Append the rows of a table; some packet must be able to match all of them. */
static int nfm_attr_table(const struct nlattr *table, struct nfm_filter *filter,
			  struct nfm_filter_row like,
			  struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	struct nfm_row all;
	int err, rem, n = 0;

	nfm_row_init(&all);
	nla_for_each_nested(attr, table, rem) {
		struct nfm_filter_row *row = &filter->rows[filter->n_rows];

		if (filter->n_rows == NFM_ROWS_MAX) {
			NL_SET_ERR_MSG_ATTR(extack, attr,
					    "a filter has at most 64 rows");
			return -E2BIG;
		}
		*row = like;
		err = nfm_attr_row(attr, &row->row, extack);
		if (err)
			return err;
		if (!nfm_row_intersect(&all, &row->row)) {
			NL_SET_ERR_MSG_ATTR(
				extack, attr,
				"the row can never hold together with those before it");
			return -EINVAL;
		}
		filter->n_rows++;
		n++;
	}
	if (n)
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, table, "a table needs at least one row");
	return -EINVAL;
}

/* Append all tables of one kind. */
static int nfm_attr_tables(const struct nlattr *attr, int type,
			   struct nfm_filter *filter, u8 *tables,
			   struct netlink_ext_ack *extack)
{
	const struct nlattr *table;
	int err, rem;

	nla_for_each_nested(table, attr, rem) {
		struct nfm_filter_row like = {
			.table = *tables,
			.except = type == NFM_A_FILTER_EXCEPT,
		};

		if (nla_type(table) != type)
			continue;
		err = nfm_attr_table(table, filter, like, extack);
		if (err)
			return err;
		++*tables;
	}
	return 0;
}

/**
 * nfm_attr_filter() - parse a filter
 * @attr: a nest of NFM_A_FILTER_*
 * @filter: output, the filter, owned by the caller; NULL if it has no rows
 * @extack: set to the reason of a refusal
 *
 * Return: 0, -EINVAL, -E2BIG or -ENOMEM.
 */
int nfm_attr_filter(const struct nlattr *attr, struct nfm_filter **filter,
		    struct netlink_ext_ack *extack)
{
	struct nfm_filter *f;
	u8 tables = 0;
	int err;

	f = kzalloc(struct_size(f, rows, NFM_ROWS_MAX), GFP_KERNEL_ACCOUNT);
	if (!f)
		return -ENOMEM;
	err = nfm_attr_tables(attr, NFM_A_FILTER_MATCH, f, &tables, extack);
	if (!err)
		err = nfm_attr_tables(attr, NFM_A_FILTER_EXCEPT, f, &tables,
				      extack);
	*filter = NULL;
	if (!err && f->n_rows) {
		*filter = kmemdup(f, struct_size(f, rows, f->n_rows),
				  GFP_KERNEL_ACCOUNT);
		err = *filter ? 0 : -ENOMEM;
	}
	kfree(f);
	return err;
}

static int nfm_put_ports(struct sk_buff *msg, int type,
			 const struct nfm_ports *ports)
{
	return nla_put_u32(msg, type, (u32)ports->first << 16 | ports->last);
}

static int nfm_put_row(struct sk_buff *msg, const struct nfm_row *row)
{
	struct nlattr *nest = nla_nest_start(msg, NFM_A_TABLE_ROW);

	if (!nest ||
	    (row->given & NFM_ROW_PROTO &&
	     nla_put_u32(msg, NFM_A_ROW_PROTO, row->proto)) ||
	    (row->given & NFM_ROW_SRC &&
	     nfm_put_prefix(msg, NFM_A_ROW_SRC, &row->src)) ||
	    (row->given & NFM_ROW_DST &&
	     nfm_put_prefix(msg, NFM_A_ROW_DST, &row->dst)) ||
	    (row->given & NFM_ROW_SPORT &&
	     nfm_put_ports(msg, NFM_A_ROW_SPORT, &row->sport)) ||
	    (row->given & NFM_ROW_DPORT &&
	     nfm_put_ports(msg, NFM_A_ROW_DPORT, &row->dport)))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

/**
 * nfm_put_filter() - write a filter
 * @msg: the message
 * @type: attribute type of the nest
 * @filter: the filter; may be NULL
 *
 * Return: 0, or -EMSGSIZE if there is no room.
 */
int nfm_put_filter(struct sk_buff *msg, int type,
		   const struct nfm_filter *filter)
{
	unsigned int i, n = filter ? filter->n_rows : 0;
	struct nlattr *nest, *table = NULL;

	nest = nla_nest_start(msg, type);
	if (!nest)
		return -EMSGSIZE;
	for (i = 0; i < n; i++) {
		const struct nfm_filter_row *row = &filter->rows[i];

		if (!i || row->table != row[-1].table)
			table = nla_nest_start(
				msg, row->except ? NFM_A_FILTER_EXCEPT :
						   NFM_A_FILTER_MATCH);
		if (!table || nfm_put_row(msg, &row->row))
			return -EMSGSIZE;
		if (i + 1 == n || row->table != row[1].table)
			nla_nest_end(msg, table);
	}
	nla_nest_end(msg, nest);
	return 0;
}
