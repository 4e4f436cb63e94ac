/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETNS_RECEIVERS_H
#define _NFM_NETNS_RECEIVERS_H

struct nfm_net;

int nfm_health_start(void);
void nfm_health_stop(void);

void nfm_health_init(struct nfm_net *nn);
void nfm_health_exit(struct nfm_net *nn);
void nfm_health_queue(struct nfm_net *nn);

#endif /* _NFM_NETNS_RECEIVERS_H */
