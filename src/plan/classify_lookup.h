/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PLAN_CLASSIFY_LOOKUP_H
#define _NFM_PLAN_CLASSIFY_LOOKUP_H

#include <linux/ip.h>
#include <linux/skbuff.h>
#include <net/ip.h>

#include "plan/classify.h"

/*
 * The packet path of the classifier. What most packets take is inlined into the
 * hooks, which alone include this.
 */

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

const struct nfm_rule_ref *nfm_lookup_sets(struct nfm_lookup *lookup);
bool nfm_rule_ref_wants(const struct nfm_rule_ref *ref,
			const struct nfm_key *key);

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

/* Result of a check of a packet's headers, before a key is built. */
enum nfm_precheck {
	NFM_PRECHECK_NONE, /* no rule matches */
	NFM_PRECHECK_MATCH, /* a rule matches */
	NFM_PRECHECK_UNKNOWN, /* the key is needed to decide */
};

static __always_inline enum nfm_precheck
nfm_l4_match_precheck_ports(const struct nfm_l4_match *l4,
			    const struct sk_buff *skb, const struct iphdr *ip)
{
	const __be16 *ports = (const __be16 *)((const u8 *)ip + ip->ihl * 4);
	u16 sport, dport;

	if (unlikely((const u8 *)(ports + 2) > skb_tail_pointer(skb)))
		return NFM_PRECHECK_UNKNOWN;
	sport = be16_to_cpu(ports[0]);
	dport = be16_to_cpu(ports[1]);
	if (dport >= l4->dport.first && dport <= l4->dport.last &&
	    sport >= l4->sport.first && sport <= l4->sport.last &&
	    (l4->sure || nfm_proto_has_ports(ip->protocol)))
		return NFM_PRECHECK_MATCH;
	return NFM_PRECHECK_NONE;
}

/**
 * nfm_classifier_precheck() - fast check of an IPv4 packet without a key
 * @classifier: the classifier
 * @skb: the packet
 * @ip: its IP header, in the linear area
 * @first: output, the first rule that matches; valid for NFM_PRECHECK_MATCH only
 *
 * Comparing a few rules takes less time than building a key, which most packets
 * then do not need.
 *
 * Return: see enum nfm_precheck.
 */
static __always_inline enum nfm_precheck
nfm_classifier_precheck(const struct nfm_classifier *classifier,
			const struct sk_buff *skb, const struct iphdr *ip,
			u32 *first)
{
	const struct nfm_family_rules *rules = &classifier->v4;
	const struct nfm_rule4 *at = rules->rules4;
	enum nfm_precheck check;
	u32 rule;

	if (rules->n_blocks || unlikely(ip_is_fragment(ip)))
		return NFM_PRECHECK_UNKNOWN;
	for (rule = 0; rule < rules->n_rules; rule++, at++) {
		if ((ip->saddr ^ at->saddr) & at->smask ||
		    (ip->daddr ^ at->daddr) & at->dmask ||
		    (ip->protocol ^ at->l4.proto) & at->l4.proto_mask)
			continue;
		check = at->l4.ports ?
				nfm_l4_match_precheck_ports(&at->l4, skb, ip) :
				NFM_PRECHECK_MATCH;
		if (check == NFM_PRECHECK_NONE)
			continue;
		*first = rule;
		return check;
	}
	return NFM_PRECHECK_NONE;
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
 * nfm_lookup_begin_frame() - begin to look up the sessions that want a frame which is
 *			      no IP packet
 * @lookup: see nfm_lookup_begin()
 * @classifier: see nfm_lookup_begin()
 * @key: key of the frame, of NFM_FAMILY_NONE
 *
 * Return: see nfm_lookup_begin().
 */
static inline bool
nfm_lookup_begin_frame(struct nfm_lookup *lookup,
		       const struct nfm_classifier *classifier,
		       const struct nfm_key *key)
{
	return nfm_lookup_first(lookup, &classifier->frames, key, false);
}

/**
 * nfm_lookup_begin_at() - begin a lookup at a first matching rule that is known
 * @lookup: see nfm_lookup_begin()
 * @classifier: see nfm_lookup_begin()
 * @key: see nfm_lookup_begin()
 * @rule: the rule that nfm_classifier_precheck() found
 */
static __always_inline void
nfm_lookup_begin_at(struct nfm_lookup *lookup,
		    const struct nfm_classifier *classifier,
		    const struct nfm_key *key, u32 rule)
{
	lookup->rules = &classifier->v4;
	lookup->key = key;
	lookup->next = rule;
}

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

#endif /* _NFM_PLAN_CLASSIFY_LOOKUP_H */
