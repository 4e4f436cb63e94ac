/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MIRRORCTL_MODEL_SNAPSHOT_H
#define _MIRRORCTL_MODEL_SNAPSHOT_H

#include "model/model.h"

/* All objects, or some of them, as the module or a file has them. */
struct snapshot {
	uint32_t generation; /* 0: no reply had one */
	struct network_list networks;
	struct eni_list enis;
	struct eni *last_eni;
	struct session_list sessions;
	uint64_t classifier_bytes;
};

void snapshot_init(struct snapshot *snap);

#endif /* _MIRRORCTL_MODEL_SNAPSHOT_H */
