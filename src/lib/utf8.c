// SPDX-License-Identifier: GPL-2.0
#include <linux/errno.h>
#include <linux/nls.h>
#include <linux/string.h>
#include <uapi/linux/nf_mirror.h>

#include "lib/utf8.h"

/* C0, DEL and C1 control characters would garble terminals and scripts. */
static bool nfm_is_control(unicode_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

/**
 * nfm_text_length() - count the characters of a text
 * @text: the text
 * @len: its length in bytes
 *
 * Return: the number of characters, or -EINVAL if @text is not well-formed UTF-8
 * (RFC 3629) or contains control characters.
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

/**
 * nfm_text_is_device() - check whether a text is acceptable as a device name
 * @text: the text
 *
 * Return: false if @text can be neither a primary name (dev_valid_name()) nor an
 * altname, or is not printable UTF-8.
 */
bool nfm_text_is_device(const char *text)
{
	size_t len = strlen(text);

	return len && len <= NFM_DEVICE_BYTES_MAX && !strpbrk(text, "/: ") &&
	       strcmp(text, ".") && strcmp(text, "..") &&
	       nfm_text_length(text, len) > 0;
}

/**
 * nfm_text_is_pattern() - check whether a text looks like a pattern or a list
 * @text: the text
 *
 * Examples: a shell pattern (eth*), an iptables one (eth+), the kernel's template
 * for new devices (eth%d), a regular expression, a list (eth0,eth1), or eth0@if3,
 * as ip-link prints a device with its peer. A device may still have such a name.
 *
 * Return: true if it does.
 */
bool nfm_text_is_pattern(const char *text)
{
	size_t len = strlen(text);

	return strpbrk(text, "*?[]{}()^$\\|&!,;%@") ||
	       (len && text[len - 1] == '+');
}
