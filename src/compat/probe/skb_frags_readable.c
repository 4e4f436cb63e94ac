// SPDX-License-Identifier: GPL-2.0
/* Since 6.12, packets may be in device memory, which the CPU cannot read. */
#include <linux/skbuff.h>

bool nfm_probe(const struct sk_buff *skb);
bool nfm_probe(const struct sk_buff *skb)
{
	return skb_frags_readable(skb);
}
