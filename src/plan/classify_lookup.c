// SPDX-License-Identifier: GPL-2.0
#include <linux/bitops.h>

#include "plan/classify_lookup.h"

/* Return a word of a set that is not zero. */
static u64 nfm_ruleset_word(const u64 *set, u32 word)
{
	return set[1 + hweight64(*set & (BIT_ULL(word) - 1))];
}

/* Advance to the next block that may have rules. Returns false after the last. */
static bool nfm_lookup_block(struct nfm_lookup *lookup)
{
	const struct nfm_family_rules *rules = lookup->rules;
	const struct nfm_key *key = lookup->key;
	const struct nfm_rule_block *block;

	while (!lookup->summary && lookup->next + 1 < rules->n_blocks) {
		block = &rules->blocks[++lookup->next];
		lookup->summary =
			key->family == NFM_FAMILY_V4 ?
				nfm_block_find(block, key, true, lookup->sets) :
				nfm_block_find(block, key, false, lookup->sets);
	}
	return lookup->summary;
}

/**
 * nfm_lookup_sets() - find the next matching rule in blocks of rules
 * @lookup: state of the lookup
 *
 * Return: a reference to the rule, or NULL if there are no more.
 */
const struct nfm_rule_ref *nfm_lookup_sets(struct nfm_lookup *lookup)
{
	const u64 **sets = lookup->sets;
	enum nfm_dim dim;
	u32 rule;

	while (!lookup->bits) {
		if (!nfm_lookup_block(lookup))
			return NULL;
		lookup->word = __ffs64(lookup->summary);
		lookup->summary &= lookup->summary - 1;
		lookup->bits = nfm_ruleset_word(sets[0], lookup->word);
		for (dim = 1; dim < NFM_DIMS && lookup->bits; dim++)
			lookup->bits &=
				nfm_ruleset_word(sets[dim], lookup->word);
	}
	rule = lookup->next * NFM_BLOCK_RULES + lookup->word * 64 +
	       __ffs64(lookup->bits);
	lookup->bits &= lookup->bits - 1;
	return &lookup->rules->refs[rule];
}

/**
 * nfm_rule_ref_wants() - check whether a session wants a packet that matches its rule
 * @ref: the rule
 * @key: key of the packet
 *
 * Return: true if no earlier match table of the session matches, so that each
 * session is found once, and no except table does.
 */
bool nfm_rule_ref_wants(const struct nfm_rule_ref *ref,
			const struct nfm_key *key)
{
	const struct nfm_compiled_session *compiled = ref->compiled;
	u8 table;

	for (table = 0; table < ref->table; table++)
		if (nfm_match_holds(&compiled->matches[table], key, true))
			return false;
	return !nfm_compiled_excepts(compiled, key);
}
