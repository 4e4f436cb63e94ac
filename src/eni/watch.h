/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_ENI_WATCH_H
#define _NFM_ENI_WATCH_H

int nfm_watch_start(void);
void nfm_watch_stop(void);

#endif /* _NFM_ENI_WATCH_H */
