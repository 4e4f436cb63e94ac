/* SPDX-License-Identifier: GPL-2.0 */
#ifndef NFM_BENCH_H
#define NFM_BENCH_H

#include <linux/types.h>

struct net_device;

/* The size of super-packets' frames. */
#define NFM_BURST_SUPER 64294

int nfm_burst_init(void);
void nfm_burst_exit(void);
int nfm_burst_send(struct net_device *dev, unsigned int size,
		   unsigned int packets, u64 *took);

int nfm_rotate_add(struct net_device *dev);
int nfm_rotate_run(unsigned int size, unsigned int rounds);
int nfm_rotate_show(char *text);
void nfm_rotate_exit(void);

int nfm_settle(void);
void nfm_settle_exit(void);

#endif
