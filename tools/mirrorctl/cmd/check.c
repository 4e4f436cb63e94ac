// SPDX-License-Identifier: GPL-2.0
/*
 * The module is queried once for the sessions, once for the ENIs and, if
 * needed, once for the networks. rtnetlink is queried once for each receiver
 * and once for the subnets in VRFs. See netlink/blind.c for what is queried about
 * ENIs.
 */
#include <inttypes.h>
#include <string.h>

#include "cmd/check.h"
#include "cmd/check_scope.h"
#include "model/names.h"
#include "netlink/blind.h"
#include "netlink/request.h"
#include "netlink/route.h"
#include "util/error.h"
#include "util/map.h"
#include "util/pool.h"

#define ETHERNET_HEADER 14

/* The ENIs of a network that can be sources. */
struct sources {
	struct eni_list enis;
	const struct eni *largest; /* by MTU; NULL: no ENIs */
	bool is_checked[2][2]; /* for a session with frames all, with next-hop */
};

/* A receiver, and the ENI that sends it the longest copies. */
struct target {
	STAILQ_ENTRY(target) next;
	const struct in6_addr *in6;
	const struct eni *largest; /* NULL: no ENI sends to it */
	uint32_t len; /* of the longest packets from @largest, after snaplen */
};

struct check {
	struct ctx *ctx;
	struct nl_sock *rt; /* NULL: rtnetlink is not available */
	struct vrf_list vrfs;
	struct snapshot snap;
	bool has_networks;
	struct map networks, enis, sources, targets, said; /* by text */
	struct scope scope; /* of the session at hand */
	STAILQ_HEAD(, target) order; /* @targets in order of appearance */
};

static const struct network *find_network(struct check *check, const char *name)
{
	struct network *net;
	struct refusal why;

	if (!check->has_networks && !nl_fetch(check->ctx, NFM_CMD_NETWORK_GET,
					      NULL, &check->snap, &why))
		STAILQ_FOREACH(net, &check->snap.networks, next)
			*map_at(&check->networks, net->name) = net;
	check->has_networks = true;
	return *map_at(&check->networks, name);
}

static void warn_outside(struct check *check, const struct session *s,
			 const char *eni)
{
	const struct network *net = find_network(check, s->network);

	if (net)
		warn_once(
			&check->said,
			pool_printf(
				"%s: none of its addresses is in network %s (%s); attach it with: mirrorctl eni attach %s network %s",
				eni, s->network, cidrs_text(&net->cidrs), eni,
				s->network));
}

static bool is_receiver(const struct session *s, const struct in6_addr *in6)
{
	const struct address *receiver;

	STAILQ_FOREACH(receiver, &s->receivers, next)
		if (IN6_ARE_ADDR_EQUAL(&receiver->in6, in6))
			return true;
	return false;
}

/* The primary name of the device; without a device, the name in the scope. */
static const char *tap_device(const struct tap *tap)
{
	return tap->device ?: tap->eni;
}

static void warn_receiver(struct check *check, const struct session *s,
			  const char *name)
{
	const struct eni *eni = *map_at(&check->enis, name);
	const struct address *address;

	if (!eni)
		return;
	STAILQ_FOREACH(address, &eni->addresses, next) {
		if (is_receiver(s, &address->in6)) {
			warn_once(&check->said,
				  pool_printf(
					  "%s owns receiver %s: never a source",
					  name, address_text(&address->in6)));
			return;
		}
	}
	warn_once(
		&check->said,
		pool_printf(
			"%s owns a receiver of another session: never a source",
			name));
}

static void check_taps(struct check *check, const struct session *s)
{
	const struct tap *tap;

	STAILQ_FOREACH(tap, &s->taps, next) {
		switch (tap->state) {
		case NFM_TAP_ABSENT:
			warn_once(
				&check->said,
				pool_printf(
					"%s: device does not exist yet; mirroring starts when it appears",
					tap->eni));
			break;
		case NFM_TAP_OUTSIDE:
			warn_outside(check, s, tap_device(tap));
			break;
		case NFM_TAP_RECEIVER:
			warn_receiver(check, s, tap_device(tap));
			break;
		}
	}
}

static bool is_v4(const struct row *row)
{
	return (row->has & BIT(NFM_A_ROW_SRC) &&
		address_is_v4(&row->src.in6)) ||
	       (row->has & BIT(NFM_A_ROW_DST) && address_is_v4(&row->dst.in6));
}

static bool is_v6(const struct row *row)
{
	return (row->has & BIT(NFM_A_ROW_SRC) &&
		!address_is_v4(&row->src.in6)) ||
	       (row->has & BIT(NFM_A_ROW_DST) && !address_is_v4(&row->dst.in6));
}

/* Return why packets of @proto's protocol hardly ever have @row's addresses. */
static const char *why_unlikely(const struct row *proto, const struct row *row)
{
	if (!(proto->has & BIT(NFM_A_ROW_PROTO)))
		return NULL;
	switch (proto->proto) {
	case IPPROTO_ICMPV6:
		return is_v4(row) ? "the ICMP of IPv4 is icmp" : NULL;
	case IPPROTO_ICMP:
	case IPPROTO_IGMP:
		return is_v6(row) ? "the ICMP of IPv6 is icmpv6" : NULL;
	case IPPROTO_HOPOPTS:
	case IPPROTO_ROUTING:
	case IPPROTO_FRAGMENT:
	case IPPROTO_AH:
	case IPPROTO_DSTOPTS:
		return is_v6(row) ?
			       "of IPv6, proto is what comes after such headers" :
			       NULL;
	default:
		return NULL;
	}
}

static void check_tables(struct check *check, const struct session *s,
			 const struct table_list *tables)
{
	const struct row *proto, *row;
	const struct table *table;
	const char *why;

	STAILQ_FOREACH(table, tables, next)
		STAILQ_FOREACH(proto, &table->rows, next)
			STAILQ_FOREACH(row, &table->rows, next) {
				why = why_unlikely(proto, row);
				if (why)
					warn_once(
						&check->said,
						pool_printf(
							"session %s: %s hardly ever holds here: %s",
							s->name,
							row_text(proto), why));
			}
}

static const struct eni *larger(const struct eni *a, const struct eni *b)
{
	return a && (!b || b->mtu <= a->mtu) ? a : b;
}

static bool in_subnets(const struct session *s, const struct eni *eni)
{
	const struct address *address;
	const struct cidr *cidr;

	STAILQ_FOREACH(address, &eni->addresses, next)
		STAILQ_FOREACH(cidr, &s->scope_cidrs, next)
			if (cidr_holds(cidr, &address->in6))
				return true;
	return false;
}

static void add_to_scope(struct check *check, const struct eni *eni)
{
	if (eni)
		check->scope.enis[check->scope.count++] = eni;
}

/* The session lists of ENIs cannot be used: they lack stopped sessions. */
static void find_scope(struct check *check, const struct session *s)
{
	const struct sources *sources = *map_at(&check->sources, s->network);
	const struct tap *tap;
	const struct eni *eni;

	check->scope.count = 0;
	if (s->scope == NFM_SCOPE_ENI) {
		STAILQ_FOREACH(tap, &s->taps, next)
			if (tap->state == NFM_TAP_ACTIVE)
				add_to_scope(check, *map_at(&check->enis,
							    tap_device(tap)));
		return;
	}
	if (!sources)
		return;
	STAILQ_FOREACH(eni, &sources->enis, next)
		if (s->scope == NFM_SCOPE_NETWORK || in_subnets(s, eni))
			add_to_scope(check, eni);
}

static const struct eni *find_largest(struct check *check,
				      const struct session *s)
{
	const struct sources *sources = *map_at(&check->sources, s->network);
	const struct eni *largest = NULL;
	size_t i;

	if (s->scope == NFM_SCOPE_NETWORK)
		return sources ? sources->largest : NULL;
	find_scope(check, s);
	for (i = 0; i < check->scope.count; i++)
		largest = larger(largest, check->scope.enis[i]);
	return largest;
}

/* Whether ENIs see packets depends on options of sessions, but not on their names. */
static bool was_checked(struct check *check, const struct session *s)
{
	struct sources *sources = *map_at(&check->sources, s->network);
	bool by_gateway = s->has & BIT(NFM_A_SESSION_NEXT_HOP);
	bool *is_checked;
	bool before;

	if (s->scope != NFM_SCOPE_NETWORK || !sources)
		return false;
	is_checked =
		&sources->is_checked[s->frames == NFM_FRAMES_ALL][by_gateway];
	before = *is_checked;
	*is_checked = true;
	return before;
}

static void check_sources(struct check *check)
{
	const struct session *s;

	STAILQ_FOREACH(s, &check->snap.sessions, next) {
		if (was_checked(check, s))
			continue;
		find_scope(check, s);
		check_scope(&check->said, s, &check->scope);
	}
}

/* Length of the longest IP packet of @eni as @s sends it. */
static uint32_t longest(const struct session *s, const struct eni *eni)
{
	uint32_t snapped = s->snaplen - ETHERNET_HEADER;

	return s->snaplen && snapped < eni->mtu ? snapped : eni->mtu;
}

static void note_receivers(struct check *check, const struct session *s)
{
	const struct eni *largest = find_largest(check, s);
	const struct address *receiver;

	STAILQ_FOREACH(receiver, &s->receivers, next) {
		void **slot =
			map_at(&check->targets, address_text(&receiver->in6));
		struct target *target = *slot;

		if (!target) {
			target = *slot = pool_zalloc(sizeof(*target));
			target->in6 = &receiver->in6;
			STAILQ_INSERT_TAIL(&check->order, target, next);
		}
		if (largest && longest(s, largest) > target->len) {
			target->largest = largest;
			target->len = longest(s, largest);
		}
	}
}

/* Bytes added to a copy: outer IP, UDP and VXLAN, inner Ethernet headers. */
static uint32_t overhead(const struct in6_addr *receiver)
{
	return (address_is_v4(receiver) ? 20 : 40) + 8 + 8 + ETHERNET_HEADER;
}

/*
 * Warn if a receiver is on-link in a VRF, but the route that copies and the
 * rest of the host use does not lead there. @path: that route; NULL: none.
 */
static void check_vrf(const struct vrf_list *vrfs, const struct in6_addr *in6,
		      const struct path *path)
{
	const struct vrf_subnet *subnet, *found = NULL;

	STAILQ_FOREACH(subnet, vrfs, next) {
		if (!cidr_holds(&subnet->cidr, in6))
			continue;
		if (path && (path->ifindex == subnet->ifindex ||
			     path->ifindex == subnet->vrf))
			return;
		found = subnet;
	}
	if (found)
		warning("receiver %s: it is on-link in VRF %s, and copies %s%s; see VRF in mirrorctl(8)",
			address_text(in6), found->name,
			path ? "leave by " : "have no route",
			path ? path->device : "");
}

static void check_target(struct check *check, const struct target *target)
{
	const struct eni *largest = target->largest;
	const struct in6_addr *in6 = target->in6;
	struct path path;
	uint32_t needed;

	if (!route_find(check->rt, in6, &path)) {
		warning("receiver %s: no route", address_text(in6));
		check_vrf(&check->vrfs, in6, NULL);
		return;
	}
	if (path.broadcast) {
		warning("receiver %s: the broadcast address of a subnet; no copy goes there",
			address_text(in6));
		return;
	}
	check_vrf(&check->vrfs, in6, &path);
	if (path.silent)
		warning("receiver %s: %s, which leads to it, is down or has no carrier",
			address_text(in6), path.device);
	needed = largest ? target->len + overhead(in6) : 0;
	if (path.mtu < needed)
		warning("receiver %s: path MTU %" PRIu32 " is %" PRIu32
			" bytes short of what %s (MTU %" PRIu32
			") needs: %" PRIu32
			"; larger copies are handled by the session's mtu policy",
			address_text(in6), path.mtu, needed - path.mtu,
			largest->name, largest->mtu, needed);
}

static void add_source(struct check *check, struct eni *eni)
{
	void **slot = map_at(&check->sources, eni->network);
	struct sources *sources = *slot;

	if (!sources) {
		sources = *slot = pool_zalloc(sizeof(*sources));
		STAILQ_INIT(&sources->enis);
	}
	STAILQ_INSERT_TAIL(&sources->enis, eni, next);
	sources->largest = larger(sources->largest, eni);
}

/* Index ENIs by name, and move possible sources to lists by network. */
static void sort_enis(struct check *check)
{
	struct eni_list *enis = &check->snap.enis;
	size_t count =
		NFM_ENIS_MAX; /* several names may be of the same device */
	struct eni *eni;

	STAILQ_FOREACH(eni, enis, next)
		count++;
	check->scope.enis = pool_alloc(count * sizeof(*check->scope.enis));
	while ((eni = STAILQ_FIRST(enis))) {
		STAILQ_REMOVE_HEAD(enis, next);
		*map_at(&check->enis, eni->name) = eni;
		if (eni->network && !(eni->has & BIT(NFM_A_ENI_OWNS_RECEIVER)))
			add_source(check, eni);
	}
}

/* One line: a host may run only a few of the guests that a file names. */
static void warn_absent(const struct eni_list *enis)
{
	const struct eni *eni, *absent = NULL;
	unsigned int n = 0;

	STAILQ_FOREACH(eni, enis, next) {
		if (!(eni->has & BIT(NFM_A_ENI_ATTACHED)) ||
		    eni->has & BIT(NFM_A_ENI_IFINDEX))
			continue;
		if (!n++)
			absent = eni;
	}
	if (n == 1)
		warning("eni %s: device does not exist yet; mirroring starts when it appears",
			absent->name);
	else if (n)
		warning("eni %s and %u others: devices do not exist yet; mirroring starts when they appear",
			absent->name, n - 1);
}

static void check_all(struct check *check)
{
	const struct session *s;
	const struct target *target;

	STAILQ_FOREACH(s, &check->snap.sessions, next) {
		check_taps(check, s);
		check_tables(check, s, &s->filter.match);
		check_tables(check, s, &s->filter.except);
	}
	check_sources(check);
	if (!check->rt)
		return;
	STAILQ_FOREACH(s, &check->snap.sessions, next)
		note_receivers(check, s);
	route_vrfs(check->rt, &check->vrfs);
	STAILQ_FOREACH(target, &check->order, next)
		check_target(check, target);
}

/* Fetch session @name, NULL: all, and the ENIs, and sort them. */
static bool begin(struct check *check, const char *name)
{
	struct refusal why;

	snapshot_init(&check->snap);
	STAILQ_INIT(&check->order);
	/* The session may have been deleted meanwhile: nothing to report. */
	if (nl_fetch(check->ctx, NFM_CMD_SESSION_GET, name, &check->snap,
		     &why) ||
	    nl_fetch(check->ctx, NFM_CMD_ENI_GET, NULL, &check->snap, &why))
		return false;
	if (!name)
		warn_absent(&check->snap.enis);
	if (STAILQ_EMPTY(&check->snap.sessions))
		return false;
	blind_find(&check->snap.enis);
	sort_enis(check);
	return true;
}

static void end(struct check *check)
{
	map_empty(&check->networks);
	map_empty(&check->enis);
	map_empty(&check->sources);
	map_empty(&check->targets);
	map_empty(&check->said);
}

void check_sessions(struct ctx *ctx, const char *name)
{
	struct check check = { .ctx = ctx };

	if (!begin(&check, name))
		return;
	check.rt = route_open();
	check_all(&check);
	if (check.rt)
		route_close(check.rt);
	end(&check);
}

void check_blindness(struct ctx *ctx, const struct session_list *sessions)
{
	struct check check = { .ctx = ctx };
	const struct session *s;
	struct refusal why;

	snapshot_init(&check.snap);
	STAILQ_FOREACH(s, sessions, next)
		if (nl_fetch(ctx, NFM_CMD_SESSION_GET, s->name, &check.snap,
			     &why))
			return;
	if (nl_fetch(ctx, NFM_CMD_ENI_GET, NULL, &check.snap, &why))
		return;
	blind_find(&check.snap.enis);
	sort_enis(&check);
	check_sources(&check);
	end(&check);
}

void check_eni(struct ctx *ctx, const char *name)
{
	struct snapshot snap;
	struct refusal why;

	snapshot_init(&snap);
	if (!nl_fetch(ctx, NFM_CMD_ENI_GET, name, &snap, &why))
		warn_absent(&snap.enis);
}

void check_vrfs(const struct session_list *sessions)
{
	struct map seen = {};
	const struct address *receiver;
	const struct session *s;
	struct vrf_list vrfs;
	struct nl_sock *rt;
	struct path path;

	rt = STAILQ_EMPTY(sessions) ? NULL : route_open();
	if (!rt)
		return;
	route_vrfs(rt, &vrfs);
	STAILQ_FOREACH(s, sessions, next) {
		if (STAILQ_EMPTY(&vrfs))
			break;
		STAILQ_FOREACH(receiver, &s->receivers, next) {
			void **slot =
				map_at(&seen, address_text(&receiver->in6));

			if (*slot)
				continue;
			*slot = rt;
			check_vrf(&vrfs, &receiver->in6,
				  route_find(rt, &receiver->in6, &path) ?
					  &path :
					  NULL);
		}
	}
	map_empty(&seen);
	route_close(rt);
}
