/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_ENI_SUBNET_H
#define _NFM_ENI_SUBNET_H

#include "lib/addr.h"

bool nfm_subnet_has_edge(struct net *net, const struct in6_addr *addr);

#endif /* _NFM_ENI_SUBNET_H */
