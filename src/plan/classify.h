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
 * Which of many mirrors want a packet? Each match table of each mirror is a rule,
 * a box in five dimensions; a mirror without match tables is a rule that holds
 * for everything. Few rules are looked at one by one. Of many, each dimension is
 * cut into the intervals within which no rule begins or ends, and each interval
 * has the set of the rules that hold there. So a packet's rules are what five
 * sets have in common (Lakshman and Stiliadis, "High-speed policy-based packet
 * forwarding using efficient multi-dimensional range matching", 1998).
 *
 * A set is a summary, with a bit for each of its words that is not zero (Baboescu
 * and Varghese, "Scalable packet classification", 2001), and only those words
 * follow. Most packets are done with when a summary or two were looked at.
 */

/* Up to so many rules, one by one takes less time. */
#define NFM_LINEAR_MAX 4
/* As many as a summary of 64 bits is for. */
#define NFM_CHUNK_RULES (BITS_PER_TYPE(u64) * BITS_PER_TYPE(u64))

/**
 * struct nfm_rule4 - a box, as IPv4 packets are compared with it
 * @saddr: source network
 * @smask: bits of @saddr that count
 * @daddr: destination network
 * @dmask: bits of @daddr that count
 * @upper: protocol and ports
 */
struct nfm_rule4 {
	__be32 saddr;
	__be32 smask;
	__be32 daddr;
	__be32 dmask;
	struct nfm_l4_match upper;
};

/**
 * struct nfm_interval - values between which sets do not change
 * @first: the first of them, in host order; the next interval ends them
 * @set: the set, as an index into nfm_chunk.words
 */
struct nfm_interval {
	u32 first;
	u32 set;
};

/**
 * struct nfm_interval6 - the same for IPv6 addresses
 * @high: the first half of the first of them, in host order
 * @low: the other half
 * @set: the set, as an index into nfm_chunk.words
 */
struct nfm_interval6 {
	u64 high;
	u64 low;
	u32 set;
};

/**
 * struct nfm_field - one dimension, all of it, in order
 * @skew: number of intervals, less the power of two next to it (below, or it)
 * @step: half of that power of two
 * @intervals: of ports and IPv4 addresses; owned
 * @intervals6: of IPv6 addresses; owned
 *
 * The steps of a search only depend on the number of intervals: the last power
 * of two of them or the first, and then halves of halves. So there is nothing to
 * predict.
 */
struct nfm_field {
	u32 skew;
	u32 step;
	union {
		struct nfm_interval *intervals;
		struct nfm_interval6 *intervals6;
	};
};

/* The dimensions, in the order in which they are looked at. */
enum nfm_dimension {
	NFM_DIM_SADDR,
	NFM_DIM_DADDR,
	NFM_DIM_DPORT,
	NFM_DIM_SPORT,
	NFM_DIM_PROTO,
	NFM_DIMS
};

/**
 * struct nfm_chunk - up to NFM_CHUNK_RULES rules
 * @fields: by enum nfm_dimension; none for the protocol
 * @all: the set of all rules
 * @portless: the set of those that name no port
 * @words: all sets; owned
 * @protos: by protocol, the set of rules that hold
 *
 * Sets are indices into @words: a summary, then a word for each of its bits.
 */
struct nfm_chunk {
	struct nfm_field fields[NFM_DIM_PROTO];
	u32 all;
	u32 portless;
	u64 *words;
	u32 protos[256];
};

/**
 * struct nfm_owner - whose a rule is
 * @compiled: the mirror
 * @table: which of its match tables; 0 if it has none
 * @simple: the mirror wants each packet that the rule holds for
 */
struct nfm_owner {
	const struct nfm_compiled_session *compiled;
	u8 table;
	bool simple;
};

/**
 * struct nfm_part - the rules for packets of one family
 * @n_chunks: number of @chunks; with 0, rules are compared one by one
 * @n_rules: number of rules
 * @chunks: the rules, sorted, so that those with something in common are in few
 *	    words; owned
 * @rules4: the rules, of IPv4; owned
 * @matches: the rules, of IPv6; owned
 * @owners: by rule, whose it is; owned
 */
struct nfm_part {
	u32 n_chunks;
	u32 n_rules;
	union {
		struct nfm_chunk *chunks;
		struct nfm_rule4 *rules4;
		struct nfm_match *matches;
	};
	struct nfm_owner *owners;
};

/**
 * struct nfm_classifier - the mirrors that may want a packet
 * @v4: what IPv4 packets are compared with
 * @v6: what IPv6 packets are compared with
 * @ref: plans that use it
 * @hash: of @sessions
 * @bytes: memory that it takes
 * @n_sessions: number of @sessions
 * @sessions: they
 *
 * Immutable. It is in use only by plans that keep all its mirrors.
 */
struct nfm_classifier {
	struct nfm_part v4;
	struct nfm_part v6;
	struct kref ref;
	u32 hash;
	size_t bytes;
	unsigned int n_sessions;
	const struct nfm_compiled_session *sessions[];
};

/**
 * struct nfm_lookup - a packet's mirrors, as far as they were found
 * @part: where to look
 * @key: the packet's key
 * @next: the next rule that holds, or, with chunks, the chunk at hand
 * @word: which word of that chunk's sets @bits is
 * @bits: rules left of that word
 * @summary: other words left of that chunk
 * @sets: the sets of that chunk, by enum nfm_dimension
 */
struct nfm_lookup {
	const struct nfm_part *part;
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
const struct nfm_owner *nfm_lookup_sets(struct nfm_lookup *lookup);

static __always_inline u32 nfm_field_find(const struct nfm_field *field,
					  u32 value)
{
	const struct nfm_interval *at = field->intervals;
	size_t step;

	at += at[field->skew].first <= value ? field->skew : 0;
	for (step = field->step; step; step >>= 1)
		at += at[step].first <= value ? step : 0;
	return at->set;
}

static __always_inline bool nfm_interval6_begins(const struct nfm_interval6 *at,
						 u64 high, u64 low)
{
#ifdef __SIZEOF_INT128__
	/* Takes no jump, nor half as many instructions. */
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

static __always_inline u32 nfm_field_find6(const struct nfm_field *field,
					   const struct in6_addr *addr)
{
	const struct nfm_interval6 *at = field->intervals6;
	u64 high = nfm_addr_half(addr, 0), low = nfm_addr_half(addr, 1);
	size_t step;

	at += nfm_interval6_begins(&at[field->skew], high, low) ? field->skew :
								  0;
	for (step = field->step; step; step >>= 1)
		at += nfm_interval6_begins(&at[step], high, low) ? step : 0;
	return at->set;
}

static __always_inline u32 nfm_chunk_addr(const struct nfm_chunk *chunk,
					  enum nfm_dimension dim,
					  const struct in6_addr *addr, bool v4)
{
	const struct nfm_field *field = &chunk->fields[dim];

	return v4 ? nfm_field_find(field, be32_to_cpu(nfm_addr_v4(addr))) :
		    nfm_field_find6(field, addr);
}

/* @port: unless it is known, what of the rules with ports is to be thought of */
static __always_inline u32 nfm_chunk_port(const struct nfm_chunk *chunk,
					  enum nfm_dimension dim,
					  const struct nfm_key *key, u16 port)
{
	if (likely(key->ports == NFM_PORTS_KNOWN))
		return nfm_field_find(&chunk->fields[dim], port);
	return key->ports == NFM_PORTS_NONE ? chunk->portless : chunk->all;
}

static __always_inline u32 nfm_chunk_proto(const struct nfm_chunk *chunk,
					   const struct nfm_key *key)
{
	return unlikely(key->proto_unknown) ? chunk->all :
					      chunk->protos[key->proto];
}

/* Finds the packet's sets. Returns the words that they may have in common. */
static __always_inline u64 nfm_chunk_find(const struct nfm_chunk *chunk,
					  const struct nfm_key *key, bool v4,
					  const u64 **sets)
{
	const u64 *words = chunk->words;
	u64 summary;

	sets[NFM_DIM_SADDR] =
		words + nfm_chunk_addr(chunk, NFM_DIM_SADDR, &key->saddr, v4);
	summary = *sets[NFM_DIM_SADDR];
	if (!summary)
		return 0;
	sets[NFM_DIM_DADDR] =
		words + nfm_chunk_addr(chunk, NFM_DIM_DADDR, &key->daddr, v4);
	summary &= *sets[NFM_DIM_DADDR];
	if (!summary)
		return 0;
	sets[NFM_DIM_DPORT] =
		words + nfm_chunk_port(chunk, NFM_DIM_DPORT, key, key->dport);
	summary &= *sets[NFM_DIM_DPORT];
	if (!summary)
		return 0;
	sets[NFM_DIM_SPORT] =
		words + nfm_chunk_port(chunk, NFM_DIM_SPORT, key, key->sport);
	sets[NFM_DIM_PROTO] = words + nfm_chunk_proto(chunk, key);
	return summary & *sets[NFM_DIM_SPORT] & *sets[NFM_DIM_PROTO];
}

/* Whether ports are those of a rule: 1, 0, or -1, if they cannot be read. */
static __always_inline int
nfm_l4_match_has_ports(const struct nfm_l4_match *upper,
		       const struct sk_buff *skb, const struct iphdr *ip)
{
	const __be16 *ports = (const __be16 *)((const u8 *)ip + ip->ihl * 4);
	u16 sport, dport;

	if (unlikely((const u8 *)(ports + 2) > skb_tail_pointer(skb)))
		return -1;
	sport = be16_to_cpu(ports[0]);
	dport = be16_to_cpu(ports[1]);
	return dport >= upper->dport.first && dport <= upper->dport.last &&
	       sport >= upper->sport.first && sport <= upper->sport.last &&
	       (upper->sure || nfm_proto_has_ports(ip->protocol));
}

/* Nobody wants the packet. */
#define NFM_RULE_NONE -1
/* With the packet's key it can be told. */
#define NFM_RULE_UNKNOWN -2

/**
 * nfm_classifier_ask() - tells, of most IPv4 packets, that nobody wants them
 * @classifier: where to look
 * @skb: the packet
 * @ip: its IP header, in its head
 *
 * Few rules can be asked before there is a key, which takes longer to make.
 *
 * Return: the first rule that holds, NFM_RULE_NONE, or NFM_RULE_UNKNOWN.
 */
static __always_inline int
nfm_classifier_ask(const struct nfm_classifier *classifier,
		   const struct sk_buff *skb, const struct iphdr *ip)
{
	const struct nfm_part *part = &classifier->v4;
	const struct nfm_rule4 *at = part->rules4;
	int rule, has;

	if (part->n_chunks || unlikely(ip_is_fragment(ip)))
		return NFM_RULE_UNKNOWN;
	for (rule = 0; rule < part->n_rules; rule++, at++) {
		if ((ip->saddr ^ at->saddr) & at->smask ||
		    (ip->daddr ^ at->daddr) & at->dmask ||
		    (ip->protocol ^ at->upper.proto) & at->upper.proto_mask)
			continue;
		if (!at->upper.ports)
			return rule;
		has = nfm_l4_match_has_ports(&at->upper, skb, ip);
		if (has)
			return has > 0 ? rule : NFM_RULE_UNKNOWN;
	}
	return NFM_RULE_NONE;
}

/* The first rule from @rule on that holds, or n_rules. */
static __always_inline u32 nfm_part_find4(const struct nfm_part *part, u32 rule,
					  const struct nfm_key *key)
{
	const struct nfm_rule4 *at = part->rules4 + rule;
	const __be32 saddr = nfm_addr_v4(&key->saddr);
	const __be32 daddr = nfm_addr_v4(&key->daddr);

	for (; rule < part->n_rules; rule++, at++)
		if (!((saddr ^ at->saddr) & at->smask) &&
		    !((daddr ^ at->daddr) & at->dmask) &&
		    nfm_l4_match_holds(&at->upper, key, true))
			break;
	return rule;
}

static __always_inline u32 nfm_part_find6(const struct nfm_part *part, u32 rule,
					  const struct nfm_key *key)
{
	const struct nfm_match *at = part->matches + rule;

	for (; rule < part->n_rules; rule++, at++)
		if (nfm_match_holds(at, key, true))
			break;
	return rule;
}

static __always_inline bool nfm_lookup_first(struct nfm_lookup *lookup,
					     const struct nfm_part *part,
					     const struct nfm_key *key, bool v4)
{
	if (part->n_chunks) {
		lookup->summary =
			nfm_chunk_find(part->chunks, key, v4, lookup->sets);
		if (!lookup->summary && part->n_chunks == 1)
			return false;
		lookup->next = 0;
		lookup->bits = 0;
	} else {
		lookup->next = v4 ? nfm_part_find4(part, 0, key) :
				    nfm_part_find6(part, 0, key);
		if (lookup->next == part->n_rules)
			return false;
	}
	lookup->part = part;
	lookup->key = key;
	return true;
}

/**
 * nfm_lookup_begin() - begins to look for the mirrors that want a packet
 * @lookup: becomes what nfm_lookup_next() goes on with
 * @classifier: where to look; has to stay until the last nfm_lookup_next()
 * @key: the packet's key; likewise
 * @v4: its family is IPv4; a constant, so that only what is for it is compiled
 *
 * What most packets take is inline, and writes little: it is a waste to clear
 * @lookup before.
 *
 * Return: false if no mirror wants it; then there is nothing to go on with. True
 * if some may.
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
 * nfm_lookup_begin_at() - the same, where the first rule that holds is known
 * @lookup: see nfm_lookup_begin()
 * @classifier: see there
 * @key: see there
 * @rule: what nfm_classifier_ask() found
 */
static __always_inline void
nfm_lookup_begin_at(struct nfm_lookup *lookup,
		    const struct nfm_classifier *classifier,
		    const struct nfm_key *key, int rule)
{
	lookup->part = &classifier->v4;
	lookup->key = key;
	lookup->next = rule;
}

bool nfm_owner_wants(const struct nfm_owner *owner, const struct nfm_key *key);

/*
 * Where rules are compared one by one; the one after it is sought. False: there is no
 * further one.
 */
static __always_inline bool nfm_lookup_linear(struct nfm_lookup *lookup,
					      const struct nfm_owner **owner)
{
	const struct nfm_part *part = lookup->part;
	const struct nfm_key *key = lookup->key;
	u32 rule = lookup->next;

	if (rule >= part->n_rules)
		return false;
	if (rule + 1 == part->n_rules)
		lookup->next = part->n_rules;
	else
		lookup->next = key->family == NFM_FAMILY_V4 ?
				       nfm_part_find4(part, rule + 1, key) :
				       nfm_part_find6(part, rule + 1, key);
	*owner = &part->owners[rule];
	return true;
}

/**
 * nfm_lookup_next() - finds the next mirror that wants a packet
 * @lookup: what nfm_lookup_begin() returned true for
 *
 * What it takes is bounded by the number of rules: they are looked at by the 64,
 * and each once.
 *
 * Return: the mirror, each once, or NULL if there is no further one.
 */
static __always_inline const struct nfm_compiled_session *
nfm_lookup_next(struct nfm_lookup *lookup)
{
	const struct nfm_owner *owner;

	do {
		if (!lookup->part->n_chunks) {
			if (!nfm_lookup_linear(lookup, &owner))
				return NULL;
			continue;
		}
		owner = nfm_lookup_sets(lookup);
		if (!owner)
			return NULL;
	} while (!owner->simple && !nfm_owner_wants(owner, lookup->key));
	return owner->compiled;
}

#endif /* _NFM_PLAN_CLASSIFY_H */
