/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Objects as given by argv or a file, as carried by netlink and as printed. All
 * are allocated from the pool. Those from a file record their positions in it.
 *
 * Addresses are IPv6; IPv4 addresses are mapped, ::ffff:a.b.c.d.
 */
#ifndef _MIRRORCTL_MODEL_MODEL_H
#define _MIRRORCTL_MODEL_MODEL_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>
#include <linux/nf_mirror.h>

#include "util/error.h"

/* One bit per NFM_A_*: @has is the set that an object carries. */
#define BIT(attr) (1U << (attr))

struct text {
	STAILQ_ENTRY(text) next;
	const char *text;
	struct srcpos at;
};
STAILQ_HEAD(text_list, text);

struct address {
	STAILQ_ENTRY(address) next;
	struct in6_addr in6;
	struct srcpos at;
};
STAILQ_HEAD(address_list, address);

struct cidr {
	STAILQ_ENTRY(cidr) next;
	struct in6_addr in6;
	uint32_t len; /* up to 32 (IPv4) or 128 (IPv6) */
	const char *word; /* as typed; NULL in replies */
	struct srcpos at;
};
STAILQ_HEAD(cidr_list, cidr);

struct ports {
	uint16_t first, last;
};

struct row {
	STAILQ_ENTRY(row) next;
	uint32_t has; /* NFM_A_ROW_* */
	uint32_t proto;
	struct cidr src, dst;
	struct ports sport, dport;
	const char *typed; /* words on the command line; NULL in replies */
	struct srcpos at;
};
STAILQ_HEAD(row_list, row);

struct table {
	STAILQ_ENTRY(table) next;
	struct row_list rows;
};
STAILQ_HEAD(table_list, table);

struct filter {
	struct table_list match, except;
};

struct tag {
	STAILQ_ENTRY(tag) next;
	const char *key, *value;
	struct srcpos at;
};
STAILQ_HEAD(tag_list, tag);

struct tap {
	STAILQ_ENTRY(tap) next;
	const char *eni; /* as the scope names it */
	const char *device; /* primary name; NULL: same as @eni, or no device */
	uint32_t state; /* enum nfm_tap_state */
};
STAILQ_HEAD(tap_list, tap);

struct counters {
	uint64_t matched_packets, matched_bytes;
	uint64_t sent_packets, sent_bytes;
	uint64_t dropped_packets;
	uint64_t drops[__NFM_DROP_MAX];
};

struct flow {
	uint32_t proto; /* 0: no flow */
	struct in6_addr src, dst;
	uint32_t sport, dport; /* 0: none */
};

struct receiver {
	STAILQ_ENTRY(receiver) next;
	struct in6_addr in6;
	uint32_t state; /* enum nfm_receiver_state */
	uint32_t mtu_short; /* bytes that the path MTU lacks */
	struct flow feedback;
	struct counters counters;
};
STAILQ_HEAD(receiver_list, receiver);

struct stats {
	struct counters counters;
	uint64_t modified[__NFM_MODIFIED_MAX];
	struct receiver_list receivers;
};

struct network {
	STAILQ_ENTRY(network) next;
	uint32_t has; /* NFM_A_NETWORK_* */
	struct srcpos at[__NFM_A_NETWORK_MAX]; /* by attribute; [0]: the object */
	const char *name;
	struct cidr_list cidrs;
	uint32_t max_sessions;
	uint32_t sessions;
	uint64_t seed; /* 0: none */
};
STAILQ_HEAD(network_list, network);

struct eni {
	STAILQ_ENTRY(eni) next;
	uint32_t has; /* NFM_A_ENI_* */
	struct srcpos at[__NFM_A_ENI_MAX]; /* by attribute; [0]: the object */
	const char *name;
	const char *attached_as; /* NULL: as @name, or not attached */
	const char *network;
	struct address_list addresses; /* all */
	struct address_list guest_addresses; /* those configured */
	uint32_t facing; /* enum nfm_facing: as given or, in replies, in use */
	uint32_t tap; /* enum nfm_tap_mode, likewise */
	uint32_t attached_facing, attached_tap; /* replies: as given */
	uint32_t blind; /* a bit for each enum nfm_blind */
	struct text_list
		unseen; /* what is not seen for these reasons, and a cure */
	uint32_t parent; /* ifindex of the device that it is on, as a VLAN; 0: none */
	uint32_t master; /* ifindex of its bridge or bond; 0: none */
	uint32_t ifindex;
	uint8_t mac[6];
	uint32_t mtu;
	struct cidr via;
	struct text_list sessions;
};
STAILQ_HEAD(eni_list, eni);

struct rate_limit {
	uint64_t amount; /* packets or bits per second; 0: no limit */
	uint32_t unit; /* enum nfm_rate_unit */
};

struct session {
	STAILQ_ENTRY(session) next;
	uint32_t has; /* NFM_A_SESSION_* */
	struct srcpos at[__NFM_A_SESSION_MAX]; /* by attribute; [0]: the object */
	const char *name;
	const char *network;
	uint32_t scope; /* enum nfm_scope */
	struct cidr_list scope_cidrs;
	struct text_list scope_enis;
	uint32_t direction; /* enum nfm_direction */
	uint32_t balance; /* enum nfm_balance */
	struct address_list receivers;
	uint32_t allow_outside; /* 0 or 1 */
	struct filter filter;
	struct in6_addr next_hop;
	uint32_t vni;
	uint32_t port;
	uint32_t snaplen; /* 0: none */
	uint32_t snap_fix; /* 0 or 1 */
	uint32_t mtu; /* enum nfm_mtu */
	struct rate_limit rate;
	uint32_t burst; /* packets or bits at once; 0: default */
	uint32_t sample; /* one flow in this many */
	uint32_t dscp;
	uint32_t frames; /* enum nfm_frames */
	uint32_t once; /* bool */
	uint32_t enabled; /* 0 or 1 */
	struct tag_list tags;
	struct text_list untags;
	struct tap_list taps;
	struct stats stats;
};
STAILQ_HEAD(session_list, session);

/* Why an object changed. */
struct cause {
	uint32_t kind; /* enum nfm_cause */
	uint32_t pid;
	const char *comm;
	struct in6_addr address;
	const char *old_name;
};

struct event {
	uint8_t command; /* NFM_CMD_*_NTF */
	uint32_t generation;
	uint32_t change; /* enum nfm_change */
	struct cause cause;
	struct network *network; /* one of these, depending on @command */
	struct eni *eni;
	struct session *session;
};

struct network *network_new(void);
struct eni *eni_new(void);
struct table *table_new(void);

/* Append an item and return it. */
struct text *text_add(struct text_list *list, const char *text);
struct address *address_add(struct address_list *list,
			    const struct in6_addr *in6);
struct tag *tag_add(struct tag_list *list, const char *key, const char *value);

bool address_is_v4(const struct in6_addr *in6);

/* AF_*, size and bytes of an address in its own family. */
int address_family(const struct in6_addr *in6);
size_t address_size(const struct in6_addr *in6);
const void *address_bytes(const struct in6_addr *in6);

/* Set an address from such bytes; false: @size is not 4 or 16. */
bool address_set(struct in6_addr *in6, const void *bytes, size_t size);

/* First address of @cidr, with all bits past its length cleared. */
struct in6_addr cidr_first(const struct cidr *cidr);
bool cidr_holds(const struct cidr *cidr, const struct in6_addr *in6);

#endif /* _MIRRORCTL_MODEL_MODEL_H */
