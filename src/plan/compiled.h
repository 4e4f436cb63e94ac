/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PLAN_COMPILED_H
#define _NFM_PLAN_COMPILED_H

#include "plan/match.h"
#include "runtime/receiver.h"
#include "runtime/stats.h"

struct nfm_session;

/**
 * struct nfm_compiled_session - a session as packets read it
 * @stats: per-CPU counters, part of @counters
 * @counters: counters of the session, which holds the reference
 * @limit: its rate limit
 * @rate_unit: enum nfm_rate_unit
 * @sample: one in this many flows is copied
 * @tos: second byte of the copies' outer headers: the DSCP and two zero bits
 * @vni: last word of the VXLAN header: the VNI and a zero byte
 * @port: UDP port of the copies, in host order
 * @mark: the part of the copies' mark that depends on the VNI, see nfm_mark()
 * @mtu: enum nfm_mtu
 * @snap_fix: fix lengths and checksums in frames that @snaplen truncates
 * @snaplen: maximum length of the inner frame in bytes; 0 for no limit
 * @balance: enum nfm_balance
 * @all_frames: frames that are no IP packets are copied, too
 * @once: of the ENIs of the network that a packet passes, only one copies it
 * @by_ports: a table names a port
 * @selective: @next_hop, @sample, @limit or @once is set
 * @by_gateway: @next_hop is set
 * @next_hop: the gateway that packets must use
 * @n_match: number of match tables, first in @matches; one must match, unless there
 *	     are none
 * @n_except: number of except tables, next in @matches; none may match
 * @n_receivers: number of @receivers
 * @receivers: destinations of the copies; array of the session
 * @slots: balance table, owned; NULL if none is needed
 * @matches: the tables of the filter, one element each
 *
 * Immutable. Belongs to one version of a session, which outlives it; it therefore
 * holds no references.
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
	bool all_frames;
	bool once;
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
 * nfm_compiled_excepts() - check whether a packet matches an except table
 * @compiled: the session
 * @key: key of the packet
 *
 * Return: true if it does.
 */
static inline bool
nfm_compiled_excepts(const struct nfm_compiled_session *compiled,
		     const struct nfm_key *key)
{
	const struct nfm_match *match = &compiled->matches[compiled->n_match];
	const struct nfm_match *end = match + compiled->n_except;

	/* If a fragment's ports are unknown, do not exclude it. */
	for (; match < end; match++)
		if (nfm_match_holds(match, key, false))
			return true;
	return false;
}

#endif /* _NFM_PLAN_COMPILED_H */
