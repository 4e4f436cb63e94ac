// SPDX-License-Identifier: GPL-2.0
#include <linux/bitops.h>
#include <linux/jhash.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/slab.h>

#include "lib/job.h"
#include "lib/slots.h"
#include "lib/sort.h"
#include "plan/classify.h"

/* Steps between two calls of nfm_job_rest() or cond_resched(). */
#define NFM_REST_RULES 256

/* Maximum length of a set: the summary and all words. */
#define NFM_SET_WORDS (1 + BITS_PER_TYPE(u64))

/**
 * struct nfm_value - a value of any dimension, in host order
 * @high: upper half of an IPv6 address, else 0
 * @low: lower half of an IPv6 address, else the whole value
 */
struct nfm_value {
	u64 high;
	u64 low;
};

/**
 * struct nfm_event - where a rule begins or ends in a dimension
 * @at: the first value that matches the rule, or the first one after its last
 * @rule: index of the rule in the block
 * @begins: true if the rule begins here, false if it ends
 */
struct nfm_event {
	struct nfm_value at;
	u32 rule : 31;
	u32 begins : 1;
};

/**
 * struct nfm_budget - memory budget of a classifier
 * @bytes: memory charged so far
 * @limit: maximum of @bytes
 * @job: the job that builds the classifier
 */
struct nfm_budget {
	size_t bytes;
	size_t limit;
	const struct nfm_job *job;
};

/**
 * struct nfm_builder - state while a block is built
 * @refs: where its rules come from, by rule
 * @n: number of @refs, up to NFM_BLOCK_RULES
 * @family: enum nfm_family of its rules
 * @bits: the current set, all words of it
 * @summary: bitmap of the words in @bits that are not zero
 * @events: space for two events per rule
 * @intervals: space for one interval more than @events
 * @n_intervals: number of @intervals in use
 * @words: the stored sets, one after the other; passed to the block at the end
 * @n_words: number of @words in use
 * @room: number of @words allocated
 * @seen: hash table of stored sets, as index plus one, see lib/slots.h
 * @seen_mask: number of slots of @seen minus one
 * @seed: random hash seed, as others choose the rules
 * @budget: budget of the classifier that the block is charged to
 */
struct nfm_builder {
	const struct nfm_rule_ref *refs;
	u32 n;
	u8 family;
	u64 bits[BITS_PER_TYPE(u64)];
	u64 summary;
	struct nfm_event *events;
	struct nfm_interval6 *intervals;
	u32 n_intervals;
	u64 *words;
	u32 n_words;
	u32 room;
	u32 *seen;
	u32 seen_mask;
	u32 seed;
	struct nfm_budget *budget;
};

/* The rule of a session without match tables. */
static const struct nfm_match nfm_match_any = {
	.families = NFM_FAMILY_V4 | NFM_FAMILY_V6 | NFM_FAMILY_NONE,
	.l4 = {
		.sport.last = U16_MAX,
		.dport.last = U16_MAX,
	},
};

static const struct nfm_value nfm_value_zero;

static const struct nfm_match *
nfm_rule_ref_match(const struct nfm_rule_ref *ref)
{
	if (!ref->compiled->n_match)
		return &nfm_match_any;
	return &ref->compiled->matches[ref->table];
}

static void nfm_ruleset_clear(struct nfm_builder *b)
{
	memset(b->bits, 0, sizeof(b->bits));
	b->summary = 0;
}

static void nfm_ruleset_add(struct nfm_builder *b, u32 rule)
{
	b->bits[rule / 64] |= BIT_ULL(rule % 64);
	b->summary |= BIT_ULL(rule / 64);
}

static void nfm_ruleset_remove(struct nfm_builder *b, u32 rule)
{
	b->bits[rule / 64] &= ~BIT_ULL(rule % 64);
	if (!b->bits[rule / 64])
		b->summary &= ~BIT_ULL(rule / 64);
}

/* Charge memory before it is allocated. */
static int nfm_budget_take(struct nfm_budget *budget, size_t bytes)
{
	if (bytes > budget->limit - budget->bytes)
		return -EFBIG;
	budget->bytes += bytes;
	return 0;
}

/* Reallocate the words, with space for @room of them. */
static int nfm_builder_move(struct nfm_builder *b, u32 room)
{
	u64 *words = kvmalloc_array(room, sizeof(*words), GFP_KERNEL_ACCOUNT);

	if (!words)
		return -ENOMEM;
	if (b->words)
		memcpy(words, b->words, b->n_words * sizeof(*words));
	kvfree(b->words);
	b->words = words;
	b->room = room;
	return 0;
}

/*
 * Make space for one more set. The words are charged once they are complete; until
 * then, the remaining budget bounds their number.
 */
static int nfm_builder_grow(struct nfm_builder *b)
{
	const struct nfm_budget *budget = b->budget;
	size_t max_words = (budget->limit - budget->bytes) / sizeof(*b->words);

	if (b->n_words + NFM_SET_WORDS <= b->room)
		return 0;
	if (b->n_words + NFM_SET_WORDS > max_words)
		return -EFBIG;
	return nfm_builder_move(b, min_t(size_t, 2 * b->room + NFM_SET_WORDS,
					 max_words));
}

/* Append the current set to the words, without adding it to @n_words yet. */
static u32 nfm_ruleset_append(struct nfm_builder *b)
{
	u64 *set = b->words + b->n_words;
	u64 summary = b->summary;
	u32 len = 0;

	for (set[len++] = summary; summary; summary &= summary - 1)
		set[len++] = b->bits[__ffs64(summary)];
	return len;
}

/* Store the current set, unless an identical one exists. */
static int nfm_ruleset_store(struct nfm_builder *b, u32 *index)
{
	const u64 *set;
	u32 len, hash, *slot;
	int err = nfm_builder_grow(b);

	if (err)
		return err;
	len = nfm_ruleset_append(b);
	set = b->words + b->n_words;
	hash = jhash2((const u32 *)set, 2 * len, b->seed);
	nfm_slots_for_each(slot, b->seen, hash, b->seen_mask) {
		if (!*slot)
			break;
		*index = *slot - 1;
		/* Sets with the same summary have the same length. */
		if (b->words[*index] == *set &&
		    !memcmp(&b->words[*index], set, len * sizeof(*set)))
			return 0;
	}
	*index = b->n_words;
	*slot = *index + 1;
	b->n_words += len;
	return 0;
}

/* Get the range that a prefix covers. Returns false if it covers everything. */
static bool nfm_match_range_addr(const struct nfm_builder *b,
				 const struct in6_addr *addr,
				 const struct in6_addr *mask,
				 struct nfm_value *first,
				 struct nfm_value *last)
{
	if (b->family == NFM_FAMILY_V4) {
		first->low = be32_to_cpu(nfm_addr_v4(addr));
		last->low = first->low | (u32)~be32_to_cpu(nfm_addr_v4(mask));
		return nfm_addr_v4(mask) != 0;
	}
	first->high = nfm_addr_half(addr, 0);
	first->low = nfm_addr_half(addr, 1);
	last->high = first->high | ~nfm_addr_half(mask, 0);
	last->low = first->low | ~nfm_addr_half(mask, 1);
	return !ipv6_addr_any(mask);
}

static bool nfm_match_range(const struct nfm_builder *b, u32 rule,
			    enum nfm_dim dim, struct nfm_value *first,
			    struct nfm_value *last)
{
	const struct nfm_match *match = nfm_rule_ref_match(&b->refs[rule]);
	const struct nfm_ports *ports;

	*first = nfm_value_zero;
	*last = nfm_value_zero;
	switch (dim) {
	case NFM_DIM_SADDR:
		return nfm_match_range_addr(b, &match->saddr, &match->smask,
					    first, last);
	case NFM_DIM_DADDR:
		return nfm_match_range_addr(b, &match->daddr, &match->dmask,
					    first, last);
	case NFM_DIM_PROTO:
		first->low = match->l4.proto;
		last->low = match->l4.proto;
		return match->l4.proto_mask;
	default:
		ports = dim == NFM_DIM_SPORT ? &match->l4.sport :
					       &match->l4.dport;
		first->low = ports->first;
		last->low = ports->last;
		return ports->first || ports->last != U16_MAX;
	}
}

static struct nfm_value nfm_value_max(const struct nfm_builder *b,
				      enum nfm_dim dim)
{
	switch (dim) {
	case NFM_DIM_SADDR:
	case NFM_DIM_DADDR:
		if (b->family == NFM_FAMILY_V6)
			return (struct nfm_value){ U64_MAX, U64_MAX };
		return (struct nfm_value){ .low = U32_MAX };
	case NFM_DIM_PROTO:
		return (struct nfm_value){ .low = U8_MAX };
	default:
		return (struct nfm_value){ .low = U16_MAX };
	}
}

static int nfm_value_cmp(const struct nfm_value *a, const struct nfm_value *b)
{
	if (a->high != b->high)
		return a->high < b->high ? -1 : 1;
	if (a->low != b->low)
		return a->low < b->low ? -1 : 1;
	return 0;
}

static int nfm_event_cmp(const void *a, const void *b)
{
	const struct nfm_event *ea = a, *eb = b;

	return nfm_value_cmp(&ea->at, &eb->at);
}

/* Sort where rules begin and end; put unlimited rules into the current set. */
static int nfm_builder_events(struct nfm_builder *b, enum nfm_dim dim,
			      u32 *n_events)
{
	struct nfm_value first, last, max = nfm_value_max(b, dim);
	struct nfm_event *event = b->events;
	u32 rule;

	nfm_ruleset_clear(b);
	for (rule = 0; rule < b->n; rule++) {
		if (!nfm_match_range(b, rule, dim, &first, &last)) {
			nfm_ruleset_add(b, rule);
			continue;
		}
		*event++ = (struct nfm_event){ first, rule, true };
		if (!nfm_value_cmp(&last, &max))
			continue;
		last.high += !++last.low;
		*event++ = (struct nfm_event){ last, rule, false };
	}
	*n_events = event - b->events;
	return nfm_sort(b->events, *n_events, sizeof(*event), nfm_event_cmp,
			b->budget->job);
}

/* Begin an interval with the current set, unless the previous one has the same. */
static int nfm_builder_cut(struct nfm_builder *b, const struct nfm_value *at)
{
	struct nfm_interval6 *interval = &b->intervals[b->n_intervals];
	int err;

	interval->high = at->high;
	interval->low = at->low;
	err = nfm_ruleset_store(b, &interval->set);
	if (err)
		return err;
	if (!b->n_intervals || interval->set != interval[-1].set)
		b->n_intervals++;
	return 0;
}

/* Sweep through a dimension, from one value with events to the next. */
static int nfm_builder_sweep(struct nfm_builder *b, enum nfm_dim dim)
{
	const struct nfm_event *event = b->events, *end;
	struct nfm_value at = nfm_value_zero;
	u32 n_events, cuts = 0;
	int err = nfm_builder_events(b, dim, &n_events);

	b->n_intervals = 0;
	end = event + n_events;
	while (!err) {
		for (; event < end && !nfm_value_cmp(&event->at, &at); event++)
			if (event->begins)
				nfm_ruleset_add(b, event->rule);
			else
				nfm_ruleset_remove(b, event->rule);
		err = nfm_builder_cut(b, &at);
		if (event == end)
			break;
		at = event->at;
		if (!err && ++cuts % NFM_REST_RULES == 0)
			err = nfm_job_rest(b->budget->job);
	}
	return err;
}

static int nfm_dimension_init(struct nfm_dimension *dimension,
			      struct nfm_builder *b, bool v6)
{
	u32 n = b->n_intervals, power = rounddown_pow_of_two(n), i;
	size_t bytes = n * (v6 ? sizeof(struct nfm_interval6) :
				 sizeof(struct nfm_interval));
	int err = nfm_budget_take(b->budget, bytes);

	if (err)
		return err;
	dimension->skew = n - power;
	dimension->step = power / 2;
	dimension->intervals = kvmalloc(bytes, GFP_KERNEL_ACCOUNT);
	if (!dimension->intervals)
		return -ENOMEM;
	if (v6) {
		memcpy(dimension->intervals6, b->intervals, bytes);
		return 0;
	}
	for (i = 0; i < n; i++) {
		dimension->intervals[i].first = b->intervals[i].low;
		dimension->intervals[i].set = b->intervals[i].set;
	}
	return 0;
}

static void nfm_block_set_protos(struct nfm_rule_block *block,
				 const struct nfm_builder *b)
{
	u32 proto, i = 0;

	for (proto = 0; proto < ARRAY_SIZE(block->protos); proto++) {
		if (i + 1 < b->n_intervals && b->intervals[i + 1].low == proto)
			i++;
		block->protos[proto] = b->intervals[i].set;
	}
}

/* Store the sets for packets without ports, or with unknown ports or protocol. */
static int nfm_block_set_unknown(struct nfm_rule_block *block,
				 struct nfm_builder *b)
{
	u32 rule;
	int err;

	nfm_ruleset_clear(b);
	for (rule = 0; rule < b->n; rule++)
		if (!nfm_rule_ref_match(&b->refs[rule])->l4.ports)
			nfm_ruleset_add(b, rule);
	err = nfm_ruleset_store(b, &block->portless);
	if (err)
		return err;
	for (rule = 0; rule < b->n; rule++)
		nfm_ruleset_add(b, rule);
	return nfm_ruleset_store(b, &block->all);
}

static int nfm_block_fill(struct nfm_rule_block *block, struct nfm_builder *b)
{
	enum nfm_dim dim;
	int err = 0;
	bool v6;

	for (dim = 0; dim < NFM_DIM_PROTO && !err; dim++) {
		v6 = b->family == NFM_FAMILY_V6 && dim <= NFM_DIM_DADDR;
		err = nfm_builder_sweep(b, dim) ?:
			      nfm_dimension_init(&block->dimensions[dim], b,
						 v6);
	}
	if (!err)
		err = nfm_builder_sweep(b, NFM_DIM_PROTO);
	if (err)
		return err;
	nfm_block_set_protos(block, b);
	err = nfm_block_set_unknown(block, b);
	if (!err)
		err = nfm_budget_take(b->budget,
				      b->n_words * sizeof(*b->words));
	/* Trim the allocation. */
	if (!err)
		err = nfm_builder_move(b, b->n_words);
	if (err)
		return err;
	block->words = b->words;
	b->words = NULL;
	return 0;
}

/* There is at most one interval more than events, and one set per interval. */
static int nfm_builder_alloc(struct nfm_builder *b)
{
	u32 n_events = 2 * b->n;
	u32 n_sets = NFM_DIMS * (n_events + 1) + 2;

	b->seen_mask = nfm_slots_mask(n_sets);
	b->seen = kvcalloc(b->seen_mask + 1, sizeof(*b->seen),
			   GFP_KERNEL_ACCOUNT);
	b->events = kvmalloc_array(n_events, sizeof(*b->events),
				   GFP_KERNEL_ACCOUNT);
	b->intervals = kvmalloc_array(n_events + 1, sizeof(*b->intervals),
				      GFP_KERNEL_ACCOUNT);
	return b->seen && b->events && b->intervals ? 0 : -ENOMEM;
}

static int nfm_block_init(struct nfm_rule_block *block, u8 family,
			  const struct nfm_rule_ref *refs, u32 n,
			  struct nfm_budget *budget)
{
	struct nfm_builder *b;
	int err;

	b = kzalloc(sizeof(*b), GFP_KERNEL_ACCOUNT);
	if (!b)
		return -ENOMEM;
	b->family = family;
	b->refs = refs;
	b->n = n;
	b->seed = get_random_u32();
	b->budget = budget;
	err = nfm_builder_alloc(b);
	if (!err)
		err = nfm_block_fill(block, b);
	kvfree(b->words);
	kvfree(b->intervals);
	kvfree(b->events);
	kvfree(b->seen);
	kfree(b);
	return err;
}

static void nfm_block_free(const struct nfm_rule_block *block)
{
	enum nfm_dim dim;

	for (dim = 0; dim < NFM_DIM_PROTO; dim++)
		kvfree(block->dimensions[dim].intervals);
	kvfree(block->words);
}

/* Any order will do that groups rules with common conditions. */
static int nfm_rule_ref_cmp(const void *a, const void *b)
{
	const struct nfm_match *ba = nfm_rule_ref_match(a),
			       *bb = nfm_rule_ref_match(b);

	return memcmp(&ba->saddr, &bb->saddr, sizeof(ba->saddr))	 ?:
		       memcmp(&ba->daddr, &bb->daddr, sizeof(ba->daddr)) ?:
		       memcmp(&ba->l4, &bb->l4, sizeof(ba->l4));
}

static int nfm_rules_set_blocks(struct nfm_family_rules *rules, u8 family,
				struct nfm_budget *budget)
{
	u32 n = rules->n_rules, n_blocks = DIV_ROUND_UP(n, NFM_BLOCK_RULES);
	u32 i, from;
	int err;

	err = nfm_budget_take(budget, n_blocks * sizeof(*rules->blocks));
	if (err)
		return err;
	rules->blocks =
		kvcalloc(n_blocks, sizeof(*rules->blocks), GFP_KERNEL_ACCOUNT);
	if (!rules->blocks)
		return -ENOMEM;
	rules->n_blocks = n_blocks;
	err = nfm_sort(rules->refs, n, sizeof(*rules->refs), nfm_rule_ref_cmp,
		       budget->job);
	for (i = 0; i < n_blocks && !err; i++) {
		from = i * NFM_BLOCK_RULES;
		err = nfm_block_init(&rules->blocks[i], family,
				     rules->refs + from,
				     min_t(u32, n - from, NFM_BLOCK_RULES),
				     budget);
	}
	return err;
}

static void nfm_rule4_init(struct nfm_rule4 *rule,
			   const struct nfm_match *match)
{
	rule->saddr = nfm_addr_v4(&match->saddr);
	rule->smask = nfm_addr_v4(&match->smask);
	rule->daddr = nfm_addr_v4(&match->daddr);
	rule->dmask = nfm_addr_v4(&match->dmask);
	rule->l4 = match->l4;
}

static int nfm_rules_set_linear(struct nfm_family_rules *rules, u8 family,
				struct nfm_budget *budget)
{
	bool v4 = family == NFM_FAMILY_V4;
	size_t size = v4 ? sizeof(*rules->rules4) : sizeof(*rules->matches);
	u32 i;
	int err = nfm_budget_take(budget, rules->n_rules * size);

	if (err)
		return err;
	rules->rules4 =
		kvmalloc_array(rules->n_rules, size, GFP_KERNEL_ACCOUNT);
	if (!rules->rules4)
		return -ENOMEM;
	for (i = 0; i < rules->n_rules; i++)
		if (v4)
			nfm_rule4_init(&rules->rules4[i],
				       nfm_rule_ref_match(&rules->refs[i]));
		else
			rules->matches[i] =
				family == NFM_FAMILY_NONE ?
					nfm_match_any :
					*nfm_rule_ref_match(&rules->refs[i]);
	return 0;
}

/* The same for frames that are no IP packets, to which no filter applies. */
static u32 nfm_rules_list_frames(struct nfm_rule_ref *refs,
				 const struct nfm_classifier *classifier)
{
	u32 i, n = 0;

	for (i = 0; i < classifier->n_sessions; i++) {
		if (i % NFM_REST_RULES == 0)
			cond_resched();
		if (!classifier->sessions[i]->all_frames)
			continue;
		if (refs)
			refs[n] = (struct nfm_rule_ref){
				.compiled = classifier->sessions[i],
				.simple = true,
			};
		n++;
	}
	return n;
}

/* List the rules of a family in @refs, unless NULL. Returns their number. */
static u32 nfm_rules_list(struct nfm_rule_ref *refs, u8 family,
			  const struct nfm_classifier *classifier)
{
	struct nfm_rule_ref ref;
	u32 i, n = 0;

	if (family == NFM_FAMILY_NONE)
		return nfm_rules_list_frames(refs, classifier);
	for (i = 0; i < classifier->n_sessions; i++) {
		if (i % NFM_REST_RULES == 0)
			cond_resched();
		ref = (struct nfm_rule_ref){ classifier->sessions[i] };
		do {
			if (!(nfm_rule_ref_match(&ref)->families & family))
				continue;
			/* Otherwise an earlier or an except table may match. */
			ref.simple = !ref.table && !ref.compiled->n_except;
			if (refs)
				refs[n] = ref;
			n++;
		} while (++ref.table < ref.compiled->n_match);
	}
	return n;
}

static int nfm_rules_init(struct nfm_family_rules *rules, u8 family,
			  const struct nfm_classifier *classifier,
			  struct nfm_budget *budget)
{
	u32 n = nfm_rules_list(NULL, family, classifier);
	int err;

	if (!n)
		return 0;
	err = nfm_budget_take(budget, n * sizeof(*rules->refs));
	if (err)
		return err;
	rules->n_rules = n;
	rules->refs =
		kvmalloc_array(n, sizeof(*rules->refs), GFP_KERNEL_ACCOUNT);
	if (!rules->refs)
		return -ENOMEM;
	nfm_rules_list(rules->refs, family, classifier);
	if (n > NFM_LINEAR_MAX && family != NFM_FAMILY_NONE)
		return nfm_rules_set_blocks(rules, family, budget);
	return nfm_rules_set_linear(rules, family, budget);
}

static void nfm_rules_free(const struct nfm_family_rules *rules)
{
	u32 i;

	for (i = 0; i < rules->n_blocks; i++)
		nfm_block_free(&rules->blocks[i]);
	kvfree(rules->blocks);
	kvfree(rules->refs);
}

static void nfm_classifier_free(struct nfm_classifier *classifier)
{
	nfm_rules_free(&classifier->v4);
	nfm_rules_free(&classifier->v6);
	nfm_rules_free(&classifier->frames);
	kvfree(classifier);
}

static void nfm_classifier_release(struct kref *ref)
{
	nfm_classifier_free(container_of(ref, struct nfm_classifier, ref));
}

/**
 * nfm_classifier_put() - drop a reference to a classifier
 * @classifier: the classifier; packets no longer reach it through the holder of the
 *		reference
 */
void nfm_classifier_put(struct nfm_classifier *classifier)
{
	kref_put(&classifier->ref, nfm_classifier_release);
}

/**
 * nfm_classifier_hash() - hash a list of sessions, to look up its classifier
 * @sessions: the sessions
 * @n: number of @sessions
 *
 * Return: the hash.
 */
u32 nfm_classifier_hash(const struct nfm_compiled_session **sessions,
			unsigned int n)
{
	static u32 seed __read_mostly;

	get_random_once(&seed, sizeof(seed));
	return jhash(sessions, n * sizeof(*sessions), seed);
}

/**
 * nfm_classifier_build() - compile the filters of sessions into a classifier
 * @sessions: the sessions
 * @n: number of @sessions, at least 1
 * @limit: maximum memory in bytes
 * @job: the job that this is part of
 *
 * Takes O(n log n) time. Memory is at most quadratic in the number of rules of a
 * block: one set per interval, with one bit per rule. Few sets are that large: a
 * rule with narrow CIDRs and ports is in one interval of each dimension.
 *
 * Return: the classifier, with a reference, or an ERR_PTR(): -ENOMEM, -EFBIG if it
 * would exceed @limit, or -EINTR.
 */
struct nfm_classifier *
nfm_classifier_build(const struct nfm_compiled_session **sessions,
		     unsigned int n, size_t limit, const struct nfm_job *job)
{
	size_t bytes = struct_size((struct nfm_classifier *)NULL, sessions, n);
	struct nfm_budget budget = { .limit = limit, .job = job };
	struct nfm_classifier *classifier;
	int err;

	err = nfm_budget_take(&budget, bytes);
	if (err)
		return ERR_PTR(err);
	classifier = kvzalloc(bytes, GFP_KERNEL_ACCOUNT);
	if (!classifier)
		return ERR_PTR(-ENOMEM);
	kref_init(&classifier->ref);
	classifier->hash = nfm_classifier_hash(sessions, n);
	classifier->n_sessions = n;
	memcpy(classifier->sessions, sessions, n * sizeof(*sessions));
	err = nfm_rules_init(&classifier->v4, NFM_FAMILY_V4, classifier, &budget) ?:
		      nfm_rules_init(&classifier->v6, NFM_FAMILY_V6, classifier, &budget) ?:
		      nfm_rules_init(&classifier->frames, NFM_FAMILY_NONE,
				     classifier, &budget);
	if (err) {
		nfm_classifier_free(classifier);
		return ERR_PTR(err);
	}
	classifier->bytes = budget.bytes;
	return classifier;
}
