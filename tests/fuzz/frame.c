// SPDX-License-Identifier: GPL-2.0
#include <endian.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame.h"
#include "random.h"

#define FRAMES_MAX 16384

struct base {
	const uint8_t *data;
	uint32_t len;
};

static struct base bases[FRAMES_MAX];
static unsigned int n_bases;

static uint16_t get_be16(const uint8_t *at)
{
	return at[0] << 8 | at[1];
}

static void put_be16(uint8_t *at, uint16_t value)
{
	at[0] = value >> 8;
	at[1] = value;
}

/* The classic format, as this machine writes it. */
void frames_read(const char *path)
{
	struct {
		uint32_t sec, usec, len, whole;
	} header;
	FILE *file = fopen(path, "r");
	uint8_t *data;

	if (!file || fseek(file, 24, SEEK_SET))
		exit(2);
	while (n_bases < FRAMES_MAX &&
	       fread(&header, sizeof(header), 1, file)) {
		data = malloc(header.len);
		if (!data || fread(data, header.len, 1, file) != 1)
			exit(2);
		bases[n_bases++] = (struct base){ data, header.len };
	}
	fclose(file);
	if (!n_bases)
		exit(2);
}

uint32_t frame_network(const struct frame *frame)
{
	uint32_t at = ETHERNET;

	while (at + 4 <= frame->len &&
	       (get_be16(frame->data + at - 2) == 0x8100 ||
		get_be16(frame->data + at - 2) == 0x88a8))
		at += 4;
	return at;
}

static void take(struct frame *frame, const struct base *base)
{
	memcpy(frame->data, base->data, base->len);
	frame->len = base->len;
}

/* Somewhere in the headers, mostly. */
static uint32_t place(const struct frame *frame)
{
	uint32_t rest = frame->len - ETHERNET;

	if (chance(90) && rest > 80)
		rest = 80;
	return ETHERNET + random_below(rest);
}

static void spoil_byte(struct frame *frame)
{
	uint8_t *at = frame->data + place(frame);

	*at = chance(50) ? *at ^ 1u << random_below(8) : random_u64();
}

static void spoil_word(struct frame *frame)
{
	const uint16_t values[] = {
		0,
		1,
		7,
		8,
		19,
		20,
		27,
		28,
		39,
		40,
		59,
		60,
		0x7fff,
		0xffff,
		frame->len,
		frame->len - 14,
		5,
		6,
		15,
		64,
		1280,
		frame->len - 34,
		frame->len - 54,
		random_u64(),
	};
	uint32_t at = place(frame) & ~1u;

	if (at + 2 <= frame->len)
		put_be16(frame->data + at, PICK(values));
}

static void spoil_end(struct frame *frame)
{
	uint32_t most = frame->len - ETHERNET, more;

	if (chance(70)) {
		if (chance(70) && most > 90)
			most = 90;
		frame->len = ETHERNET + random_below(most + 1);
		return;
	}
	more = random_below(200);
	if (frame->len + more > ETHERNET + FRAME_MTU)
		return;
	random_bytes(frame->data + frame->len, more);
	frame->len += more;
}

/* A part of another one, where it was. */
static void spoil_splice(struct frame *frame)
{
	const struct base *other = &bases[random_below(n_bases)];
	uint32_t at = place(frame), len = 1 + random_below(60);

	if (at + len <= frame->len && at + len <= other->len)
		memcpy(frame->data + at, other->data + at, len);
}

static void spoil_protocol(struct frame *frame)
{
	static const uint8_t protocols[] = { 0,	 1,  4,	 6,   17,  33,
					     41, 43, 44, 47,  50,  51,
					     58, 59, 60, 132, 136, 255 };
	uint32_t at = frame_network(frame);

	at += at < frame->len && frame->data[at] >> 4 == 6 ? 6 : 9;
	if (at < frame->len)
		frame->data[at] = PICK(protocols);
}

static void spoil_fragment(struct frame *frame)
{
	uint32_t at = frame_network(frame);

	if (at + 8 <= frame->len && frame->data[at] >> 4 == 4)
		put_be16(frame->data + at + 6,
			 chance(50) ? random_below(4) << 13 : random_u64());
}

static void spoil_ethernet(struct frame *frame)
{
	static const uint16_t types[] = { 0x0800, 0x86dd, 0x8100, 0x88a8,
					  0x0806, 0x8847, 0x8864, 0x0000 };

	if (chance(70))
		put_be16(frame->data + 12, PICK(types));
	else
		frame->data[random_below(12)] ^= 1 << random_below(8);
}

/* Or few would come farther than to the check of it. */
static void fix_ip4(struct frame *frame, uint32_t at)
{
	uint8_t *ip = frame->data + at;
	uint32_t i, len = (*ip & 15) * 4, sum = 0;

	if (chance(75))
		put_be16(ip + 2, frame->len - at);
	if (len < 20 || at + len > frame->len)
		return;
	put_be16(ip + 10, 0);
	for (i = 0; i < len; i += 2)
		sum += get_be16(ip + i);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	put_be16(ip + 10, ~sum);
}

static void fix(struct frame *frame)
{
	uint32_t at = frame_network(frame);

	if (at + 20 <= frame->len && frame->data[at] >> 4 == 4)
		fix_ip4(frame, at);
	else if (at + 40 <= frame->len && frame->data[at] >> 4 == 6 &&
		 chance(75))
		put_be16(frame->data + at + 4, frame->len - at - 40);
}

static void spoil(struct frame *frame)
{
	static void (*const ways[])(struct frame * frame) = {
		spoil_byte,	spoil_byte,	spoil_word,
		spoil_word,	spoil_end,	spoil_splice,
		spoil_protocol, spoil_fragment, spoil_ethernet
	};
	static const uint8_t counts[] = { 0, 1, 1, 1, 2, 2, 3, 6 };
	unsigned int n = PICK(counts);

	while (n-- && frame->len > ETHERNET)
		PICK(ways)(frame);
	if (chance(85))
		fix(frame);
}

void frame_make(struct frame *frame)
{
	take(frame, &bases[random_below(n_bases)]);
	spoil(frame);
}

static bool has_ip(const struct frame *frame, unsigned int version)
{
	uint32_t at = frame_network(frame);

	return frame->len >= at + (version == 4 ? 20 : 40) &&
	       frame->data[at] >> 4 == version;
}

void frame_make_ip(struct frame *frame, unsigned int version)
{
	uint8_t *ip;

	do
		frame_make(frame);
	while (!has_ip(frame, version));
	ip = frame->data + frame_network(frame);
	/* The kernel gives these two values, of which one is random. */
	if (version == 4 && !get_be16(ip + 4))
		ip[5] = 1;
	if (version == 4 && !(ip[12] | ip[13] | ip[14] | ip[15]))
		ip[12] = 10;
}

void frame_make_long(struct frame *frame, uint32_t len)
{
	uint32_t at;
	uint8_t proto;

	do {
		take(frame, &bases[random_below(n_bases)]);
		at = frame_network(frame);
		proto = has_ip(frame, 4) ? frame->data[at + 9] :
			has_ip(frame, 6) ? frame->data[at + 6] :
					   0;
	} while (proto != 6 && proto != 17);
	at += has_ip(frame, 4) ? (frame->data[at] & 15) * 4 : 40;
	at += proto == 6 ? 20 : 8;
	if (at > ETHERNET + 200)
		return;
	random_bytes(frame->data + at, len);
	frame->len = at + len;
	/* What is not spoiled has right lengths. */
	if (chance(30))
		spoil(frame);
	else
		fix(frame);
}
