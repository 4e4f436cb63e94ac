// SPDX-License-Identifier: GPL-2.0
/* Since 6.12 packets may be in the memory of a device, where none can be read. */
#include <linux/skbuff.h>

bool nfm_probe(const struct sk_buff *skb);
bool nfm_probe(const struct sk_buff *skb)
{
	return skb_frags_readable(skb);
}
