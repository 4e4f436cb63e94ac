/* SPDX-License-Identifier: GPL-2.0 */
#ifndef NFM_BENCH_H
#define NFM_BENCH_H

#include <linux/types.h>

struct net_device;

int nfm_burst_init(void);
void nfm_burst_exit(void);
int nfm_burst_send(struct net_device *dev, unsigned int packets, u64 *took);

int nfm_settle(void);
void nfm_settle_exit(void);

#endif
