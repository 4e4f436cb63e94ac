/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETLINK_ATTR_H
#define _NFM_NETLINK_ATTR_H

#include <net/netlink.h>

#include "config/session.h"
#include "lib/prefix.h"

int nfm_validate_addr(const struct nlattr *attr,
		      struct netlink_ext_ack *extack);
int nfm_attr_name(const struct nlattr *attr, struct netlink_ext_ack *extack);
int nfm_attr_device(struct net *net, const struct nlattr *attr,
		    struct netlink_ext_ack *extack);
int nfm_attr_text(const struct nlattr *attr, int max,
		  struct netlink_ext_ack *extack);
int nfm_attr_prefix(const struct nlattr *attr, struct nfm_prefix *prefix,
		    struct netlink_ext_ack *extack);
int nfm_attr_prefixes(const struct nlattr *nest, int type,
		      struct nfm_prefix *prefixes, unsigned int *n,
		      struct netlink_ext_ack *extack);
int nfm_attr_filter(const struct nlattr *attr, struct nfm_filter **filter,
		    struct netlink_ext_ack *extack);
void nfm_attr_params(struct nlattr *const *tb,
		     struct nfm_session_params *params);

void nfm_attr_addr(const struct nlattr *attr, struct in6_addr *addr);
int nfm_put_addr(struct sk_buff *msg, int type, const struct in6_addr *addr);
int nfm_put_prefix(struct sk_buff *msg, int type,
		   const struct nfm_prefix *prefix);
int nfm_put_filter(struct sk_buff *msg, int type,
		   const struct nfm_filter *filter);
int nfm_put_params(struct sk_buff *msg,
		   const struct nfm_session_params *params);

#endif /* _NFM_NETLINK_ATTR_H */
