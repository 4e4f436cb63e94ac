/* SPDX-License-Identifier: GPL-2.0 */
/* Frames of a capture, and what becomes of them. */
#ifndef _FUZZ_FRAME_H
#define _FUZZ_FRAME_H

#include <stdint.h>

#define FRAME_MTU 9000
#define ETHERNET 14

struct frame {
	uint32_t len;
	uint8_t data[1 << 16];
};

/* Reads the frames that others are made of. */
void frames_read(const char *path);

/* One of them, spoiled, or just as it is. */
void frame_make(struct frame *frame);

/* One with a packet of IPv4, or of IPv6, whose address is not to be filled in. */
void frame_make_ip(struct frame *frame, unsigned int version);

/* A TCP or UDP one, or what was one, whose data is @len long. */
void frame_make_long(struct frame *frame, uint32_t len);

/* Where its packet begins. */
uint32_t frame_network(const struct frame *frame);

#endif /* _FUZZ_FRAME_H */
