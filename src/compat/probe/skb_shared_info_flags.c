// SPDX-License-Identifier: GPL-2.0
/* Since 5.12, the flag for shared pages is no longer one of the tx_flags. */
#include <linux/skbuff.h>

u8 nfm_probe(struct skb_shared_info *info);
u8 nfm_probe(struct skb_shared_info *info)
{
	return info->flags & SKBFL_SHARED_FRAG;
}
