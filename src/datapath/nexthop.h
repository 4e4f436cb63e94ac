/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_DATAPATH_NEXTHOP_H
#define _NFM_DATAPATH_NEXTHOP_H

#include "xmit/packet.h"

bool nfm_nexthop_is(const struct nfm_packet *packet,
		    const struct in6_addr *next_hop);

#endif /* _NFM_DATAPATH_NEXTHOP_H */
