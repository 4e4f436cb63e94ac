// SPDX-License-Identifier: GPL-2.0
#include <linux/errno.h>
#include <linux/nls.h>

#include "config/name.h"

/* C0, DEL and C1 control characters would garble terminals and scripts. */
static bool nfm_is_control(unicode_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

/**
 * nfm_text_length() - counts the characters of a text
 * @text: the text
 * @len: its length in bytes
 *
 * Return: the number of characters, or -EINVAL if it is not well-formed UTF-8
 * (RFC 3629) or has control characters in it.
 */
int nfm_text_length(const char *text, size_t len)
{
	int characters = 0;

	while (len) {
		unicode_t c;
		int size = utf8_to_utf32((const u8 *)text, len, &c);

		if (size <= 0 || nfm_is_control(c))
			return -EINVAL;
		text += size;
		len -= size;
		characters++;
	}
	return characters;
}
