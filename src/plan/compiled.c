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
 * nfm_match_init() - compile a row
 * @match: output, the compiled row
 * @row: the row
 */
void nfm_match_init(struct nfm_match *match, const struct nfm_row *row)
{
	*match = (struct nfm_match){
		.saddr = row->src.addr,
		.daddr = row->dst.addr,
		.l4 = {
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
	nfm_prefix_mask(&match->smask, row->src.len);
	nfm_prefix_mask(&match->dmask, row->dst.len);
}

static unsigned int nfm_filter_tables(const struct nfm_filter *filter)
{
	if (!filter || !filter->n_rows)
		return 0;
	return filter->rows[filter->n_rows - 1].table + 1;
}

/* A table is the intersection of its rows, which are consecutive. */
static void nfm_compiled_add_matches(struct nfm_compiled_session *compiled,
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
		nfm_match_init(&compiled->matches[r->table], &row);
		if (compiled->matches[r->table].l4.ports)
			compiled->by_ports = true;
		if (r->except)
			compiled->n_except++;
		else
			compiled->n_match++;
	}
}

static int nfm_compiled_add_slots(struct nfm_compiled_session *compiled)
{
	struct in6_addr addrs[NFM_RECEIVERS_MAX];
	unsigned int i;

	compiled->slots = kvmalloc(NFM_SLOTS, GFP_KERNEL_ACCOUNT);
	if (!compiled->slots)
		return -ENOMEM;
	for (i = 0; i < compiled->n_receivers; i++)
		addrs[i] = compiled->receivers[i]->addr;
	nfm_balance_fill(compiled->slots, addrs, compiled->n_receivers);
	return 0;
}

/**
 * nfm_session_compile() - compile a session
 * @session: the session
 *
 * Return: its compiled form, or NULL if out of memory.
 */
struct nfm_compiled_session *
nfm_session_compile(const struct nfm_session *session)
{
	const struct nfm_session_params *params = &session->params;
	unsigned int n_matches = nfm_filter_tables(session->filter);
	struct nfm_compiled_session *compiled;

	compiled = kzalloc(struct_size(compiled, matches, n_matches),
			   GFP_KERNEL_ACCOUNT);
	if (!compiled)
		return NULL;
	compiled->stats = session->counters->stats;
	compiled->counters = session->counters;
	nfm_limit_init(&compiled->limit, params->rate, params->burst);
	compiled->rate_unit = params->rate_unit;
	compiled->sample = params->sample;
	compiled->tos = params->dscp << 2;
	compiled->vni = cpu_to_be32(params->vni << 8);
	compiled->port = params->port;
	compiled->mark = nfm_mark_of_vni(params->vni);
	compiled->mtu = params->mtu;
	compiled->snap_fix = params->snap_fix;
	compiled->snaplen = params->snaplen;
	compiled->balance = params->balance;
	compiled->next_hop = params->next_hop;
	compiled->by_gateway = !ipv6_addr_any(&params->next_hop);
	compiled->selective = compiled->by_gateway || compiled->sample > 1 ||
			      compiled->limit.rate || params->once;
	compiled->all_frames = params->frames == NFM_FRAMES_ALL;
	compiled->once = params->once;
	compiled->receivers = session->receivers;
	compiled->n_receivers = session->n_receivers;
	if (n_matches)
		nfm_compiled_add_matches(compiled, session->filter);
	if (compiled->n_receivers > 1 &&
	    compiled->balance != NFM_BALANCE_RANDOM &&
	    nfm_compiled_add_slots(compiled)) {
		kfree(compiled);
		return NULL;
	}
	return compiled;
}

/**
 * nfm_compiled_free() - free the result of nfm_session_compile()
 * @compiled: the compiled session
 */
void nfm_compiled_free(struct nfm_compiled_session *compiled)
{
	kvfree(compiled->slots);
	kfree(compiled);
}
