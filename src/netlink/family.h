/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETLINK_FAMILY_H
#define _NFM_NETLINK_FAMILY_H

struct nfm_frontend;

extern const struct nfm_frontend nfm_family_frontend;

int nfm_family_start(void);
void nfm_family_stop(void);

#endif /* _NFM_NETLINK_FAMILY_H */
