/* SPDX-License-Identifier: GPL-2.0 */
/* Requests to the family: by the book, and not. */
#ifndef _FUZZ_MESSAGE_H
#define _FUZZ_MESSAGE_H

#include <stdint.h>

#include "spec.h"

#define MESSAGE_MAX (1 << 20)

struct message {
	const struct spec_command *command; /* NULL: bytes at random */
	uint32_t len; /* of what is sent, whatever the header says */
	bool intact; /* it is as it was made, or was when it was taken */
	union {
		uint8_t data[MESSAGE_MAX];
		uint32_t aligned;
	};
};

/* A request that its structure alone does not give away. */
void message_make(struct message *msg, uint16_t family);

/* Objects in great numbers, each with a name of its own. */
void message_make_giant(struct message *msg, uint16_t family);

/* One that will be obeyed if what it is about is there, most of the time. */
void message_make_sound(struct message *msg, uint16_t family);

/*
 * From step 0 on, a transaction that puts networks, an attachment, and sessions
 * with much of what these can have, in the place of what there is; each is to be
 * obeyed. False: there is no such step.
 */
bool message_make_world(struct message *msg, uint16_t family,
			unsigned int step);

void message_make_noise(struct message *msg, uint16_t family);

/* Of generic netlink's own, about the family. */
void message_make_control(struct message *msg, uint16_t family);

/* Spoils some of it. */
void message_mutate(struct message *msg);

/* @to is changed, like @from, by some values. */
void message_vary(struct message *to, const struct message *from);

#endif /* _FUZZ_MESSAGE_H */
