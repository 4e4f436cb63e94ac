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

/* Nothing is left, or will be once the other one is sent, too. */
void message_make_flush(struct message *msg, uint16_t family, bool commit);

void message_make_noise(struct message *msg, uint16_t family);

/* Of generic netlink's own, about the family. */
void message_make_control(struct message *msg, uint16_t family);

/* Spoils some of it. */
void message_mutate(struct message *msg);

/* @to is changed, like @from, by some values. */
void message_vary(struct message *to, const struct message *from);

#endif /* _FUZZ_MESSAGE_H */
