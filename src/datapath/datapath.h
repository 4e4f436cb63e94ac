/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_DATAPATH_DATAPATH_H
#define _NFM_DATAPATH_DATAPATH_H

#include <linux/netfilter.h>
#include <linux/xarray.h>

#include "plan/plan.h"
#include "xmit/sender.h"

/* Each hook is registered for two families: IPv4 and IPv6. */
#define NFM_HOOK_FAMILIES 2

/**
 * struct nfm_datapath - packet hooks of a network namespace
 * @plan: which packets are copied, and where to; written with the namespace locked,
 *	  read under RCU
 * @sender: sends the copies
 * @fragments: fragment cache; allocated with the first hooks, constant from then on
 * @hooks: operations of the hooks, by enum nfm_hook; protected by the
 *	   namespace's lock
 * @hooked: bit for each enum nfm_hook that is registered; protected likewise
 * @taps: hooks of single devices, struct nfm_tap by ifindex; changed under RTNL, read
 *	  under RCU
 * @bridge_ops: hook for frames that bridges send, in kernels that need it; protected by
 *		the namespace's lock
 * @bridge_hooked: @bridge_ops is registered; protected likewise
 * @icmp_error_hooks: hooks for ICMP errors about copies; protected likewise
 * @icmp_error_hooked: @icmp_error_hooks are registered; protected likewise
 *
 * Private data of the hooks; outlives them.
 */
struct nfm_datapath {
	struct nfm_plan __rcu *plan;
	struct nfm_sender sender;
	struct nfm_fragments *fragments;
	struct nf_hook_ops hooks[NFM_HOOKS][NFM_HOOK_FAMILIES];
	u8 hooked;
	struct xarray taps;
	struct nf_hook_ops bridge_ops;
	bool bridge_hooked;
	struct nf_hook_ops icmp_error_hooks[NFM_HOOK_FAMILIES];
	bool icmp_error_hooked;
};

#endif /* _NFM_DATAPATH_DATAPATH_H */
