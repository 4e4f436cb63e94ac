// SPDX-License-Identifier: GPL-2.0
#include "cmd/check_scope.h"
#include "util/error.h"
#include "util/pool.h"

void warn_once(struct map *said, const char *text)
{
	void **slot = map_at(said, text);

	if (!*slot)
		warning("%s", text);
	*slot = said;
}

static void warn_eni(struct map *said, const struct eni *eni, const char *text)
{
	warn_once(said, pool_printf("%s: %s", eni->name, text));
}

static void check_blind(struct map *said, const struct eni *eni)
{
	const struct text *unseen;

	if (eni->blind & BIT(NFM_BLIND_NO_EGRESS))
		warn_eni(
			said, eni,
			"this kernel has no hook for the frames that it sends, so they are not seen; see BLIND SPOTS in mirrorctl(8)");
	STAILQ_FOREACH(unseen, &eni->unseen, next)
		warn_eni(said, eni, unseen->text);
}

static void check_options(struct map *said, const struct session *s,
			  const struct eni *eni)
{
	bool by_gateway = s->has & BIT(NFM_A_SESSION_NEXT_HOP);

	if (by_gateway && eni->tap == NFM_TAP_MODE_DEVICE)
		warn_eni(
			said, eni,
			"its packets need not take this host's routes; next-hop may not see them");
	if (s->frames == NFM_FRAMES_ALL && eni->tap == NFM_TAP_MODE_IP)
		warn_eni(
			said, eni,
			"tapped in the IP stack, so only IP packets are copied; attach it with tap device for others");
}

/* Warn if a device that frames of @lower also pass is in the scope. */
static void check_upper(struct map *said, const struct eni *lower,
			const struct eni *upper)
{
	/* The IP stack gets each packet from one of them only. */
	if (lower->tap == NFM_TAP_MODE_DEVICE)
		warn_once(
			said,
			pool_printf(
				"%s and %s are both in scope: packets are copied twice",
				lower->name, upper->name));
}

static void check_twice(struct map *said, const struct scope *scope,
			const struct eni *eni)
{
	size_t i;

	if (!eni->parent && !eni->master)
		return;
	for (i = 0; i < scope->count; i++) {
		const struct eni *other = scope->enis[i];

		if (!other->ifindex)
			continue;
		if (other->ifindex == eni->parent)
			check_upper(said, other, eni);
		if (other->ifindex == eni->master)
			check_upper(said, eni, other);
	}
}

void check_scope(struct map *said, const struct session *s,
		 const struct scope *scope)
{
	size_t i;

	for (i = 0; i < scope->count; i++) {
		check_blind(said, scope->enis[i]);
		check_options(said, s, scope->enis[i]);
		check_twice(said, scope, scope->enis[i]);
	}
}
