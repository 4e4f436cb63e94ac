/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PATH_FIT_H
#define _NFM_PATH_FIT_H

#include "path/key.h"

int nfm_fit_cut(struct sk_buff *frame, const struct nfm_key *key,
		unsigned int len, bool fix);
bool nfm_fit_resegment(struct sk_buff *frame, const struct nfm_key *key,
		       unsigned int room);
bool nfm_fit_shrink(struct sk_buff *frame, unsigned int headers,
		    unsigned int room);

#endif /* _NFM_PATH_FIT_H */
