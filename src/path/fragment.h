/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PATH_FRAGMENT_H
#define _NFM_PATH_FRAGMENT_H

#include "path/key.h"

struct net;

void nfm_fragment_start(void);
void nfm_fragment_follow(const struct net *net, struct nfm_key *key);

#endif /* _NFM_PATH_FRAGMENT_H */
