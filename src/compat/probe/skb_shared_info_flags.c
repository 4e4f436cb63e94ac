// SPDX-License-Identifier: GPL-2.0
/* Since 5.12 what marks shared pages is no longer among the flags of sending. */
#include <linux/skbuff.h>

u8 nfm_probe(struct skb_shared_info *info);
u8 nfm_probe(struct skb_shared_info *info)
{
	return info->flags & SKBFL_SHARED_FRAG;
}
