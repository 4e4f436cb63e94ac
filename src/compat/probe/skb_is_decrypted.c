// SPDX-License-Identifier: GPL-2.0
/* Since 6.9 it may be other than TLS that a device encrypts. */
#include <linux/skbuff.h>

bool nfm_probe(const struct sk_buff *skb);
bool nfm_probe(const struct sk_buff *skb)
{
	return skb_is_decrypted(skb);
}
