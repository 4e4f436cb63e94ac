// SPDX-License-Identifier: GPL-2.0
#include "xmit/recursion.h"

DEFINE_PER_CPU(struct nfm_recursion, nfm_recursion) = {
	.lock = INIT_LOCAL_LOCK(lock),
};
