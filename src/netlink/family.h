/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETLINK_FAMILY_H
#define _NFM_NETLINK_FAMILY_H

struct nfm_frontend;

extern const struct nfm_frontend nfm_family_frontend;

int nfm_family_register(void);
void nfm_family_unregister(void);

#endif /* _NFM_NETLINK_FAMILY_H */
