// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "netlink/dump.h"
#include "netlink/put.h"
#include "netns/netns.h"

/* Usual size of a read buffer; only a single object makes a message longer. */
#define NFM_DUMP_USUAL 32768
/*
 * Sessions examined per message to find those of ENIs. Bounded because the
 * first messages are written under Generic Netlink's lock.
 */
#define NFM_DUMP_LOOK 1024

/*
 * Maximum number of dumps under way in a tenant's namespace: each holds the
 * inventory that was active when it began for as long as its reader likes.
 */
#define NFM_DUMPS_MAX 16

/**
 * struct nfm_dump - a dump under way
 * @ns: its namespace, held by the socket
 * @inventory: snapshot that it shows from start to end; a reference
 * @next: index of the object to continue with
 * @end: index past the last object
 * @part: where to continue within that object; 0 for its start
 * @begun: its first message has been written
 * @look: number of sessions that may still be examined for this message
 */
struct nfm_dump {
	struct nfm_netns *ns;
	struct nfm_inventory *inventory;
	unsigned int next;
	unsigned int end;
	unsigned int part;
	bool begun;
	unsigned int look;
};

static struct nfm_dump *nfm_dump_of(const struct netlink_callback *cb)
{
	return (struct nfm_dump *)cb->args[0];
}

/* Return the name of the object that the request is restricted to, or NULL. */
static const struct nlattr *nfm_dump_name(struct netlink_callback *cb, int type,
					  int name)
{
	struct nlattr *tb[NFM_A_MAX + 1];

	/* Where Generic Netlink keeps parsed attributes depends on the kernel. */
	if (genlmsg_parse(cb->nlh, &nfm_family, tb, NFM_A_MAX, NULL, NULL) ||
	    !tb[type])
		return NULL;
	return nla_find_nested(tb[type], name);
}

static bool nfm_dump_may_begin(struct nfm_netns *ns)
{
	return atomic_inc_return(&ns->n_dumps) <= NFM_DUMPS_MAX || !ns->tenant;
}

static struct nfm_dump *nfm_dump_begin(struct netlink_callback *cb)
{
	struct nfm_netns *ns = nfm_netns_get(sock_net(cb->skb->sk));
	struct nfm_dump *dump;
	int err = -EBUSY;

	if (!nfm_dump_may_begin(ns)) {
		NL_SET_ERR_MSG(
			cb->extack,
			"the network namespace has 16 unfinished dumps already");
		goto ended;
	}
	err = -ENOMEM;
	dump = kzalloc(sizeof(*dump), GFP_KERNEL);
	if (!dump)
		goto ended;
	dump->ns = ns;
	/* Headroom: netlink_rcv_skb() has pulled earlier requests off this skb. */
	dump->inventory = nfm_netns_inventory(ns, !skb_headroom(cb->skb));
	cb->args[0] = (long)dump;
	cb->min_dump_alloc = NFM_MESSAGE_SIZE;
	return dump;

ended:
	atomic_dec(&ns->n_dumps);
	return ERR_PTR(err);
}

/* Fail a dump that has not begun: netlink will not call its done(). */
static int nfm_dump_missing(struct netlink_callback *cb,
			    const struct nlattr *name)
{
	NL_SET_ERR_MSG_ATTR(cb->extack, name, "there is none of this name");
	nfm_dump_done(cb);
	return -ENOENT;
}

static int nfm_dump_set_start(struct netlink_callback *cb,
			      struct nfm_dump *dump, const struct nfm_set *set,
			      const struct nlattr *name)
{
	dump->end = set->count;
	if (!name)
		return 0;
	if (!nfm_set_find(set, nla_data(name)))
		return nfm_dump_missing(cb, name);
	dump->next = nfm_set_index(set, nla_data(name));
	dump->end = dump->next + 1;
	return 0;
}

/* NFM_CMD_NETWORK_GET. */
int nfm_dump_networks_start(struct netlink_callback *cb)
{
	struct nfm_dump *dump = nfm_dump_begin(cb);

	if (IS_ERR(dump))
		return PTR_ERR(dump);
	return nfm_dump_set_start(cb, dump, &dump->inventory->config->networks,
				  nfm_dump_name(cb, NFM_A_NETWORK,
						NFM_A_NETWORK_NAME));
}

/* NFM_CMD_SESSION_GET. */
int nfm_dump_sessions_start(struct netlink_callback *cb)
{
	struct nfm_dump *dump = nfm_dump_begin(cb);

	if (IS_ERR(dump))
		return PTR_ERR(dump);
	return nfm_dump_set_start(cb, dump, &dump->inventory->config->sessions,
				  nfm_dump_name(cb, NFM_A_SESSION,
						NFM_A_SESSION_NAME));
}

/* NFM_CMD_ENI_GET. */
int nfm_dump_enis_start(struct netlink_callback *cb)
{
	const struct nlattr *name =
		nfm_dump_name(cb, NFM_A_ENI, NFM_A_ENI_NAME);
	struct nfm_dump *dump = nfm_dump_begin(cb);
	const struct nfm_eni *eni;

	if (IS_ERR(dump))
		return PTR_ERR(dump);
	dump->end = dump->inventory->n_enis;
	if (!name)
		return 0;
	eni = nfm_inventory_find(dump->inventory, nla_data(name)) ?:
		      nfm_inventory_find_device(dump->inventory, dump->ns->net,
						nla_data(name));
	if (!eni)
		return nfm_dump_missing(cb, name);
	dump->next = eni - dump->inventory->enis;
	dump->end = dump->next + 1;
	return 0;
}

static void *nfm_dump_message(struct sk_buff *msg, struct netlink_callback *cb)
{
	const struct genlmsghdr *request = nlmsg_data(cb->nlh);
	void *header;

	header = genlmsg_put(msg, NETLINK_CB(cb->skb).portid,
			     cb->nlh->nlmsg_seq, &nfm_family, NLM_F_MULTI,
			     request->cmd);
	if (!header)
		return NULL;
	if (nla_put_u32(msg, NFM_A_GENERATION,
			nfm_dump_of(cb)->inventory->generation)) {
		genlmsg_cancel(msg, header);
		return NULL;
	}
	return header;
}

/*
 * The first message is written under Generic Netlink's lock. A tenant's stays
 * empty, because the tenant decides what it costs to write its objects.
 */
static bool nfm_dump_is_held(struct nfm_dump *dump)
{
	bool first = !dump->begun;

	dump->begun = true;
	return first && dump->ns->tenant;
}

static int nfm_dump_nothing(struct sk_buff *msg, struct netlink_callback *cb)
{
	void *header = nfm_dump_message(msg, cb);

	if (!header)
		return -EMSGSIZE;
	genlmsg_end(msg, header);
	return msg->len;
}

/* Fill a message with as many objects as fit. */
static int nfm_dump_objects(struct sk_buff *msg, struct netlink_callback *cb,
			    int (*put)(struct sk_buff *msg,
				       struct nfm_dump *dump))
{
	struct nfm_dump *dump = nfm_dump_of(cb);
	unsigned int next, part;
	void *header;
	bool first;

	if (nfm_dump_is_held(dump))
		return nfm_dump_nothing(msg, cb);
	dump->look = NFM_DUMP_LOOK;
	while (dump->next < dump->end && dump->look) {
		first = !msg->len;
		next = dump->next;
		part = dump->part;
		header = nfm_dump_message(msg, cb);
		if (!header)
			break;
		if (put(msg, dump) || (!first && msg->len > NFM_DUMP_USUAL)) {
			dump->next = next;
			dump->part = part;
			genlmsg_cancel(msg, header);
			break;
		}
		genlmsg_end(msg, header);
	}
	if (!msg->len && dump->next < dump->end)
		return -EMSGSIZE;
	return msg->len;
}

static int nfm_dump_network(struct sk_buff *msg, struct nfm_dump *dump)
{
	int err = nfm_put_network(msg, dump->inventory->config, dump->next);

	if (!err)
		dump->next++;
	return err;
}

static int nfm_dump_session(struct sk_buff *msg, struct nfm_dump *dump)
{
	int err = nla_put_u64_64bit(msg, NFM_A_CLASSIFIER_BYTES,
				    dump->inventory->classifier_bytes,
				    NFM_A_PAD);

	if (!err)
		err = nfm_put_session(msg, dump->ns->net, dump->inventory,
				      dump->next);
	if (!err)
		dump->next++;
	return err;
}

static int nfm_dump_eni(struct sk_buff *msg, struct nfm_dump *dump)
{
	int err = nfm_put_eni(msg, dump->inventory, dump->next, &dump->part,
			      &dump->look);

	if (!err && !dump->part)
		dump->next++;
	return err;
}

int nfm_dump_networks(struct sk_buff *msg, struct netlink_callback *cb)
{
	return nfm_dump_objects(msg, cb, nfm_dump_network);
}

int nfm_dump_sessions(struct sk_buff *msg, struct netlink_callback *cb)
{
	return nfm_dump_objects(msg, cb, nfm_dump_session);
}

int nfm_dump_enis(struct sk_buff *msg, struct netlink_callback *cb)
{
	return nfm_dump_objects(msg, cb, nfm_dump_eni);
}

int nfm_dump_done(struct netlink_callback *cb)
{
	struct nfm_dump *dump = nfm_dump_of(cb);

	nfm_inventory_put_later(dump->inventory);
	atomic_dec(&dump->ns->n_dumps);
	kfree(dump);
	return 0;
}
