/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_TESTS_KUNIT_WANTS_H
#define _NFM_TESTS_KUNIT_WANTS_H

#include "plan/compiled.h"

/* What a classifier finds without asking each mirror, by definition. */
static inline bool mirror_wants(const struct nfm_mirror *mirror,
				const struct nfm_key *key)
{
	unsigned int i;

	for (i = 0; i < mirror->n_match; i++)
		if (nfm_box_holds(&mirror->boxes[i], key, true))
			break;
	if (mirror->n_match && i == mirror->n_match)
		return false;
	return !nfm_mirror_excepts(mirror, key);
}

#endif /* _NFM_TESTS_KUNIT_WANTS_H */
