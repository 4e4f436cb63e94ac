// SPDX-License-Identifier: GPL-2.0
/* Since 6.9, devices may encrypt other protocols than TLS. */
#include <linux/skbuff.h>

bool nfm_probe(const struct sk_buff *skb);
bool nfm_probe(const struct sk_buff *skb)
{
	return skb_is_decrypted(skb);
}
