// SPDX-License-Identifier: GPL-2.0
/* Since 6.1, a family can require that reserved fields of requests are zero. */
#include <net/genetlink.h>

u32 nfm_probe(const struct genl_family *family);
u32 nfm_probe(const struct genl_family *family)
{
	return family->resv_start_op;
}
