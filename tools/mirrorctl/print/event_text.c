// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <stdio.h>

#include "model/names.h"
#include "print/event.h"
#include "print/output.h"

static bool has_address(const struct eni *eni, const struct in6_addr *in6)
{
	const struct address *address;

	STAILQ_FOREACH(address, &eni->addresses, next)
		if (IN6_ARE_ADDR_EQUAL(&address->in6, in6))
			return true;
	return false;
}

/* The device of an attached ENI can come and go while the ENI stays. */
static const char *device_verb(const struct event *event)
{
	if (event->change == NFM_CHANGE_ADDED)
		return "appeared";
	if (event->change == NFM_CHANGE_REMOVED ||
	    !(event->eni->has & BIT(NFM_A_ENI_IFINDEX)))
		return "vanished";
	return "appeared or changed";
}

static void print_cause(const struct event *event)
{
	const struct cause *cause = &event->cause;

	switch (cause->kind) {
	case NFM_CAUSE_COMMAND:
		printf("  by %s", quoted(cause->comm));
		if (cause->pid)
			printf(" (pid %" PRIu32 ")", cause->pid);
		break;
	case NFM_CAUSE_DEVICE:
		if (event->eni)
			printf("  because the device %s", device_verb(event));
		break;
	case NFM_CAUSE_RENAME:
		printf("  because it was renamed from %s",
		       quoted(cause->old_name));
		break;
	case NFM_CAUSE_ADDRESS:
		if (event->eni)
			printf("  because address %s %s",
			       address_text(&cause->address),
			       has_address(event->eni, &cause->address) ?
				       "came" :
				       "went");
		break;
	case NFM_CAUSE_ROUTE:
		printf("  because of a route or link-layer address");
		break;
	case NFM_CAUSE_FEEDBACK:
		printf("  because of packets that carry copies");
		break;
	}
}

static void print_eni_values(const struct eni *eni)
{
	const struct text *session;

	if (!(eni->has & BIT(NFM_A_ENI_IFINDEX)))
		printf("  absent");
	if (eni->network)
		printf("  network %s", quoted(eni->network));
	else
		printf("  in no network");
	if (STAILQ_EMPTY(&eni->sessions))
		return;
	printf("  sessions");
	STAILQ_FOREACH(session, &eni->sessions, next)
		printf(" %s", quoted(session->text));
}

static void print_receiver(const struct session *s)
{
	const struct receiver *receiver = STAILQ_FIRST(&s->stats.receivers);

	printf("receiver %s of session %s: %s", address_text(&receiver->in6),
	       quoted(s->name), word_of(receiver_words, receiver->state));
	if (receiver->mtu_short)
		printf(", mtu short by %" PRIu32, receiver->mtu_short);
	if (receiver->feedback.proto)
		printf(", feedback %s", flow_text(&receiver->feedback));
}

static void print_head(const struct event *event, const char *object,
		       const char *name)
{
	printf("%s %s %s", object, quoted(name),
	       word_of(change_words, event->change));
}

void print_event(const struct event *event)
{
	bool removed = event->change == NFM_CHANGE_REMOVED;

	switch (event->command) {
	case NFM_CMD_NETWORK_NTF:
		print_head(event, "network", event->network->name);
		if (!removed)
			print_network_values(event->network);
		break;
	case NFM_CMD_ENI_NTF:
		print_head(event, "eni", event->eni->name);
		if (!removed)
			print_eni_values(event->eni);
		break;
	case NFM_CMD_SESSION_NTF:
		print_head(event, "session", event->session->name);
		if (!removed)
			print_session_values(event->session);
		break;
	case NFM_CMD_RECEIVER_NTF:
		print_receiver(event->session);
		break;
	}
	print_cause(event);
	putchar('\n');
}
