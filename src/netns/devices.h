/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_NETNS_DEVICES_H
#define _NFM_NETNS_DEVICES_H

int nfm_devices_register(void);
void nfm_devices_unregister(void);

#endif /* _NFM_NETNS_DEVICES_H */
