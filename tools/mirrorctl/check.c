// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <string.h>

#include "check.h"
#include "error.h"
#include "request.h"
#include "route.h"
#include "words.h"

/* The ENI whose copies can be the longest. */
struct source {
	const char *name;
	uint32_t mtu;
};

static void warn_outside(struct ctx *ctx, const struct session *s,
			 const char *eni)
{
	struct snapshot snap;
	struct refusal why;

	snapshot_init(&snap);
	if (fetch(ctx, NFM_CMD_NETWORK_GET, s->network, &snap, &why) ||
	    STAILQ_EMPTY(&snap.networks))
		return;
	warning("%s: none of its addresses is in network %s (%s); attach it with: mirrorctl eni attach %s network %s",
		eni, s->network,
		cidrs_text(&STAILQ_FIRST(&snap.networks)->cidrs), eni,
		s->network);
}

static bool is_receiver(const struct session *s, const struct in6_addr *in6)
{
	const struct address *receiver;

	STAILQ_FOREACH(receiver, &s->receivers, next)
		if (IN6_ARE_ADDR_EQUAL(&receiver->in6, in6))
			return true;
	return false;
}

static void warn_receiver(struct ctx *ctx, const struct session *s,
			  const char *name)
{
	const struct address *address;
	struct snapshot snap;
	struct refusal why;

	snapshot_init(&snap);
	if (fetch(ctx, NFM_CMD_ENI_GET, name, &snap, &why) ||
	    STAILQ_EMPTY(&snap.enis))
		return;
	STAILQ_FOREACH(address, &STAILQ_FIRST(&snap.enis)->addresses, next) {
		if (is_receiver(s, &address->in6)) {
			warning("%s owns receiver %s: never a source", name,
				address_text(&address->in6));
			return;
		}
	}
	warning("%s owns a receiver of another session: never a source", name);
}

static void check_taps(struct ctx *ctx, const struct session *s)
{
	const struct tap *tap;

	STAILQ_FOREACH(tap, &s->taps, next) {
		switch (tap->state) {
		case NFM_TAP_ABSENT:
			warning("%s: no such device yet; it is followed",
				tap->eni);
			break;
		case NFM_TAP_OUTSIDE:
			warn_outside(ctx, s, tap->eni);
			break;
		case NFM_TAP_RECEIVER:
			warn_receiver(ctx, s, tap->eni);
			break;
		}
	}
}

static void consider(struct nl_sock *rt, const char *name,
		     struct source *largest)
{
	uint32_t mtu = route_device_mtu(rt, name);

	if (mtu > largest->mtu)
		*largest = (struct source){ name, mtu };
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

static bool is_source(const struct session *s, const struct eni *eni)
{
	if (!eni->network || strcmp(eni->network, s->network) ||
	    eni->has & BIT(NFM_A_ENI_OWNS_RECEIVER))
		return false;
	return s->scope == NFM_SCOPE_NETWORK || in_subnets(s, eni);
}

/* Stopped sessions too: so the ENIs' own lists of sessions do not help. */
static void find_largest(struct ctx *ctx, struct nl_sock *rt,
			 const struct session *s, struct source *largest)
{
	struct snapshot snap;
	struct refusal why;
	const struct tap *tap;
	const struct eni *eni;

	STAILQ_FOREACH(tap, &s->taps, next)
		if (tap->state == NFM_TAP_ACTIVE)
			consider(rt, tap->eni, largest);
	if (s->scope == NFM_SCOPE_ENI)
		return;
	snapshot_init(&snap);
	if (fetch(ctx, NFM_CMD_ENI_GET, NULL, &snap, &why))
		return;
	STAILQ_FOREACH(eni, &snap.enis, next)
		if (is_source(s, eni))
			consider(rt, eni->name, largest);
}

/* What a copy adds: outer IP, UDP and VXLAN headers, inner Ethernet one. */
static uint32_t overhead(const struct in6_addr *receiver)
{
	return (address_is_v4(receiver) ? 20 : 40) + 8 + 8 + 14;
}

static void check_receiver(struct nl_sock *rt, const struct in6_addr *in6,
			   const struct source *largest)
{
	uint32_t needed = largest->mtu + overhead(in6);
	uint32_t mtu;

	if (!route_path_mtu(rt, in6, &mtu))
		warning("receiver %s: no route", address_text(in6));
	else if (largest->name && mtu < needed)
		warning("receiver %s: path MTU %" PRIu32 " is %" PRIu32
			" bytes short of what %s (MTU %" PRIu32
			") needs: %" PRIu32
			"; larger copies go out in fragments",
			address_text(in6), mtu, needed - mtu, largest->name,
			largest->mtu, needed);
}

static void check_receivers(struct ctx *ctx, const struct session *s)
{
	struct nl_sock *rt = route_open();
	const struct address *receiver;
	struct source largest = {};

	if (!rt)
		return;
	find_largest(ctx, rt, s, &largest);
	STAILQ_FOREACH(receiver, &s->receivers, next)
		check_receiver(rt, &receiver->in6, &largest);
	route_close(rt);
}

void check_session(struct ctx *ctx, const char *name)
{
	struct snapshot snap;
	struct refusal why;

	/* Another may have deleted it meanwhile: then there is nothing to say. */
	snapshot_init(&snap);
	if (fetch(ctx, NFM_CMD_SESSION_GET, name, &snap, &why) ||
	    STAILQ_EMPTY(&snap.sessions))
		return;
	check_taps(ctx, STAILQ_FIRST(&snap.sessions));
	check_receivers(ctx, STAILQ_FIRST(&snap.sessions));
}
