/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_TESTS_KUNIT_WANTS_H
#define _NFM_TESTS_KUNIT_WANTS_H

#include "plan/compiled.h"

/* What a classifier finds without asking each mirror, by definition. */
static inline bool mirror_wants(const struct nfm_compiled_session *compiled,
				const struct nfm_key *key)
{
	unsigned int i;

	for (i = 0; i < compiled->n_match; i++)
		if (nfm_match_holds(&compiled->matches[i], key, true))
			break;
	if (compiled->n_match && i == compiled->n_match)
		return false;
	return !nfm_compiled_excepts(compiled, key);
}

#endif /* _NFM_TESTS_KUNIT_WANTS_H */
