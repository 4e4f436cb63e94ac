// SPDX-License-Identifier: GPL-2.0
/* Since 6.10 references to pages of packets have a header of their own. */
#include <linux/skbuff_ref.h>
