// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <string.h>
#include <linux/genetlink.h>

#include "netlink/codec.h"
#include "netlink/request.h"
#include "util/error.h"
#include "util/module.h"
#include "util/pool.h"

/* Attempts to read lists that change meanwhile. */
#define TRIES 10

/* Errors of the kernel for what the module does not know. */
static bool is_unknown(const struct refusal *why)
{
	return !strcmp(why->text, "Unknown attribute type") ||
	       !strcmp(why->text, "Unsupported attribute") ||
	       (!*why->text && why->error == EOPNOTSUPP);
}

static const char *unknown(const struct ctx *ctx)
{
	const char *version = module_version("");

	return pool_printf(
		"the module that is loaded (nf_mirror %s) does not know this; mirrorctl is %s: see UPGRADING in mirrorctl(8)",
		version ? version : "of no version", ctx->version);
}

static const char *reason(const struct ctx *ctx, const struct refusal *why)
{
	if (is_unknown(why))
		return unknown(ctx);
	if (*why->text)
		return why->text;
	switch (why->error) {
	case ENOENT: /* Linux 6.1 drops the text if a dump fails to start */
		return "there is none of this name";
	case EPERM:
		return "CAP_NET_ADMIN is needed in this network namespace (run it as root)";
	case EMSGSIZE:
		return "too long for a request";
	case EINTR:
		return "the configuration changes faster than it can be read: try again";
	case EBADMSG:
		return "the answer of the nf_mirror module is malformed";
	default:
		return strerror(why->error);
	}
}

/* "session add web" */
static const char *where(const struct command *cmd, const char *object)
{
	const char *text = cmd->object;

	if (cmd->verb)
		text = pool_printf("%s %s", text, cmd->verb);
	if (object)
		text = pool_printf("%s %s", text, *object ? object : "''");
	return text;
}

static int report_absence(void)
{
	const char *obstacle = module_obstacle("");

	return refused(
		"the nf_mirror module is not loaded (modprobe nf_mirror, or insmod nf_mirror.ko)%s%s",
		obstacle ? "; " : "", obstacle ? obstacle : "");
}

int request_report(const struct ctx *ctx, const struct command *cmd,
		   const char *object, const char *what,
		   const struct refusal *why)
{
	const char *text = where(cmd, object);

	if (why->no_module)
		return report_absence();
	if (what)
		text = pool_printf("%s: %s", text, what);
	return refused("%s: %s", text, reason(ctx, why));
}

/* Return true if the state that @genl requests may already hold. */
static bool is_idempotent(uint8_t genl)
{
	switch (genl) {
	case NFM_CMD_NETWORK_ADD:
	case NFM_CMD_NETWORK_DEL:
	case NFM_CMD_ENI_ATTACH:
	case NFM_CMD_ENI_DETACH:
	case NFM_CMD_SESSION_ADD:
	case NFM_CMD_SESSION_DEL:
		return true;
	default:
		return false;
	}
}

void request_init(const struct ctx *ctx, const struct command *cmd,
		  struct msg *msg)
{
	msg_init(msg, cmd->genl);
	if (ctx->exist && is_idempotent(cmd->genl))
		msg_put(msg, NFM_A_EXIST, 0, NULL, NULL);
}

int request_send(struct ctx *ctx, const struct command *cmd,
		 const struct msg *msg)
{
	const struct origin *origin;
	struct refusal why;

	if (!nl_request(&ctx->nl, msg, &why))
		return DONE;
	origin = why.offset ? msg_origin(msg, why.offset) : NULL;
	if (!origin)
		return request_report(ctx, cmd,
				      msg->objects == 1 ? msg->object : NULL,
				      NULL, &why);
	error_pos(origin->at);
	if (origin->clash)
		return refused("%s: %s", where(cmd, origin->object),
			       origin->clash);
	return request_report(ctx, cmd, origin->object, origin->what, &why);
}

/* An ENI with many sessions comes in parts: same name, more sessions. */
static bool add_eni(struct eni *eni, struct snapshot *snap)
{
	if (!eni)
		return false;
	if (snap->last_eni && !strcmp(snap->last_eni->name, eni->name)) {
		STAILQ_CONCAT(&snap->last_eni->sessions, &eni->sessions);
		return true;
	}
	STAILQ_INSERT_TAIL(&snap->enis, eni, next);
	snap->last_eni = eni;
	return true;
}

static bool add_object(const struct nlattr *attr, struct snapshot *snap)
{
	struct network *net;
	struct session *s;

	switch (mnl_attr_get_type(attr)) {
	case NFM_A_GENERATION:
		if (mnl_attr_validate(attr, MNL_TYPE_U32))
			return false;
		snap->generation = mnl_attr_get_u32(attr);
		return true;
	case NFM_A_CLASSIFIER_BYTES:
		if (mnl_attr_validate(attr, MNL_TYPE_U64))
			return false;
		snap->classifier_bytes = mnl_attr_get_u64(attr);
		return true;
	case NFM_A_NETWORK:
		net = get_network(attr);
		if (net)
			STAILQ_INSERT_TAIL(&snap->networks, net, next);
		return net;
	case NFM_A_ENI:
		return add_eni(get_eni(attr), snap);
	case NFM_A_SESSION:
		s = get_session(attr);
		if (s)
			STAILQ_INSERT_TAIL(&snap->sessions, s, next);
		return s;
	default:
		return true;
	}
}

static int on_message(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr)) {
		if (!add_object(attr, data)) {
			errno = EBADMSG;
			return MNL_CB_ERROR;
		}
	}
	return MNL_CB_OK;
}

int nl_fetch(struct ctx *ctx, uint8_t genl, const char *name,
	     struct snapshot *snap, struct refusal *why)
{
	static const uint16_t types[] = {
		[NFM_CMD_NETWORK_GET] = NFM_A_NETWORK,
		[NFM_CMD_ENI_GET] = NFM_A_ENI,
		[NFM_CMD_SESSION_GET] = NFM_A_SESSION,
	};
	struct snapshot got;
	struct msg msg;
	int try, ret;

	msg_init(&msg, genl);
	if (name)
		put_name(&msg, types[genl], name);
	for (try = 0; try < TRIES; try++) {
		snapshot_init(&got);
		ret = nl_dump(&ctx->nl, &msg, on_message, &got, why);
		if (!ret || why->error != EINTR)
			break;
	}
	if (ret)
		return -1;
	snap->generation = got.generation;
	snap->classifier_bytes = got.classifier_bytes;
	STAILQ_CONCAT(&snap->networks, &got.networks);
	STAILQ_CONCAT(&snap->enis, &got.enis);
	STAILQ_CONCAT(&snap->sessions, &got.sessions);
	return 0;
}

/* Empty lists report no generation. */
static bool agree(uint32_t a, uint32_t b)
{
	return !a || !b || a == b;
}

int nl_fetch_all(struct ctx *ctx, struct snapshot *snap, struct refusal *why)
{
	uint32_t of_networks, of_enis, of_sessions;
	int try;

	for (try = 0; try < TRIES; try++) {
		snapshot_init(snap);
		if (nl_fetch(ctx, NFM_CMD_NETWORK_GET, NULL, snap, why))
			return -1;
		of_networks = snap->generation;
		if (nl_fetch(ctx, NFM_CMD_ENI_GET, NULL, snap, why))
			return -1;
		of_enis = snap->generation;
		if (nl_fetch(ctx, NFM_CMD_SESSION_GET, NULL, snap, why))
			return -1;
		of_sessions = snap->generation;
		if (agree(of_networks, of_enis) &&
		    agree(of_enis, of_sessions) &&
		    agree(of_networks, of_sessions))
			return 0;
	}
	*why = (struct refusal){ .error = EINTR };
	return -1;
}
