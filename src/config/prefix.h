/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_CONFIG_PREFIX_H
#define _NFM_CONFIG_PREFIX_H

#include <linux/inetdevice.h>
#include <linux/types.h>

/**
 * struct nfm_prefix - an IPv4 CIDR
 * @addr: its first address; no bits set past @len
 * @len: bits that its addresses share, 0 to 32
 */
struct nfm_prefix {
	__be32 addr;
	u8 len;
};

static inline bool nfm_prefix_contains(const struct nfm_prefix *prefix,
				       __be32 addr)
{
	return !((prefix->addr ^ addr) & inet_make_mask(prefix->len));
}

/* Two prefixes are disjoint, or one holds the other: then that is it. */
static inline bool nfm_prefix_intersect(struct nfm_prefix *prefix,
					const struct nfm_prefix *with)
{
	if (with->len > prefix->len) {
		if (!nfm_prefix_contains(prefix, with->addr))
			return false;
		*prefix = *with;
		return true;
	}
	return nfm_prefix_contains(with, prefix->addr);
}

#endif /* _NFM_CONFIG_PREFIX_H */
