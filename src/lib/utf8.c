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

/**
 * nfm_text_is_device() - tells whether a device can be named so
 * @text: the text
 *
 * Return: false if it cannot, as its primary name (dev_valid_name()) or another;
 * nor by what has to be printed, and is no text.
 */
bool nfm_text_is_device(const char *text)
{
	size_t len = strlen(text);

	return len && len <= NFM_DEVICE_BYTES_MAX && !strpbrk(text, "/: ") &&
	       strcmp(text, ".") && strcmp(text, "..") &&
	       nfm_text_length(text, len) > 0;
}

/**
 * nfm_text_is_pattern() - tells whether a text looks like a pattern or a list
 * @text: the text
 *
 * That of a shell (eth*), of iptables (eth+), of the kernel's for new devices
 * (eth%d), a regular expression, or eth0,eth1; or eth0@if3, as ip-link prints a
 * device with its peer. There may be a device whose name is just that.
 */
bool nfm_text_is_pattern(const char *text)
{
	size_t len = strlen(text);

	return strpbrk(text, "*?[]{}()^$\\|&!,;%@") ||
	       (len && text[len - 1] == '+');
}
