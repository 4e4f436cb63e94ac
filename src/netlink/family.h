/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETLINK_FAMILY_H
#define _NFM_NETLINK_FAMILY_H

#include <net/genetlink.h>

extern struct genl_family nfm_family;

int nfm_family_start(void);
void nfm_family_stop(void);

#endif /* _NFM_NETLINK_FAMILY_H */
