/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_LIB_UTF8_H
#define _NFM_LIB_UTF8_H

#include <linux/types.h>

int nfm_text_length(const char *text, size_t len);
bool nfm_text_is_device(const char *text);
bool nfm_text_is_pattern(const char *text);

#endif /* _NFM_LIB_UTF8_H */
