/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The objects as argv or a file says them, as netlink carries them and as they
 * are printed. All of it lives in the pool. What comes from a file knows its
 * place there.
 *
 * Addresses are IPv6 ones; those of IPv4 are mapped into them, ::ffff:a.b.c.d.
 */
#ifndef _MIRRORCTL_MODEL_MODEL_H
#define _MIRRORCTL_MODEL_MODEL_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>
#include <linux/nf_mirror.h>

#include "util/error.h"

/* One bit for each NFM_A_*: @has of an object tells what it carries. */
#define BIT(attr) (1U << (attr))

struct text {
	STAILQ_ENTRY(text) next;
	const char *text;
	struct mark at;
};
STAILQ_HEAD(text_list, text);

struct address {
	STAILQ_ENTRY(address) next;
	struct in6_addr in6;
	struct mark at;
};
STAILQ_HEAD(address_list, address);

struct cidr {
	STAILQ_ENTRY(cidr) next;
	struct in6_addr in6;
	uint8_t len; /* 0 to 32, or to 128 */
	const char *word; /* as it was typed; NULL in replies */
	struct mark at;
};
STAILQ_HEAD(cidr_list, cidr);

struct ports {
	uint16_t first, last;
};

struct row {
	STAILQ_ENTRY(row) next;
	uint32_t has; /* NFM_A_ROW_* */
	uint8_t proto;
	struct cidr src, dst;
	struct ports sport, dport;
	const char *words; /* as it was typed; NULL in replies */
	struct mark at;
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
	struct mark at;
};
STAILQ_HEAD(tag_list, tag);

struct tap {
	STAILQ_ENTRY(tap) next;
	const char *eni; /* as the scope names it */
	const char *device; /* its primary name; NULL: that is it */
	uint8_t state; /* enum nfm_tap_state */
};
STAILQ_HEAD(tap_list, tap);

struct counters {
	uint64_t matched_packets, matched_bytes;
	uint64_t sent_packets, sent_bytes;
	uint64_t dropped_packets;
	uint64_t drops[__NFM_DROP_MAX];
};

struct flow {
	uint8_t proto; /* 0: none */
	struct in6_addr src, dst;
	uint16_t sport, dport; /* 0: none */
};

struct receiver {
	STAILQ_ENTRY(receiver) next;
	struct in6_addr in6;
	uint8_t state; /* enum nfm_receiver_state */
	uint32_t mtu_short; /* bytes */
	struct flow feedback;
	struct counters counters;
};
STAILQ_HEAD(receiver_list, receiver);

struct stats {
	struct counters counters;
	uint64_t cases[__NFM_CASE_MAX];
	struct receiver_list receivers;
};

struct network {
	STAILQ_ENTRY(network) next;
	uint32_t has; /* NFM_A_NETWORK_* */
	struct mark at[__NFM_A_NETWORK_MAX]; /* by these; [0]: the object */
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
	struct mark at[__NFM_A_ENI_MAX]; /* by these; [0]: the object */
	const char *name;
	const char *attached_as; /* NULL: by that name, or not at all */
	const char *network;
	struct address_list addresses; /* all */
	struct address_list guest_addresses; /* those given with it */
	uint8_t facing; /* enum nfm_facing */
	uint32_t ifindex;
	uint8_t mac[6];
	uint32_t mtu;
	struct cidr via;
	struct text_list sessions;
};
STAILQ_HEAD(eni_list, eni);

struct session {
	STAILQ_ENTRY(session) next;
	uint32_t has; /* NFM_A_SESSION_* */
	struct mark at[__NFM_A_SESSION_MAX]; /* by these; [0]: the object */
	const char *name;
	const char *network;
	uint8_t scope; /* enum nfm_scope */
	struct cidr_list scope_cidrs;
	struct text_list scope_enis;
	uint8_t direction; /* enum nfm_direction */
	uint8_t balance; /* enum nfm_balance */
	struct address_list receivers;
	bool allow_outside;
	struct filter filter;
	struct in6_addr next_hop;
	uint32_t vni;
	uint16_t port;
	uint32_t snaplen; /* 0: none */
	bool snap_fix;
	uint8_t mtu; /* enum nfm_mtu */
	uint64_t rate; /* packets or bits a second; 0: no limit */
	uint8_t rate_unit; /* enum nfm_rate_unit */
	uint32_t burst; /* of these at once; 0: the default */
	uint32_t sample; /* 1 flow in so many */
	uint8_t dscp;
	bool enabled;
	struct tag_list tags;
	struct text_list untags;
	struct tap_list taps;
	struct stats stats;
};
STAILQ_HEAD(session_list, session);

/* Why an object changed. */
struct cause {
	uint8_t kind; /* enum nfm_cause */
	uint32_t pid;
	const char *comm;
	struct in6_addr address;
	const char *old_name;
};

struct event {
	uint8_t command; /* NFM_CMD_*_NTF */
	uint32_t generation;
	uint8_t change; /* enum nfm_change */
	struct cause cause;
	struct network *network; /* one of these, by the command */
	struct eni *eni;
	struct session *session;
};

struct network *network_new(void);
struct eni *eni_new(void);
struct session *session_new(void);
struct table *table_new(void);

/* These return what was added. */
struct text *text_add(struct text_list *list, const char *text);
struct address *address_add(struct address_list *list,
			    const struct in6_addr *in6);
struct tag *tag_add(struct tag_list *list, const char *key, const char *value);

bool address_is_v4(const struct in6_addr *in6);

/* As its own family has it: AF_*, how many bytes, where they are. */
int address_family(const struct in6_addr *in6);
size_t address_size(const struct in6_addr *in6);
const void *address_bytes(const struct in6_addr *in6);

/* Takes such bytes; false: @size is no address's. */
bool address_set(struct in6_addr *in6, const void *bytes, size_t size);

/* The first address of @cidr, without what is set past its length. */
struct in6_addr cidr_first(const struct cidr *cidr);
bool cidr_holds(const struct cidr *cidr, const struct in6_addr *in6);

#endif /* _MIRRORCTL_MODEL_MODEL_H */
