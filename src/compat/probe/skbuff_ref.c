// SPDX-License-Identifier: GPL-2.0
/* Since 6.10, the helpers for page references of skbs have a separate header. */
#include <linux/skbuff_ref.h>
