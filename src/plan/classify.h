/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PLAN_CLASSIFY_H
#define _NFM_PLAN_CLASSIFY_H

#include <linux/bits.h>
#include <linux/kref.h>

#include "plan/compiled.h"

struct nfm_job;

/*
 * The classifier finds the sessions that want a packet. Each match table of each
 * session is a rule with conditions in five dimensions; a session without match
 * tables is a rule that matches everything. A few rules are compared one by one. For
 * more, each dimension is split into the intervals within which no rule begins or
 * ends, and each interval has the set of rules that match there. The rules that
 * match a packet are the intersection of five sets (Lakshman and Stiliadis,
 * "High-speed policy-based packet forwarding using efficient multi-dimensional range
 * matching", 1998).
 *
 * A set is a summary, with one bit for each of its words that is not zero (Baboescu
 * and Varghese, "Scalable packet classification", 2001), followed by only those
 * words. One or two summaries are enough to reject most packets.
 */

/* Maximum number of rules for which comparing one by one is faster. */
#define NFM_LINEAR_MAX 4
/* Maximum number of rules that a summary of 64 bits covers. */
#define NFM_BLOCK_RULES (BITS_PER_TYPE(u64) * BITS_PER_TYPE(u64))

/**
 * struct nfm_rule4 - a rule as IPv4 packets are compared with it
 * @saddr: source prefix
 * @smask: mask of @saddr
 * @daddr: destination prefix
 * @dmask: mask of @daddr
 * @l4: protocol and ports
 */
struct nfm_rule4 {
	__be32 saddr;
	__be32 smask;
	__be32 daddr;
	__be32 dmask;
	struct nfm_l4_match l4;
};

/**
 * struct nfm_interval - a range of values that the same rules match
 * @first: its first value, in host order; it ends where the next interval begins
 * @set: the set of rules, as an index into nfm_rule_block.words
 */
struct nfm_interval {
	u32 first;
	u32 set;
};

/**
 * struct nfm_interval6 - a range of IPv6 addresses that the same rules match
 * @high: upper half of its first address, in host order
 * @low: lower half of its first address, in host order
 * @set: the set of rules, as an index into nfm_rule_block.words
 */
struct nfm_interval6 {
	u64 high;
	u64 low;
	u32 set;
};

/**
 * struct nfm_dimension - the intervals of one dimension, in ascending order
 * @skew: number of intervals minus the largest power of two not above it
 * @step: half of that power of two
 * @intervals: intervals of ports or IPv4 addresses; owned
 * @intervals6: intervals of IPv6 addresses; owned
 *
 * The steps of a search depend only on the number of intervals: it selects the last
 * or the first power of two of them, and then keeps halving the selection. There
 * are no branches to mispredict.
 */
struct nfm_dimension {
	u32 skew;
	u32 step;
	union {
		struct nfm_interval *intervals;
		struct nfm_interval6 *intervals6;
	};
};

/* The dimensions, in lookup order. */
enum nfm_dim {
	NFM_DIM_SADDR,
	NFM_DIM_DADDR,
	NFM_DIM_DPORT,
	NFM_DIM_SPORT,
	NFM_DIM_PROTO,
	NFM_DIMS
};

/**
 * struct nfm_rule_block - up to NFM_BLOCK_RULES rules
 * @dimensions: intervals, by enum nfm_dim; none for the protocol
 * @all: the set of all rules
 * @portless: the set of rules that name no port
 * @words: all sets; owned
 * @protos: by protocol, the set of rules that match
 *
 * A set is given by its index in @words: a summary, then one word per bit in it.
 */
struct nfm_rule_block {
	struct nfm_dimension dimensions[NFM_DIM_PROTO];
	u32 all;
	u32 portless;
	u64 *words;
	u32 protos[256];
};

/**
 * struct nfm_rule_ref - where a rule comes from: a match table of a session
 * @compiled: the session
 * @table: index of the match table in the session; 0 if it has none
 * @simple: the session wants every packet that matches the rule
 */
struct nfm_rule_ref {
	const struct nfm_compiled_session *compiled;
	u8 table;
	bool simple;
};

/**
 * struct nfm_family_rules - the rules for packets of one family
 * @n_blocks: number of @blocks; if 0, rules are compared one by one
 * @n_rules: number of rules
 * @blocks: the rules, sorted to have rules with common conditions in few words;
 *	    owned
 * @rules4: the rules for IPv4; owned
 * @matches: the rules for IPv6 and for other frames; owned
 * @refs: where the rules come from, by rule; owned
 */
struct nfm_family_rules {
	u32 n_blocks;
	u32 n_rules;
	union {
		struct nfm_rule_block *blocks;
		struct nfm_rule4 *rules4;
		struct nfm_match *matches;
	};
	struct nfm_rule_ref *refs;
};

/**
 * struct nfm_classifier - finds the sessions that want a packet
 * @v4: rules for IPv4 packets
 * @v6: rules for IPv6 packets
 * @frames: rules for all other frames: one for each session that copies them
 * @ref: references of the plans that use it
 * @hash: hash of @sessions
 * @bytes: memory that it takes
 * @n_sessions: number of @sessions
 * @sessions: the compiled sessions, without references
 *
 * Immutable. Used only by plans that keep all of its sessions.
 */
struct nfm_classifier {
	struct nfm_family_rules v4;
	struct nfm_family_rules v6;
	struct nfm_family_rules frames;
	struct kref ref;
	u32 hash;
	size_t bytes;
	unsigned int n_sessions;
	const struct nfm_compiled_session *sessions[];
};

u32 nfm_classifier_hash(const struct nfm_compiled_session **sessions,
			unsigned int n);
struct nfm_classifier *
nfm_classifier_build(const struct nfm_compiled_session **sessions,
		     unsigned int n, size_t limit, const struct nfm_job *job);
void nfm_classifier_put(struct nfm_classifier *classifier);

#endif /* _NFM_PLAN_CLASSIFY_H */
