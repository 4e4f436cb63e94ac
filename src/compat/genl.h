/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_COMPAT_GENL_H
#define _NFM_COMPAT_GENL_H

#include <net/genetlink.h>

#ifndef NFM_HAS_GENL_REQ_ATTR_CHECK
#define GENL_REQ_ATTR_CHECK(info, attr) (!(info)->attrs[attr])
#endif

/* Older kernels use the flag of commands for multicast groups, too. */
#ifndef NFM_HAS_GENL_MCAST_CAP
#define GENL_MCAST_CAP_NET_ADMIN GENL_UNS_ADMIN_PERM
#endif

/* First command for which reserved header fields must be zero. */
#ifdef NFM_HAS_GENL_RESV_START_OP
#define NFM_GENL_RESV_START_OP(op) .resv_start_op = (op),
#else
#define NFM_GENL_RESV_START_OP(op)
#endif

#endif /* _NFM_COMPAT_GENL_H */
