/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_DATAPATH_DATAPATH_H
#define _NFM_DATAPATH_DATAPATH_H

#include <linux/netfilter.h>

#include "plan/plan.h"
#include "xmit/sender.h"

/* For each side: IPv4 and IPv6. */
#define NFM_HOOKS 2

/**
 * struct nfm_datapath - what the packets of a network namespace reach
 * @plan: which of them are copied, and where to; written with the namespace
 *	  locked, read under RCU
 * @sender: who sends the copies
 * @fragments: what is known of fragmented packets; made when there are hooks for
 *	       the first time, then constant
 * @hooks: how packets get here, by enum nfm_side; protected by the namespace's lock
 * @hooked: bit for each of @hooks that is registered; likewise
 * @icmp_error_hooks: how answers to copies get here; likewise
 * @icmp_error_hooked: they are registered; likewise
 *
 * The hooks' private data. It outlives them.
 */
struct nfm_datapath {
	struct nfm_plan __rcu *plan;
	struct nfm_sender sender;
	struct nfm_fragments *fragments;
	struct nf_hook_ops hooks[NFM_SIDES][NFM_HOOKS];
	u8 hooked;
	struct nf_hook_ops icmp_error_hooks[NFM_HOOKS];
	bool icmp_error_hooked;
};

#endif /* _NFM_DATAPATH_DATAPATH_H */
