// SPDX-License-Identifier: GPL-2.0
/* Since 6.1 reserved fields of requests can be told to be zero. */
#include <net/genetlink.h>

u32 nfm_probe(const struct genl_family *family);
u32 nfm_probe(const struct genl_family *family)
{
	return family->resv_start_op;
}
