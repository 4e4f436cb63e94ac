// SPDX-License-Identifier: GPL-2.0
#include "netlink/codec.h"
#include "netlink/transaction.h"
#include "util/error.h"

/* Limits of a request; with these, few requests are needed. */
#define OBJECTS_MAX 100
#define BYTES_MAX (48 << 10)

/* Objects to send in one request; errors name "session web", not a command. */
struct parcel {
	struct ctx *ctx;
	struct command of;
	struct msg msg;
};

static int send_parcel(struct parcel *parcel)
{
	if (!parcel->msg.objects)
		return DONE;
	if (request_send(parcel->ctx, &parcel->of, &parcel->msg))
		return REFUSED;
	msg_again(&parcel->msg);
	return DONE;
}

static int send_if_full(struct parcel *parcel)
{
	if (parcel->msg.objects < OBJECTS_MAX &&
	    parcel->msg.nlh->nlmsg_len < BYTES_MAX)
		return DONE;
	return send_parcel(parcel);
}

static void begin_parcel(struct parcel *parcel, struct ctx *ctx,
			 const char *object, uint8_t genl)
{
	parcel->ctx = ctx;
	parcel->of = (struct command){ .object = object, .genl = genl };
	msg_init(&parcel->msg, genl);
}

static int send_networks(struct ctx *ctx, const struct network_list *list)
{
	const struct network *net;
	struct parcel parcel;

	begin_parcel(&parcel, ctx, "network", NFM_CMD_NETWORK_ADD);
	STAILQ_FOREACH(net, list, next) {
		put_network(&parcel.msg, net);
		if (send_if_full(&parcel))
			return REFUSED;
	}
	return send_parcel(&parcel);
}

static int send_enis(struct ctx *ctx, const struct eni_list *list)
{
	const struct eni *eni;
	struct parcel parcel;

	begin_parcel(&parcel, ctx, "eni", NFM_CMD_ENI_ATTACH);
	STAILQ_FOREACH(eni, list, next) {
		put_eni(&parcel.msg, eni);
		if (send_if_full(&parcel))
			return REFUSED;
	}
	return send_parcel(&parcel);
}

static int send_sessions(struct ctx *ctx, const struct session_list *list)
{
	const struct session *s;
	struct parcel parcel;

	begin_parcel(&parcel, ctx, "session", NFM_CMD_SESSION_ADD);
	STAILQ_FOREACH(s, list, next) {
		put_session(&parcel.msg, s);
		if (send_if_full(&parcel))
			return REFUSED;
	}
	return send_parcel(&parcel);
}

int replace_all(struct ctx *ctx, const struct command *cmd,
		const struct snapshot *config, bool check)
{
	struct msg begin, end;

	msg_init(&begin, NFM_CMD_BEGIN);
	msg_put(&begin, NFM_A_REPLACE, 0, NULL, NULL);
	msg_init(&end, check ? NFM_CMD_ABORT : NFM_CMD_COMMIT);
	if (request_send(ctx, cmd, &begin) ||
	    send_networks(ctx, &config->networks) ||
	    send_enis(ctx, &config->enis) ||
	    send_sessions(ctx, &config->sessions) ||
	    request_send(ctx, cmd, &end))
		return REFUSED;
	return DONE;
}
