/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_DATAPATH_DATAPATH_H
#define _NFM_DATAPATH_DATAPATH_H

#include <linux/netfilter.h>

#include "plan/plan.h"
#include "xmit/sender.h"

/* Hooks per side: IPv4 and IPv6. */
#define NFM_HOOKS 2

/**
 * struct nfm_datapath - packet hooks of a network namespace
 * @plan: which packets are copied, and where to; written with the namespace locked,
 *	  read under RCU
 * @sender: sends the copies
 * @fragments: fragment cache; allocated with the first hooks, constant from then on
 * @hooks: hooks for mirrored packets, by enum nfm_side; protected by the
 *	   namespace's lock
 * @hooked: bit for each enum nfm_side that is registered; protected likewise
 * @icmp_error_hooks: hooks for ICMP errors about copies; protected likewise
 * @icmp_error_hooked: @icmp_error_hooks are registered; protected likewise
 *
 * Private data of the hooks; outlives them.
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
