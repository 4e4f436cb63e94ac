// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "guest.h"
#include "random.h"

#define IP4 20
#define IP6 40
#define FRAGMENT 8 /* the header of one, in IPv6 */
#define UDP 8
#define LENGTH_MAX 4000

static const uint8_t ends[] = { 2, 1, 0, 0, 0, 2, 2, 1, 0, 0, 0, 1 };
static const uint8_t source4[] = { 10, 53, 0, 9 };
static const uint8_t source6[] = { 0xfd, 0, 0, 0x53, 0, 0, 0, 0,
				   0,	 0, 0, 0,    0, 0, 0, 9 };

/* The packet that is to be cut, and how long it is. */
struct packet {
	uint8_t data[IP6 + LENGTH_MAX];
	uint32_t header, len;
};

static void put_be16(uint8_t *at, uint16_t value)
{
	at[0] = value >> 8;
	at[1] = value;
}

static uint16_t get_be16(const uint8_t *at)
{
	return at[0] << 8 | at[1];
}

static uint16_t add(const uint8_t *data, uint32_t len)
{
	uint32_t i, sum = 0;

	for (i = 0; i + 1 < len; i += 2)
		sum += get_be16(data + i);
	if (len & 1)
		sum += data[len - 1] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

/* What is in the content at that place. */
static uint8_t planted(uint32_t at)
{
	return at * 7 % 251 | 1;
}

/* To where the router has room, or has not. */
static void put_destination(uint8_t *to, bool six)
{
	uint8_t net = chance(50) ? 77 : 78;

	memset(to, 0, six ? 16 : 4);
	if (six) {
		to[0] = 0xfd;
		to[3] = net == 77 ? 0x77 : 0x78;
		to[15] = 9;
	} else {
		to[0] = 10;
		to[1] = net;
		to[3] = 9;
	}
}

static void put_header4(struct packet *packet)
{
	uint8_t *ip = packet->data;

	packet->header = IP4;
	ip[0] = 0x45;
	put_be16(ip + 2, IP4 + packet->len);
	put_be16(ip + 4, random_u64() | 1);
	put_be16(ip + 6, chance(20) ? 0x4000 : 0);
	ip[8] = 64;
	ip[9] = 17;
	memcpy(ip + 12, source4, sizeof(source4));
	put_destination(ip + 16, false);
	put_be16(ip + 10, ~add(ip, IP4));
}

static void put_header6(struct packet *packet)
{
	uint8_t *ip = packet->data;

	packet->header = IP6;
	ip[0] = 0x60;
	put_be16(ip + 4, packet->len);
	ip[6] = 17;
	ip[7] = 64;
	memcpy(ip + 8, source6, sizeof(source6));
	put_destination(ip + 24, true);
}

static void make_packet(struct packet *packet)
{
	uint32_t i;

	memset(packet->data, 0, sizeof(packet->data));
	packet->len = chance(50) ? 1200 + random_below(LENGTH_MAX - 1200) :
				   UDP + 2 + random_below(1200);
	packet->len &= ~1u;
	if (chance(50))
		put_header4(packet);
	else
		put_header6(packet);
	for (i = UDP; i < packet->len; i++)
		packet->data[packet->header + i] = planted(i);
	put_be16(packet->data + packet->header, 9);
	put_be16(packet->data + packet->header + 2, 9);
	put_be16(packet->data + packet->header + 4, packet->len);
}

/*
 * The last two bytes are such that the checksum from @start on, as far as that is
 * known, is one that matters where lengths and protocols are.
 */
static void aim(struct packet *packet, int start)
{
	static const uint16_t values[] = { 0x0040, 0x003f, 0x2b40, 0x3c40,
					   0x4f00, 0x4000, 0x4500, 0x6000,
					   0x0000, 0x2c00 };
	uint32_t len = packet->header + packet->len;
	uint8_t *end = packet->data + len - 2;
	uint16_t want = ~PICK(values);

	if (start < 0)
		start = 0;
	if ((uint32_t)start + 4 > len)
		return;
	put_be16(end, 0);
	/* A router has it hop once less; of IPv4, that changes no sum. */
	packet->data[7] -= packet->header == IP6;
	put_be16(end, (want - add(packet->data + start, len - start)) % 0xffff);
	packet->data[7] += packet->header == IP6;
}

static void cut(struct guest *guest, const struct packet *packet, uint32_t at,
		uint32_t len, uint32_t id)
{
	struct frame *frame = &guest->parts[guest->n++];
	bool six = packet->header == IP6, more = at + len < packet->len;
	uint8_t *ip = frame->data + ETHERNET;
	uint32_t header = packet->header;

	memcpy(frame->data, ends, sizeof(ends));
	put_be16(frame->data + 12, six ? 0x86dd : 0x0800);
	memcpy(ip, packet->data, header);
	if (len < packet->len && six) {
		ip[6] = 44;
		ip[IP6] = 17;
		ip[IP6 + 1] = 0;
		put_be16(ip + IP6 + 2, at | more);
		memcpy(ip + IP6 + 4, &id, sizeof(id));
		header += FRAGMENT;
	} else if (len < packet->len) {
		put_be16(ip + 6, at / 8 | more << 13);
	}
	if (six) {
		put_be16(ip + 4, header - IP6 + len);
	} else {
		put_be16(ip + 2, header + len);
		put_be16(ip + 10, 0);
		put_be16(ip + 10, ~add(ip, IP4));
	}
	memcpy(ip + header, packet->data + packet->header + at, len);
	frame->len = ETHERNET + header + len;
}

/* Mostly in the headers, from before the Ethernet header to behind the packet. */
static uint32_t place(uint32_t end)
{
	unsigned int roll = random_below(100);

	if (roll < 50)
		return random_below(ETHERNET + IP6 + 20) & ~1u;
	return roll < 75 ? random_below(80) : random_below(end + 4);
}

void guest_make(struct guest *guest)
{
	static struct packet packet;
	uint32_t at, len, n, id = random_u64();
	int start;

	make_packet(&packet);
	n = chance(60) ? 1 : 2 + random_below(GUEST_PARTS - 1);
	guest->vnet = (struct virtio_net_hdr){
		.flags = chance(90) ? VIRTIO_NET_HDR_F_NEEDS_CSUM : 0,
		.csum_start = place(ETHERNET + packet.header + packet.len / n),
		.csum_offset = chance(80) ? random_below(24) :
					    random_below(100),
	};
	start = guest->vnet.csum_start - ETHERNET;
	if (n > 1 && packet.header == IP6) {
		/* Before the packet, ip6_fragment() itself would warn. */
		if (start < FRAGMENT)
			guest->vnet.csum_start = ETHERNET + FRAGMENT;
		/* That header is gone when it is put together. */
		start = guest->vnet.csum_start - ETHERNET - FRAGMENT;
	}
	if (chance(70))
		aim(&packet, start);
	guest->n = 0;
	for (at = 0; guest->n < n && at < packet.len; at += len) {
		len = (packet.len / n + 7) & ~7u;
		if (guest->n == n - 1 || at + len > packet.len)
			len = packet.len - at;
		cut(guest, &packet, at, len, id);
	}
}

bool guest_is_named(const uint8_t *data, uint32_t len)
{
	return memmem(data, len, source4, sizeof(source4)) ||
	       memmem(data, len, source6, sizeof(source6));
}

/* But for a checksum, and the last two bytes. */
static bool is_planted(const uint8_t *content, uint32_t at, uint32_t len)
{
	uint32_t i, others = 0;

	for (i = at < UDP ? UDP - at : 0; i < len; i++)
		others += content[i] != planted(at + i);
	return others <= 4;
}

bool guest_is_copy(const uint8_t *frame, uint32_t len)
{
	const uint8_t *ip = frame + ETHERNET;

	if (len < ETHERNET + IP6 + FRAGMENT)
		return true;
	if (get_be16(frame + 12) == 0x0800 &&
	    !memcmp(ip + 12, source4, sizeof(source4)) && ip[9] == 17)
		return ip[0] == 0x45 &&
		       is_planted(ip + IP4, (get_be16(ip + 6) & 0x1fff) * 8,
				  len - ETHERNET - IP4);
	if (get_be16(frame + 12) != 0x86dd ||
	    memcmp(ip + 8, source6, sizeof(source6)))
		return true;
	if (ip[6] == 17)
		return is_planted(ip + IP6, 0, len - ETHERNET - IP6);
	return ip[6] == 44 && ip[IP6] == 17 &&
	       is_planted(ip + IP6 + FRAGMENT, get_be16(ip + IP6 + 2) & ~7,
			  len - ETHERNET - IP6 - FRAGMENT);
}
