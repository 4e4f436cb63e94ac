// SPDX-License-Identifier: GPL-2.0
#include <stddef.h>

#include "model/snapshot.h"

void snapshot_init(struct snapshot *snap)
{
	snap->generation = 0;
	snap->classifier_bytes = 0;
	snap->last_eni = NULL;
	STAILQ_INIT(&snap->networks);
	STAILQ_INIT(&snap->enis);
	STAILQ_INIT(&snap->sessions);
}
