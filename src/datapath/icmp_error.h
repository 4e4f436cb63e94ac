/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_DATAPATH_ICMP_ERROR_H
#define _NFM_DATAPATH_ICMP_ERROR_H

struct nfm_datapath;

int nfm_icmp_error_register(struct nfm_datapath *dp);
void nfm_icmp_error_unregister(struct nfm_datapath *dp);

#endif /* _NFM_DATAPATH_ICMP_ERROR_H */
