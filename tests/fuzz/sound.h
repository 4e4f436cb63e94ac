/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a request has to have, beyond what docs/netlink.yaml says, so that it is
 * obeyed: names of what there is, addresses that fit, what comes together.
 */
#ifndef _FUZZ_SOUND_H
#define _FUZZ_SOUND_H

#include <libmnl/libmnl.h>

#include "spec.h"

struct sound {
	const struct spec_command *command;
	unsigned int odd; /* percent of values that may be any */
	const char *name; /* of all objects; NULL: by chance */
	bool scoped; /* all sessions have this scope, else any */
	uint8_t scope;
	bool outside; /* this, and what follows, is the present session's */
	bool rate;
	bool tagged;
	char key; /* of its last tag */
	uint8_t proto;
	uint8_t host; /* of the address that comes next */
	bool six; /* the family of CIDRs */
	uint8_t cidr; /* of a list, from 1 on, or of a row: 0 */
	uint8_t device; /* devices before this one in its scope */
};

enum sound_need { SOUND_MAY, SOUND_MUST, SOUND_MUST_NOT };

/* An object, a filter or a CIDR begins. */
void sound_enter(struct sound *sound, const struct spec_attr *attr);

enum sound_need sound_need(const struct sound *sound,
			   const struct spec_attr *attr);

/* False: any value of its kind will do. */
bool sound_put(struct sound *sound, struct nlmsghdr *nlh, uint16_t type,
	       const struct spec_attr *attr);

#endif /* _FUZZ_SOUND_H */
