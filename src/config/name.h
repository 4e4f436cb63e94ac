/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_CONFIG_NAME_H
#define _NFM_CONFIG_NAME_H

#include <linux/types.h>

int nfm_text_length(const char *text, size_t len);

#endif /* _NFM_CONFIG_NAME_H */
