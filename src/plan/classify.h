/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PLAN_CLASSIFY_H
#define _NFM_PLAN_CLASSIFY_H

#include <linux/bitops.h>
#include <linux/ip.h>
#include <linux/kref.h>
#include <linux/skbuff.h>
#include <net/ip.h>

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
 * @matches: the rules for IPv6; owned
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
	struct kref ref;
	u32 hash;
	size_t bytes;
	unsigned int n_sessions;
	const struct nfm_compiled_session *sessions[];
};

/**
 * struct nfm_lookup - state of the lookup of a packet's sessions
 * @rules: the rules
 * @key: key of the packet
 * @next: the next matching rule, or the current block if there are blocks
 * @word: index of the current word in the sets of that block
 * @bits: matching rules left in that word
 * @summary: other words left in that block
 * @sets: the sets of that block, by enum nfm_dim
 */
struct nfm_lookup {
	const struct nfm_family_rules *rules;
	const struct nfm_key *key;
	u32 next;
	u32 word;
	u64 bits;
	u64 summary;
	const u64 *sets[NFM_DIMS];
};

u32 nfm_classifier_hash(const struct nfm_compiled_session **sessions,
			unsigned int n);
struct nfm_classifier *
nfm_classifier_build(const struct nfm_compiled_session **sessions,
		     unsigned int n, size_t limit, const struct nfm_job *job);
void nfm_classifier_put(struct nfm_classifier *classifier);
const struct nfm_rule_ref *nfm_lookup_sets(struct nfm_lookup *lookup);

static __always_inline u32
nfm_dimension_find(const struct nfm_dimension *dimension, u32 value)
{
	const struct nfm_interval *at = dimension->intervals;
	size_t step;

	at += at[dimension->skew].first <= value ? dimension->skew : 0;
	for (step = dimension->step; step; step >>= 1)
		at += at[step].first <= value ? step : 0;
	return at->set;
}

static __always_inline bool nfm_interval6_begins(const struct nfm_interval6 *at,
						 u64 high, u64 low)
{
#ifdef __SIZEOF_INT128__
	/* Compiles to no branches and less than half the instructions. */
	return ((__uint128_t)at->high << 64 | at->low) <=
	       ((__uint128_t)high << 64 | low);
#else
	return at->high < high || (at->high == high && at->low <= low);
#endif
}

static __always_inline u64 nfm_addr_half(const struct in6_addr *addr, int half)
{
	return (u64)be32_to_cpu(addr->s6_addr32[2 * half]) << 32 |
	       be32_to_cpu(addr->s6_addr32[2 * half + 1]);
}

static __always_inline u32 nfm_dimension_find6(
	const struct nfm_dimension *dimension, const struct in6_addr *addr)
{
	const struct nfm_interval6 *at = dimension->intervals6;
	u64 high = nfm_addr_half(addr, 0), low = nfm_addr_half(addr, 1);
	size_t step;

	at += nfm_interval6_begins(&at[dimension->skew], high, low) ?
		      dimension->skew :
		      0;
	for (step = dimension->step; step; step >>= 1)
		at += nfm_interval6_begins(&at[step], high, low) ? step : 0;
	return at->set;
}

static __always_inline u32 nfm_block_addr(const struct nfm_rule_block *block,
					  enum nfm_dim dim,
					  const struct in6_addr *addr, bool v4)
{
	const struct nfm_dimension *dimension = &block->dimensions[dim];

	return v4 ? nfm_dimension_find(dimension,
				       be32_to_cpu(nfm_addr_v4(addr))) :
		    nfm_dimension_find6(dimension, addr);
}

/*
 * Return the set of rules that match a port. Without ports these are the rules that
 * name none; if the ports are unknown, all rules.
 */
static __always_inline u32 nfm_block_port(const struct nfm_rule_block *block,
					  enum nfm_dim dim,
					  const struct nfm_key *key, u16 port)
{
	if (likely(key->ports == NFM_PORTS_KNOWN))
		return nfm_dimension_find(&block->dimensions[dim], port);
	return key->ports == NFM_PORTS_NONE ? block->portless : block->all;
}

static __always_inline u32 nfm_block_proto(const struct nfm_rule_block *block,
					   const struct nfm_key *key)
{
	return unlikely(key->proto_unknown) ? block->all :
					      block->protos[key->proto];
}

/* Get the sets of a packet. Returns the words that they may have in common. */
static __always_inline u64 nfm_block_find(const struct nfm_rule_block *block,
					  const struct nfm_key *key, bool v4,
					  const u64 **sets)
{
	const u64 *words = block->words;
	u64 summary;

	sets[NFM_DIM_SADDR] =
		words + nfm_block_addr(block, NFM_DIM_SADDR, &key->saddr, v4);
	summary = *sets[NFM_DIM_SADDR];
	if (!summary)
		return 0;
	sets[NFM_DIM_DADDR] =
		words + nfm_block_addr(block, NFM_DIM_DADDR, &key->daddr, v4);
	summary &= *sets[NFM_DIM_DADDR];
	if (!summary)
		return 0;
	sets[NFM_DIM_DPORT] =
		words + nfm_block_port(block, NFM_DIM_DPORT, key, key->dport);
	summary &= *sets[NFM_DIM_DPORT];
	if (!summary)
		return 0;
	sets[NFM_DIM_SPORT] =
		words + nfm_block_port(block, NFM_DIM_SPORT, key, key->sport);
	sets[NFM_DIM_PROTO] = words + nfm_block_proto(block, key);
	return summary & *sets[NFM_DIM_SPORT] & *sets[NFM_DIM_PROTO];
}

/* Check the ports of a packet. Returns 1 on a match, 0, or -1 if not readable. */
static __always_inline int nfm_l4_match_has_ports(const struct nfm_l4_match *l4,
						  const struct sk_buff *skb,
						  const struct iphdr *ip)
{
	const __be16 *ports = (const __be16 *)((const u8 *)ip + ip->ihl * 4);
	u16 sport, dport;

	if (unlikely((const u8 *)(ports + 2) > skb_tail_pointer(skb)))
		return -1;
	sport = be16_to_cpu(ports[0]);
	dport = be16_to_cpu(ports[1]);
	return dport >= l4->dport.first && dport <= l4->dport.last &&
	       sport >= l4->sport.first && sport <= l4->sport.last &&
	       (l4->sure || nfm_proto_has_ports(ip->protocol));
}

/* No session wants the packet. */
#define NFM_RULE_NONE -1
/* The key of the packet is needed to decide. */
#define NFM_RULE_UNKNOWN -2

/**
 * nfm_classifier_ask() - fast check of an IPv4 packet without a key
 * @classifier: the classifier
 * @skb: the packet
 * @ip: its IP header, in the linear area
 *
 * Comparing a few rules takes less time than building a key, which most packets
 * then do not need.
 *
 * Return: the first rule that matches, NFM_RULE_NONE, or NFM_RULE_UNKNOWN.
 */
static __always_inline int
nfm_classifier_ask(const struct nfm_classifier *classifier,
		   const struct sk_buff *skb, const struct iphdr *ip)
{
	const struct nfm_family_rules *rules = &classifier->v4;
	const struct nfm_rule4 *at = rules->rules4;
	int rule, has;

	if (rules->n_blocks || unlikely(ip_is_fragment(ip)))
		return NFM_RULE_UNKNOWN;
	for (rule = 0; rule < rules->n_rules; rule++, at++) {
		if ((ip->saddr ^ at->saddr) & at->smask ||
		    (ip->daddr ^ at->daddr) & at->dmask ||
		    (ip->protocol ^ at->l4.proto) & at->l4.proto_mask)
			continue;
		if (!at->l4.ports)
			return rule;
		has = nfm_l4_match_has_ports(&at->l4, skb, ip);
		if (has)
			return has > 0 ? rule : NFM_RULE_UNKNOWN;
	}
	return NFM_RULE_NONE;
}

/* Return the first matching rule from @rule on, or n_rules. */
static __always_inline u32 nfm_rules_find4(const struct nfm_family_rules *rules,
					   u32 rule, const struct nfm_key *key)
{
	const struct nfm_rule4 *at = rules->rules4 + rule;
	const __be32 saddr = nfm_addr_v4(&key->saddr);
	const __be32 daddr = nfm_addr_v4(&key->daddr);

	for (; rule < rules->n_rules; rule++, at++)
		if (!((saddr ^ at->saddr) & at->smask) &&
		    !((daddr ^ at->daddr) & at->dmask) &&
		    nfm_l4_match_holds(&at->l4, key, true))
			break;
	return rule;
}

static __always_inline u32 nfm_rules_find6(const struct nfm_family_rules *rules,
					   u32 rule, const struct nfm_key *key)
{
	const struct nfm_match *at = rules->matches + rule;

	for (; rule < rules->n_rules; rule++, at++)
		if (nfm_match_holds(at, key, true))
			break;
	return rule;
}

static __always_inline bool
nfm_lookup_first(struct nfm_lookup *lookup,
		 const struct nfm_family_rules *rules,
		 const struct nfm_key *key, bool v4)
{
	if (rules->n_blocks) {
		lookup->summary =
			nfm_block_find(rules->blocks, key, v4, lookup->sets);
		if (!lookup->summary && rules->n_blocks == 1)
			return false;
		lookup->next = 0;
		lookup->bits = 0;
	} else {
		lookup->next = v4 ? nfm_rules_find4(rules, 0, key) :
				    nfm_rules_find6(rules, 0, key);
		if (lookup->next == rules->n_rules)
			return false;
	}
	lookup->rules = rules;
	lookup->key = key;
	return true;
}

/**
 * nfm_lookup_begin() - begin to look up the sessions that want a packet
 * @lookup: output, state for nfm_lookup_next(); need not be initialized
 * @classifier: the classifier; must stay valid until the last nfm_lookup_next()
 * @key: key of the packet; must stay valid, too
 * @v4: its family is IPv4; a constant, to compile only the code for that family
 *
 * The common case is inlined and sets only the members it needs.
 *
 * Return: false if no session wants the packet, and nfm_lookup_next() must not be
 * called; true if some may.
 */
static __always_inline bool
nfm_lookup_begin(struct nfm_lookup *lookup,
		 const struct nfm_classifier *classifier,
		 const struct nfm_key *key, bool v4)
{
	return nfm_lookup_first(lookup, v4 ? &classifier->v4 : &classifier->v6,
				key, v4);
}

/**
 * nfm_lookup_begin_at() - begin a lookup at a first matching rule that is known
 * @lookup: see nfm_lookup_begin()
 * @classifier: see nfm_lookup_begin()
 * @key: see nfm_lookup_begin()
 * @rule: a rule that nfm_classifier_ask() returned
 */
static __always_inline void
nfm_lookup_begin_at(struct nfm_lookup *lookup,
		    const struct nfm_classifier *classifier,
		    const struct nfm_key *key, int rule)
{
	lookup->rules = &classifier->v4;
	lookup->key = key;
	lookup->next = rule;
}

bool nfm_rule_ref_wants(const struct nfm_rule_ref *ref,
			const struct nfm_key *key);

/*
 * Get the next matching rule, with rules that are compared one by one, and find the
 * rule after it. Returns false if there are no more.
 */
static __always_inline bool nfm_lookup_linear(struct nfm_lookup *lookup,
					      const struct nfm_rule_ref **ref)
{
	const struct nfm_family_rules *rules = lookup->rules;
	const struct nfm_key *key = lookup->key;
	u32 rule = lookup->next;

	if (rule >= rules->n_rules)
		return false;
	if (rule + 1 == rules->n_rules)
		lookup->next = rules->n_rules;
	else
		lookup->next = key->family == NFM_FAMILY_V4 ?
				       nfm_rules_find4(rules, rule + 1, key) :
				       nfm_rules_find6(rules, rule + 1, key);
	*ref = &rules->refs[rule];
	return true;
}

/**
 * nfm_lookup_next() - find the next session that wants a packet
 * @lookup: state after nfm_lookup_begin() returned true
 *
 * The cost is bounded by the number of rules: each is checked once, 64 at a time in
 * blocks.
 *
 * Return: the session, each one only once, or NULL if there are no more.
 */
static __always_inline const struct nfm_compiled_session *
nfm_lookup_next(struct nfm_lookup *lookup)
{
	const struct nfm_rule_ref *ref;

	do {
		if (!lookup->rules->n_blocks) {
			if (!nfm_lookup_linear(lookup, &ref))
				return NULL;
			continue;
		}
		ref = nfm_lookup_sets(lookup);
		if (!ref)
			return NULL;
	} while (!ref->simple && !nfm_rule_ref_wants(ref, lookup->key));
	return ref->compiled;
}

#endif /* _NFM_PLAN_CLASSIFY_H */
