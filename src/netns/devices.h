/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETNS_DEVICES_H
#define _NFM_NETNS_DEVICES_H

int nfm_watch_start(void);
void nfm_watch_stop(void);

#endif /* _NFM_NETNS_DEVICES_H */
