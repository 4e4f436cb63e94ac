/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETNS_RECEIVERS_H
#define _NFM_NETNS_RECEIVERS_H

struct nfm_netns;

int nfm_receivers_register(void);
void nfm_receivers_unregister(void);

void nfm_receivers_init(struct nfm_netns *ns);
void nfm_receivers_exit(struct nfm_netns *ns, bool unloading);
void nfm_receivers_check(struct nfm_netns *ns);

#endif /* _NFM_NETNS_RECEIVERS_H */
