/* SPDX-License-Identifier: GPL-2.0 */
/* Datagrams of guests, who say of each where its checksum belongs. */
#ifndef _FUZZ_GUEST_H
#define _FUZZ_GUEST_H

#include <stdbool.h>
#include <stdint.h>
#include <linux/virtio_net.h>

#include "frame.h"

#define GUEST_PARTS 4

/* A datagram, whole or in fragments. */
struct guest {
	struct frame parts[GUEST_PARTS];
	unsigned int n;
	struct virtio_net_hdr vnet; /* of each part */
};

void guest_make(struct guest *guest);

/*
 * Whether a frame that a copy has, or the beginning of one, is what such a datagram
 * can have become; so are those of others.
 */
bool guest_is_copy(const uint8_t *frame, uint32_t len);

/* Whether anything in a frame is the source address of such datagrams. */
bool guest_is_named(const uint8_t *data, uint32_t len);

#endif /* _FUZZ_GUEST_H */
