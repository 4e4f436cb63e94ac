// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "config/session.h"
#include "lib/vxlan.h"
#include "plan/balance.h"
#include "plan/compiled.h"

static void nfm_prefix_mask(struct in6_addr *mask, u8 len)
{
	struct in6_addr ones;

	memset(&ones, 0xff, sizeof(ones));
	ipv6_addr_prefix(mask, &ones, len);
}

static u8 nfm_row_families(const struct nfm_row *row)
{
	u8 families = NFM_FAMILY_V4 | NFM_FAMILY_V6;

	if (row->given & NFM_ROW_SRC)
		families &= nfm_addr_is_v4(&row->src.addr) ? NFM_FAMILY_V4 :
							     NFM_FAMILY_V6;
	if (row->given & NFM_ROW_DST)
		families &= nfm_addr_is_v4(&row->dst.addr) ? NFM_FAMILY_V4 :
							     NFM_FAMILY_V6;
	return families;
}

/**
 * nfm_box_init() - compiles a row
 * @box: becomes the row as packets are compared with it
 * @row: the row
 */
void nfm_box_init(struct nfm_box *box, const struct nfm_row *row)
{
	*box = (struct nfm_box){
		.saddr = row->src.addr,
		.daddr = row->dst.addr,
		.upper = {
			.sport = row->sport,
			.dport = row->dport,
			.proto = row->proto,
			.proto_mask = row->given & NFM_ROW_PROTO ? 0xff : 0,
			.ports = row->given & (NFM_ROW_SPORT | NFM_ROW_DPORT),
			.sure = row->given & NFM_ROW_PROTO &&
				nfm_proto_has_ports(row->proto),
		},
		.families = nfm_row_families(row),
	};
	nfm_prefix_mask(&box->smask, row->src.len);
	nfm_prefix_mask(&box->dmask, row->dst.len);
}

static unsigned int nfm_filter_tables(const struct nfm_filter *filter)
{
	if (!filter || !filter->n_rows)
		return 0;
	return filter->rows[filter->n_rows - 1].table + 1;
}

/* One box a table: rows of a table follow each other. */
static void nfm_mirror_add_boxes(struct nfm_mirror *mirror,
				 const struct nfm_filter *filter)
{
	struct nfm_row row;
	unsigned int i;

	for (i = 0; i < filter->n_rows; i++) {
		const struct nfm_filter_row *r = &filter->rows[i];

		if (!i || r->table != r[-1].table)
			nfm_row_init(&row);
		nfm_row_intersect(&row, &r->row);
		if (i + 1 < filter->n_rows && r->table == r[1].table)
			continue;
		nfm_box_init(&mirror->boxes[r->table], &row);
		if (mirror->boxes[r->table].upper.ports)
			mirror->by_ports = true;
		if (r->except)
			mirror->n_except++;
		else
			mirror->n_match++;
	}
}

static int nfm_mirror_add_slots(struct nfm_mirror *mirror)
{
	struct in6_addr addrs[NFM_RECEIVERS_MAX];
	unsigned int i;

	mirror->slots = kvmalloc(NFM_SLOTS, GFP_KERNEL_ACCOUNT);
	if (!mirror->slots)
		return -ENOMEM;
	for (i = 0; i < mirror->n_receivers; i++)
		addrs[i] = mirror->receivers[i]->addr;
	nfm_balance_fill(mirror->slots, addrs, mirror->n_receivers);
	return 0;
}

/**
 * nfm_mirror_compile() - compiles a session
 * @session: the session
 *
 * Return: its compiled form, or NULL if memory is short.
 */
struct nfm_mirror *nfm_mirror_compile(const struct nfm_session *session)
{
	unsigned int n_boxes = nfm_filter_tables(session->filter);
	struct nfm_mirror *mirror;

	mirror = kzalloc(struct_size(mirror, boxes, n_boxes),
			 GFP_KERNEL_ACCOUNT);
	if (!mirror)
		return NULL;
	mirror->stats = session->counters->stats;
	mirror->counters = session->counters;
	nfm_limit_init(&mirror->limit, session->rate, session->burst);
	mirror->rate_unit = session->rate_unit;
	mirror->sample = session->sample;
	mirror->tos = session->dscp << 2;
	mirror->vni = cpu_to_be32(session->vni << 8);
	mirror->port = session->port;
	mirror->mark = nfm_mark_of_vni(session->vni);
	mirror->mtu = session->mtu;
	mirror->snap_fix = session->snap_fix;
	mirror->snaplen = session->snaplen;
	mirror->balance = session->balance;
	mirror->next_hop = session->next_hop;
	mirror->by_gateway = !ipv6_addr_any(&session->next_hop);
	mirror->selective = mirror->by_gateway || mirror->sample > 1 ||
			    mirror->limit.rate;
	mirror->receivers = session->receivers;
	mirror->n_receivers = session->n_receivers;
	if (n_boxes)
		nfm_mirror_add_boxes(mirror, session->filter);
	if (mirror->n_receivers > 1 && mirror->balance != NFM_BALANCE_RANDOM &&
	    nfm_mirror_add_slots(mirror)) {
		kfree(mirror);
		return NULL;
	}
	return mirror;
}

/**
 * nfm_mirror_free() - frees what nfm_mirror_compile() made
 * @mirror: it
 */
void nfm_mirror_free(struct nfm_mirror *mirror)
{
	kvfree(mirror->slots);
	kfree(mirror);
}
