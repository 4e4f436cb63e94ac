// SPDX-License-Identifier: GPL-2.0
#include "xmit/recursion.h"

DEFINE_PER_CPU(struct nfm_gate, nfm_gate) = {
	.lock = INIT_LOCAL_LOCK(lock),
};
