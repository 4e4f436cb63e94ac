/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_PATH_WIRE_H
#define _NFM_PATH_WIRE_H

#include <linux/skbuff.h>

#include "runtime/stats.h"

struct nfm_wire nfm_wire_size(const struct sk_buff *skb);
unsigned int nfm_wire_segment(const struct sk_buff *skb);

#endif /* _NFM_PATH_WIRE_H */
