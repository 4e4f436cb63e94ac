/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PLAN_COMPILED_H
#define _NFM_PLAN_COMPILED_H

#include "plan/match.h"
#include "runtime/receiver.h"
#include "runtime/stats.h"

struct nfm_session;

/**
 * struct nfm_compiled_session - a session, as packets read it
 * @stats: by CPU; those of @counters
 * @counters: the session's; it holds the reference
 * @limit: its rate
 * @rate_unit: enum nfm_rate_unit
 * @sample: one flow in so many is copied
 * @tos: second byte of the copies' outer headers: the DSCP and two zero bits
 * @vni: the last word of the VXLAN header: the identifier and a zero byte
 * @port: UDP port of the copies, in host order
 * @mark: what their VNI contributes to their mark, see nfm_mark()
 * @mtu: enum nfm_mtu
 * @snap_fix: what @snaplen cuts is made right
 * @snaplen: longest inner frame, in bytes; 0 for no limit
 * @balance: enum nfm_balance
 * @by_ports: a table names a port
 * @selective: @next_hop, @sample or @limit count
 * @by_gateway: @next_hop counts
 * @next_hop: the gateway that packets must go by
 * @n_match: the first @n_match of @matches are alternatives; with none, every
 *	     packet matches
 * @n_except: the next @n_except of @matches take away
 * @n_receivers: number of @receivers
 * @receivers: where copies go; the session's array
 * @slots: balance table, owned; NULL if none is needed
 * @matches: the tables of the filter, each one box
 *
 * Immutable. Belongs to one version of a session, which outlives it: it needs
 * no references of its own.
 */
struct nfm_compiled_session {
	struct nfm_stats __percpu *stats;
	struct nfm_counters *counters;
	struct nfm_limit limit;
	u8 rate_unit;
	u32 sample;
	__be32 vni;
	u16 port;
	u16 mark;
	u16 snaplen;
	u8 mtu;
	bool snap_fix;
	u8 balance;
	u8 tos;
	bool by_ports;
	bool selective;
	bool by_gateway;
	u8 n_match;
	u8 n_except;
	u8 n_receivers;
	struct in6_addr next_hop;
	struct nfm_receiver **receivers;
	u8 *slots;
	struct nfm_match matches[];
};

struct nfm_compiled_session *
nfm_session_compile(const struct nfm_session *session);
void nfm_compiled_free(struct nfm_compiled_session *compiled);

/**
 * nfm_compiled_excepts() - tells whether an except table holds for a packet
 * @compiled: the mirror
 * @key: the packet's key
 */
static inline bool
nfm_compiled_excepts(const struct nfm_compiled_session *compiled,
		     const struct nfm_key *key)
{
	const struct nfm_match *match = &compiled->matches[compiled->n_match];
	const struct nfm_match *end = match + compiled->n_except;

	/* Of a fragment without ports, better one too many than too few. */
	for (; match < end; match++)
		if (nfm_match_holds(match, key, false))
			return true;
	return false;
}

#endif /* _NFM_PLAN_COMPILED_H */
