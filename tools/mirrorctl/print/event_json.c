// SPDX-License-Identifier: GPL-2.0
/* Keys are a stable interface: see mirrorctl(8). */
#include "model/json_values.h"
#include "model/names.h"
#include "print/event.h"
#include "print/output.h"

static json_t *cause_json(const struct cause *cause)
{
	json_t *object =
		json_pack("{s:s}", "kind", word_of(cause_words, cause->kind));

	switch (cause->kind) {
	case NFM_CAUSE_COMMAND:
		json_object_set_new(object, "pid", json_integer(cause->pid));
		json_object_set_new(object, "comm", json_text(cause->comm));
		break;
	case NFM_CAUSE_RENAME:
		json_object_set_new(object, "old_name",
				    json_text(cause->old_name));
		break;
	case NFM_CAUSE_ADDRESS:
		json_object_set_new(object, "address",
				    json_text(address_text(&cause->address)));
		break;
	}
	return object;
}

static json_t *head_json(const struct event *event, const char *kind)
{
	return json_pack("{s:s, s:s, s:I, s:o}", "event", kind, "change",
			 word_of(change_words, event->change), "generation",
			 (json_int_t)event->generation, "cause",
			 cause_json(&event->cause));
}

/* @object: NULL if it was removed; its reference is consumed. */
static json_t *object_event(const struct event *event, const char *kind,
			    const char *name, json_t *object)
{
	json_t *root = head_json(event, kind);

	if (!object)
		object = json_pack("{s:o}", "name", json_text(name));
	json_object_set_new(root, kind, object);
	return root;
}

static json_t *receiver_event(const struct event *event)
{
	const struct session *s = event->session;
	const struct receiver *receiver = STAILQ_FIRST(&s->stats.receivers);
	json_t *root = head_json(event, "receiver");

	json_object_set_new(root, "session", json_text(s->name));
	json_object_set_new(
		root, "receiver",
		json_pack("{s:s, s:s, s:I, s:o*}", "ip",
			  address_text(&receiver->in6), "state",
			  word_of(receiver_words, receiver->state), "mtu_short",
			  (json_int_t)receiver->mtu_short, "feedback",
			  json_flow(&receiver->feedback)));
	return root;
}

json_t *event_json(const struct event *event)
{
	bool removed = event->change == NFM_CHANGE_REMOVED;

	switch (event->command) {
	case NFM_CMD_NETWORK_NTF:
		return object_event(event, "network", event->network->name,
				    removed ? NULL :
					      network_json(event->network));
	case NFM_CMD_ENI_NTF:
		return object_event(event, "eni", event->eni->name,
				    removed ? NULL : eni_json(event->eni));
	case NFM_CMD_SESSION_NTF:
		return object_event(
			event, "session", event->session->name,
			removed ? NULL : session_json(event->session, false));
	default:
		return receiver_event(event);
	}
}
