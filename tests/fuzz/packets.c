// SPDX-License-Identifier: GPL-2.0
/*
 * Sends frames of all kinds, good and hostile, through two routers that differ in
 * nothing but that one mirrors, and compares what comes out:
 *
 *   packets SEED PART CASES LIES CAPTURE RECEIVER FAR ROUTER NEAR FAR ROUTER NEAR
 *
 * LIES: percent of super-packets that are not what they say they are.
 * FAR, ROUTER and NEAR are network namespaces, joined by eth0 of FAR and ROUTER,
 * and eth1 of ROUTER and eth0 of NEAR; ROUTER has tap0, too; copies come to eth0 of
 * RECEIVER. What is sent needs no more than CAP_NET_RAW. The same numbers, the same
 * frames. Ends with 1, and says of which frame and why, where the two routers
 * differ, or a copy has what its packet had not. Prints how many frames were sent,
 * how, and how many came out.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <linux/capability.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <linux/virtio_net.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "frame.h"
#include "guest.h"
#include "random.h"

/* Not in the headers of 6.1. */
#ifndef VIRTIO_NET_HDR_GSO_UDP_L4
#define VIRTIO_NET_HDR_GSO_UDP_L4 5
#endif

#define BATCH 16
#define PATIENCE 20000 /* ms */
#define FRAMES_MAX (BATCH * 64)

enum kind { WIRE, SUPER, GUEST, RAW4, RAW6, KINDS };

#define SHOWN 256 /* bytes, where a frame has to be shown */

struct seen {
	uint64_t hash;
	uint32_t len;
	uint8_t data[SHOWN];
};

struct world {
	int in[KINDS]; /* by which frames are sent */
	int tap; /* or by this, those that a guest can send */
	int out;
	struct seen seen[FRAMES_MAX];
	unsigned int n;
};

static struct world worlds[2];
static int copies;
static struct frame frame;
static struct guest guest;
static struct virtio_net_hdr vnet;
static unsigned long cases, sent[KINDS], refused[KINDS], forwarded;
static unsigned int lies;
static uint32_t markers;
static enum kind kind; /* of the batch that is under way */
static bool by_tap;

static void show(const char *what, const uint8_t *data, uint32_t len)
{
	uint32_t i;

	printf("%s (%u bytes) ", what, len);
	for (i = 0; i < len && i < SHOWN; i++)
		printf("%02x", data[i]);
	putchar('\n');
}

static void fail(const char *what)
{
	printf("case %lu: %s\n", cases, what);
	show("the last frame that was sent:", frame.data, frame.len);
	exit(1);
}

static int checked(int value, const char *what)
{
	if (value < 0) {
		perror(what);
		exit(2);
	}
	return value;
}

static void enter(const char *ns)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", ns);
	fd = checked(open(path, O_RDONLY), path);
	checked(setns(fd, CLONE_NEWNET), path);
	close(fd);
}

static int open_packet(int protocol)
{
	struct sockaddr_ll addr = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(protocol),
		.sll_ifindex = if_nametoindex("eth0"),
	};
	int size = 64 << 20;
	int fd = checked(socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, 0),
			 "packet");

	checked(bind(fd, (struct sockaddr *)&addr, sizeof(addr)), "bind");
	checked(setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)),
		"buffer");
	return fd;
}

/* What the router itself sends is told from its answers by a mark. */
static int open_raw(int family)
{
	int fd = checked(socket(family, SOCK_RAW | SOCK_NONBLOCK, IPPROTO_RAW),
			 "raw");
	int mark = 1;

	checked(setsockopt(fd, SOL_SOCKET, SO_MARK, &mark, sizeof(mark)),
		"mark");
	return fd;
}

static int open_tap(void)
{
	struct ifreq request = {
		.ifr_name = "tap0",
		.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR,
	};
	int fd = checked(open("/dev/net/tun", O_RDWR | O_NONBLOCK), "tun");

	checked(ioctl(fd, TUNSETIFF, &request), "tap0");
	return fd;
}

/* As a container's or a guest's. */
static void drop_privileges(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2] = {
		{ .effective = 1 << CAP_NET_RAW,
		  .permitted = 1 << CAP_NET_RAW },
	};

	checked(syscall(SYS_capset, &header, data), "capset");
}

static void world_open(struct world *world, char **namespaces)
{
	int on = 1;

	enter(namespaces[0]);
	world->in[WIRE] = open_packet(0);
	world->in[SUPER] = open_packet(0);
	checked(setsockopt(world->in[SUPER], SOL_PACKET, PACKET_VNET_HDR, &on,
			   sizeof(on)),
		"vnet");
	world->in[GUEST] = world->in[SUPER];
	enter(namespaces[1]);
	world->tap = open_tap();
	world->in[RAW4] = open_raw(AF_INET);
	world->in[RAW6] = open_raw(AF_INET6);
	enter(namespaces[2]);
	world->out = open_packet(ETH_P_ALL);
}

static int send_raw(int fd, unsigned int version)
{
	const uint8_t *ip = frame.data + frame_network(&frame);
	uint32_t len = frame.len - frame_network(&frame);
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	struct sockaddr_in in = { .sin_family = AF_INET };

	memcpy(&in.sin_addr, ip + 16, sizeof(in.sin_addr));
	if (version == 4)
		return sendto(fd, ip, len, 0, (void *)&in, sizeof(in));
	memcpy(&in6.sin6_addr, ip + 24, sizeof(in6.sin6_addr));
	return sendto(fd, ip, len, 0, (void *)&in6, sizeof(in6));
}

static int send_vnet(int fd, struct virtio_net_hdr *header, struct frame *with)
{
	struct iovec parts[] = {
		{ header, sizeof(*header) },
		{ with->data, with->len },
	};

	return writev(fd, parts, 2);
}

static int send_guest(int fd)
{
	unsigned int i;
	int ret = 0;

	for (i = 0; i < guest.n && ret >= 0; i++)
		ret = send_vnet(fd, &guest.vnet, &guest.parts[i]);
	return ret;
}

/* 0, or why the kernel did not take it. */
static int send_frame(const struct world *world)
{
	int fd = by_tap ? world->tap : world->in[kind], ret = 0;

	switch (kind) {
	case WIRE:
		ret = send(fd, frame.data, frame.len, 0);
		break;
	case SUPER:
		ret = send_vnet(fd, &vnet, &frame);
		break;
	case GUEST:
		ret = send_guest(fd);
		break;
	case RAW4:
		ret = send_raw(fd, 4);
		break;
	default:
		ret = send_raw(fd, 6);
	}
	return ret < 0 ? errno : 0;
}

/*
 * What a super-packet says of itself: mostly what holds. It is no more than some
 * packets long, so that a frame's mirrors do not keep a machine busy for seconds.
 */
static void make_super(void)
{
	static const uint16_t sizes[] = {
		1, 8, 100, 536, 1000, 1400, 1448, 8000
	};
	static const uint8_t types[] = { VIRTIO_NET_HDR_GSO_NONE,
					 VIRTIO_NET_HDR_GSO_TCPV4,
					 VIRTIO_NET_HDR_GSO_TCPV6,
					 VIRTIO_NET_HDR_GSO_UDP,
					 VIRTIO_NET_HDR_GSO_UDP_L4 };
	uint32_t at, size = PICK(sizes);
	bool tcp, six;

	frame_make_long(&frame,
			random_below(size * (chance(80) ? 4 : 20) % 60000 + 1));
	at = frame_network(&frame);
	six = frame.data[at] >> 4 == 6;
	tcp = frame.data[at + (six ? 6 : 9)] == 6;
	at += six ? 40 : (frame.data[at] & 15) * 4;
	vnet = (struct virtio_net_hdr){
		.flags = VIRTIO_NET_HDR_F_NEEDS_CSUM,
		.gso_type = tcp && six ? VIRTIO_NET_HDR_GSO_TCPV6 :
			    tcp	       ? VIRTIO_NET_HDR_GSO_TCPV4 :
					 VIRTIO_NET_HDR_GSO_UDP_L4,
		.hdr_len = at + (tcp ? 20 : 8),
		.gso_size = size,
		.csum_start = at,
		.csum_offset = tcp ? 16 : 6,
	};
	if (chance(100 - lies))
		return;
	if (chance(30))
		vnet.gso_type = PICK(types) |
				(chance(20) ? VIRTIO_NET_HDR_GSO_ECN : 0);
	if (chance(25))
		vnet.flags = random_u64();
	if (chance(25))
		vnet.hdr_len = chance(50) ? random_u64() : random_below(100);
	if (chance(25))
		vnet.csum_start = chance(20) ? random_u64() : random_below(100);
	if (chance(25))
		vnet.csum_offset = chance(20) ? random_u64() : random_below(20);
}

static void make_any(void)
{
	switch (kind) {
	case WIRE:
		frame_make(&frame);
		break;
	case SUPER:
		make_super();
		break;
	case GUEST:
		guest_make(&guest);
		frame = guest.parts[0];
		break;
	case RAW4:
		frame_make_ip(&frame, 4);
		break;
	default:
		frame_make_ip(&frame, 6);
	}
}

/* A copy with a guest's source address is judged as one of a guest's datagrams. */
static void make(void)
{
	do
		make_any();
	while (kind != GUEST && guest_is_named(frame.data, frame.len));
}

/* To where the routers send it, whatever came before. */
static void send_marker(struct world *world)
{
	static uint8_t marker[64] = {
		2,    1,   0,	0,   0,	 2, /* to the router */
		2,    1,   0,	0,   0,	 1, /* from far */
		8,    0, /* */
		0x45, 0,   0,	50,  0,	 1,  0, 0, 64, 17, 0, 0, /* */
		10,   50,  0,	9,   10, 77, 0, 1, /* */
		0,    9,   0,	9,   0,	 30, 0, 0, /* */
		'm',  'a', 'r', 'k',
	};
	uint32_t i, sum = 0;

	memcpy(marker + 46, &markers, sizeof(markers));
	marker[24] = marker[25] = 0;
	for (i = 14; i < 34; i += 2)
		sum += marker[i] << 8 | marker[i + 1];
	sum = ~((sum & 0xffff) + (sum >> 16));
	marker[24] = sum >> 8;
	marker[25] = sum;
	if (send(world->in[WIRE], marker, sizeof(marker), 0) < 0)
		fail("a frame that only marks an end was not taken");
}

static bool is_marker(const uint8_t *data, uint32_t len)
{
	return len == 64 && !memcmp(data + 42, "mark", 4) &&
	       !memcmp(data + 46, &markers, sizeof(markers));
}

/* A router writes the time into that option. */
static void hide_time(uint8_t *data, uint32_t len)
{
	uint32_t end =
		ETHERNET + (len > ETHERNET ? (data[ETHERNET] & 15) * 4 : 0);

	if (data[12] != 8 || data[13] || end > len || end <= ETHERNET + 20)
		return;
	if (!memchr(data + ETHERNET + 20, 0x44, end - ETHERNET - 20))
		return;
	memset(data + ETHERNET + 10, 0, 2);
	memset(data + ETHERNET + 20, 0, end - ETHERNET - 20);
}

/*
 * A packet of IPv6 that becomes fragments gets one for them: super-packets, and what
 * conntrack has reassembled, of guests and of the router itself.
 */
static void hide_ident(uint8_t *data, uint32_t len)
{
	uint32_t at = ETHERNET + 40;
	uint8_t next = data[20];

	if (data[12] != 0x86 || data[13] != 0xdd)
		return;
	/* Hop-by-hop and destination options, routing headers. */
	while (at + 8 <= len && (next == 0 || next == 43 || next == 60)) {
		next = data[at];
		at += 8 + data[at + 1] * 8;
	}
	if (next == 44 && at + 8 <= len)
		memset(data + at + 4, 0, 4);
}

static void note(struct world *world, uint8_t *data, uint32_t len)
{
	uint64_t hash = 0xcbf29ce484222325;
	uint32_t i;

	hide_time(data, len);
	if (kind != WIRE && kind != RAW4)
		hide_ident(data, len);
	for (i = 0; i < len; i++)
		hash = (hash ^ data[i]) * 0x100000001b3;
	if (world->n == FRAMES_MAX)
		fail("too many frames come out");
	world->seen[world->n].hash = hash;
	world->seen[world->n].len = len;
	memcpy(world->seen[world->n++].data, data, len < SHOWN ? len : SHOWN);
}

/* All that came out since the last marker. */
static void drain(struct world *world)
{
	static uint8_t data[1 << 17];
	struct pollfd ready = { .fd = world->out, .events = POLLIN };
	struct sockaddr_ll from;
	socklen_t size = sizeof(from);
	ssize_t len;

	world->n = 0;
	for (;;) {
		len = recvfrom(world->out, data, sizeof(data), 0, (void *)&from,
			       &size);
		if (len < 0 && errno != EAGAIN)
			fail(strerror(errno));
		if (len < 0 && poll(&ready, 1, PATIENCE) <= 0)
			fail("a frame that marks an end did not come out");
		if (len < 0 || from.sll_pkttype == PACKET_OUTGOING)
			continue;
		if (is_marker(data, len))
			return;
		note(world, data, len);
	}
}

/* What has come of a guest's datagrams; of a copy in fragments, the first. */
static void check_copies(void)
{
	static uint8_t data[1 << 17];
	uint32_t outer;
	ssize_t len;

	while ((len = recv(copies, data, sizeof(data), 0)) >= 0) {
		outer = ETHERNET + (data[12] == 8 ? 20 : 40) + 16;
		if (len < outer || data[outer - 8] != 8)
			continue;
		if (data[12] == 8 && (data[20] & 0x1f || data[21]))
			continue;
		if (guest_is_copy(data + outer, len - outer))
			continue;
		show("the copy:", data + outer, len - outer);
		fail("a copy has what its packet had not");
	}
}

static bool is_same(const struct seen *a, const struct seen *b)
{
	return a->hash == b->hash && a->len == b->len;
}

/* What came out of the one that mirrors, and of the other one. */
static void compare(void)
{
	const struct world *with = &worlds[0], *without = &worlds[1];
	unsigned int i;

	for (i = 0; i < with->n && i < without->n; i++) {
		if (is_same(&with->seen[i], &without->seen[i]))
			continue;
		show("with mirroring:", with->seen[i].data, with->seen[i].len);
		show("without:", without->seen[i].data, without->seen[i].len);
		fail("a frame does not come out as without mirroring");
	}
	if (with->n != without->n)
		fail("not as many frames come out as without mirroring");
	forwarded += with->n;
}

/* For whoever finds the machine dead: which batch it was. */
static void tell_progress(void)
{
	char text[64];
	int len = snprintf(text, sizeof(text), "case %lu\n", cases);

	(void)!pwrite(STDOUT_FILENO, text, len, 0);
}

/* Each is one kind, so that what comes out has an order. */
static void run_batch(unsigned long end)
{
	unsigned int roll = random_below(100);
	int i, err;

	tell_progress();
	kind = roll < 62 ? WIRE :
	       roll < 70 ? SUPER :
	       roll < 80 ? GUEST :
	       roll < 91 ? RAW4 :
			   RAW6;
	by_tap = (kind == SUPER || kind == GUEST) && chance(50);
	for (i = 0; i < BATCH && cases < end; i++, cases++) {
		make();
		err = send_frame(&worlds[0]);
		if (err != send_frame(&worlds[1]))
			fail("a frame is not taken as without mirroring");
		sent[kind] += !err;
		refused[kind] += !!err;
	}
	markers++;
	for (i = 0; i < 2; i++)
		send_marker(&worlds[i]);
	for (i = 0; i < 2; i++)
		drain(&worlds[i]);
	compare();
	check_copies();
}

static void check_lost(const struct world *world)
{
	struct tpacket_stats stats;
	socklen_t size = sizeof(stats);

	checked(getsockopt(world->out, SOL_PACKET, PACKET_STATISTICS, &stats,
			   &size),
		"statistics");
	if (stats.tp_drops)
		fail("frames were lost where they are counted");
}

int main(int argc, char **argv)
{
	static const char *const names[] = { "wire", "super", "guest", "raw4",
					     "raw6" };
	unsigned long end;
	int i;

	if (argc != 13)
		return 2;
	random_seed(strtoul(argv[1], NULL, 10), strtoul(argv[2], NULL, 10));
	end = strtoul(argv[3], NULL, 10);
	lies = atoi(argv[4]);
	frames_read(argv[5]);
	enter(argv[6]);
	copies = open_packet(ETH_P_ALL);
	for (i = 0; i < 2; i++)
		world_open(&worlds[i], argv + 7 + 3 * i);
	drop_privileges();
	while (cases < end)
		run_batch(end);
	for (i = 0; i < 2; i++)
		check_lost(&worlds[i]);
	printf("cases %lu\n", cases);
	for (i = 0; i < KINDS; i++)
		printf("%s %lu\nrefused-%s %lu\n", names[i], sent[i], names[i],
		       refused[i]);
	printf("forwarded %lu\n", forwarded);
	return 0;
}
