// SPDX-License-Identifier: GPL-2.0
/* Since 6.1, an error can name a missing attribute. */
#include <net/genetlink.h>

bool nfm_probe(struct genl_info *info);
bool nfm_probe(struct genl_info *info)
{
	return GENL_REQ_ATTR_CHECK(info, 1);
}
