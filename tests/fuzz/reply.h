/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _FUZZ_REPLY_H
#define _FUZZ_REPLY_H

#include <libmnl/libmnl.h>

/* What is wrong with a message of the family's; NULL: it is as specified. */
const char *reply_wrong(const struct nlmsghdr *nlh);

/* What is wrong with a refusal, or an acknowledgement. */
const char *refusal_wrong(const struct nlmsghdr *nlh);

#endif /* _FUZZ_REPLY_H */
