// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "eni/subnet.h"
#include "netlink/attr.h"
#include "netlink/edit.h"
#include "plan/measure.h"

/**
 * struct nfm_request - a request to add or change a session
 * @net: the namespace
 * @attr: the session's nest
 * @tb: its attributes by type; the last one of each type that repeats
 * @config: configuration being edited
 * @network: the session's network
 * @session: new version of the session
 * @job: the request, as a job
 * @extack: set to the reason of a refusal
 */
struct nfm_request {
	struct net *net;
	const struct nlattr *attr;
	struct nlattr *tb[NFM_A_SESSION_MAX + 1];
	struct nfm_config *config;
	const struct nfm_network *network;
	struct nfm_session *session;
	const struct nfm_job *job;
	struct netlink_ext_ack *extack;
};

static int nfm_session_parse(struct nlattr **tb, const struct nlattr *attr,
			     struct netlink_ext_ack *extack)
{
	int err;

	err = nla_parse_nested(tb, NFM_A_SESSION_MAX, attr, NULL, extack);
	if (err)
		return err;
	if (!tb[NFM_A_SESSION_NAME]) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "a session needs a name");
		return -EINVAL;
	}
	return 0;
}

/* Start a request that adds or changes the session of nest @attr. */
static int nfm_request_init(struct nfm_request *request, struct net *net,
			    struct nfm_config *config,
			    const struct nlattr *attr,
			    const struct nfm_job *job,
			    struct netlink_ext_ack *extack)
{
	*request = (struct nfm_request){
		.net = net,
		.attr = attr,
		.config = config,
		.job = job,
		.extack = extack,
	};
	return nfm_session_parse(request->tb, attr, extack);
}

static int nfm_session_missing(const struct nlattr *name,
			       struct netlink_ext_ack *extack)
{
	NL_SET_ERR_MSG_ATTR(extack, name, "there is no session of this name");
	return -ENOENT;
}

static void nfm_session_too_much(const struct nlattr *name,
				 struct netlink_ext_ack *extack)
{
	NL_SET_ERR_MSG_ATTR(
		extack, name,
		"the network namespace would exceed its memory limit (module parameter memory)");
}

static int nfm_request_scope_cidrs(struct nfm_request *request)
{
	struct nfm_prefix cidrs[NFM_CIDRS_MAX];
	struct nfm_session *session = request->session;
	unsigned int n;
	int err;

	err = nfm_attr_prefixes(request->attr, NFM_A_SESSION_SCOPE_CIDR, cidrs,
				&n, request->extack);
	if (err)
		return err;
	if ((session->params.scope == NFM_SCOPE_SUBNET) != !!n) {
		NL_SET_ERR_MSG_ATTR(
			request->extack, request->tb[NFM_A_SESSION_SCOPE],
			"scope subnet needs scope-cidr, and no other scope takes it");
		return -EINVAL;
	}
	kfree(session->cidrs);
	session->cidrs = NULL;
	session->n_cidrs = 0;
	if (!n)
		return 0;
	session->cidrs = kmemdup(cidrs, n * sizeof(*cidrs), GFP_KERNEL_ACCOUNT);
	if (!session->cidrs)
		return -ENOMEM;
	session->n_cidrs = n;
	return 0;
}

/* Check whether the scope already names the same device before @attr. */
static bool nfm_request_has_eni(const struct nfm_request *request,
				const struct nlattr *attr)
{
	const struct nlattr *earlier;
	int rem;

	nla_for_each_nested(earlier, request->attr, rem) {
		if (earlier == attr)
			return false;
		if (nla_type(earlier) == NFM_A_SESSION_SCOPE_ENI &&
		    !strcmp(nla_data(earlier), nla_data(attr)))
			return true;
	}
	return false;
}

/* Check and count a request's device names; *size: output, bytes with NULs. */
static int nfm_request_count_enis(struct nfm_request *request,
				  unsigned int *size)
{
	const struct nlattr *attr;
	int err, rem, n = 0;

	*size = 0;
	nla_for_each_nested(attr, request->attr, rem) {
		if (nla_type(attr) != NFM_A_SESSION_SCOPE_ENI)
			continue;
		err = nfm_attr_device(request->net, attr, request->extack);
		if (err)
			return err;
		if (nfm_request_has_eni(request, attr)) {
			NL_SET_ERR_MSG_ATTR(request->extack, attr,
					    "the ENI is given twice");
			return -EINVAL;
		}
		*size += strlen(nla_data(attr)) + 1;
		if (n++ < NFM_ENIS_MAX && *size <= NFM_ENIS_BYTES_MAX)
			continue;
		NL_SET_ERR_MSG_ATTR(
			request->extack, attr,
			"a scope has at most 128 ENIs, and 8192 bytes of names");
		return -E2BIG;
	}
	if ((request->session->params.scope == NFM_SCOPE_ENI) == !!n)
		return n;
	NL_SET_ERR_MSG_ATTR(
		request->extack, request->tb[NFM_A_SESSION_SCOPE],
		"scope eni needs scope-eni, and no other scope takes it");
	return -EINVAL;
}

static int nfm_request_scope_enis(struct nfm_request *request)
{
	struct nfm_session *session = request->session;
	const struct nlattr *attr;
	unsigned int size;
	int rem, n;
	char *name;

	n = nfm_request_count_enis(request, &size);
	if (n < 0)
		return n;
	kfree(session->enis);
	session->enis = NULL;
	session->n_enis = 0;
	session->enis_size = 0;
	if (!n)
		return 0;
	session->enis = kmalloc(size, GFP_KERNEL_ACCOUNT);
	if (!session->enis)
		return -ENOMEM;
	session->n_enis = n;
	session->enis_size = size;
	name = session->enis;
	nla_for_each_nested(attr, request->attr, rem) {
		if (nla_type(attr) != NFM_A_SESSION_SCOPE_ENI)
			continue;
		strcpy(name, nla_data(attr));
		name += strlen(name) + 1;
	}
	return 0;
}

static int nfm_request_scope(struct nfm_request *request)
{
	struct nlattr **tb = request->tb;
	int err;

	if (!tb[NFM_A_SESSION_SCOPE]) {
		if (!tb[NFM_A_SESSION_SCOPE_CIDR] &&
		    !tb[NFM_A_SESSION_SCOPE_ENI])
			return 0;
		NL_SET_ERR_MSG_ATTR(request->extack,
				    tb[NFM_A_SESSION_SCOPE_CIDR] ?:
					    tb[NFM_A_SESSION_SCOPE_ENI],
				    "scope-cidr and scope-eni need a scope");
		return -EINVAL;
	}
	err = nfm_request_scope_cidrs(request);
	return err ?: nfm_request_scope_enis(request);
}

/*
 * Return the session of this name in the configuration that the request changes
 * or replaces, or NULL.
 */
static const struct nfm_session *
nfm_request_before(const struct nfm_request *request)
{
	return nfm_config_find_session(request->config->base,
				       request->session->object.name);
}

/*
 * Check whether the session already had this receiver. If so, it is accepted
 * even if its subnet came later, so that a saved configuration can be applied.
 */
static bool nfm_request_had_receiver(const struct nfm_request *request,
				     const struct in6_addr *addr)
{
	const struct nfm_session *old = nfm_request_before(request);
	unsigned int i;

	for (i = 0; old && i < old->n_receivers; i++)
		if (ipv6_addr_equal(&old->receivers[i]->addr, addr))
			return true;
	return false;
}

static int nfm_request_check_receiver(const struct nfm_request *request,
				      const struct nlattr *attr,
				      const struct in6_addr *earlier,
				      unsigned int n)
{
	struct in6_addr addr;

	nfm_attr_addr(attr, &addr);
	if (!nfm_addr_is_unicast(&addr)) {
		NL_SET_ERR_MSG_ATTR(
			request->extack, attr,
			"a receiver must be a unicast address, and not link-local");
		return -EINVAL;
	}
	if (nfm_subnet_has_edge(request->net, &addr) &&
	    !nfm_request_had_receiver(request, &addr)) {
		NL_SET_ERR_MSG_ATTR(
			request->extack, attr,
			"a receiver must be a unicast address, not the broadcast or network address of a subnet of this host");
		return -EINVAL;
	}
	if (nfm_addr_is_among(&addr, earlier, n)) {
		NL_SET_ERR_MSG_ATTR(request->extack, attr,
				    "the receiver is given twice");
		return -EINVAL;
	}
	if (n < NFM_RECEIVERS_MAX)
		return 0;
	NL_SET_ERR_MSG_ATTR(request->extack, attr,
			    "a session has at most 64 receivers");
	return -E2BIG;
}

static int nfm_request_receivers(struct nfm_request *request)
{
	struct in6_addr addrs[NFM_RECEIVERS_MAX];
	const struct nlattr *attr;
	unsigned int n = 0;
	int err, rem;

	if (!request->tb[NFM_A_SESSION_RECEIVER])
		return 0;
	nla_for_each_nested(attr, request->attr, rem) {
		if (nla_type(attr) != NFM_A_SESSION_RECEIVER)
			continue;
		err = nfm_request_check_receiver(request, attr, addrs, n) ?:
			      nfm_job_rest(request->job);
		if (err)
			return err;
		nfm_attr_addr(attr, &addrs[n++]);
	}
	return nfm_session_set_receivers(request->session, addrs, n);
}

/*
 * Return the attribute to blame for a receiver: its own, else
 * NFM_A_SESSION_ALLOW_OUTSIDE, else the session's nest.
 */
static const struct nlattr *
nfm_request_bad_attr(const struct nfm_request *request,
		     const struct in6_addr *addr)
{
	const struct nlattr *attr;
	struct in6_addr given;
	int rem;

	nla_for_each_nested(attr, request->attr, rem) {
		if (nla_type(attr) != NFM_A_SESSION_RECEIVER)
			continue;
		nfm_attr_addr(attr, &given);
		if (ipv6_addr_equal(&given, addr))
			return attr;
	}
	return request->tb[NFM_A_SESSION_ALLOW_OUTSIDE] ?: request->attr;
}

static int nfm_request_check_outside(const struct nfm_request *request)
{
	const struct nfm_session *session = request->session;
	unsigned int i;

	for (i = 0; i < session->n_receivers; i++) {
		const struct in6_addr *addr = &session->receivers[i]->addr;
		bool reserved = nfm_addr_is_reserved(addr);

		if (nfm_network_holds(request->network, addr) ||
		    (session->params.allow_outside && !reserved))
			continue;
		if (reserved)
			NL_SET_ERR_MSG_ATTR(
				request->extack,
				nfm_request_bad_attr(request, addr),
				"a receiver must be a unicast address; those in 0.0.0.0/8 and 240.0.0.0/4 must be in a CIDR of the network");
		else
			NL_SET_ERR_MSG_ATTR(
				request->extack,
				nfm_request_bad_attr(request, addr),
				"the receiver is outside the network (allow-outside permits it)");
		return -EINVAL;
	}
	return 0;
}

static int nfm_request_filter(struct nfm_request *request)
{
	const struct nlattr *attr = request->tb[NFM_A_SESSION_FILTER];
	struct nfm_filter *filter;
	int err;

	if (!attr)
		return 0;
	err = nfm_attr_filter(attr, &filter, request->extack);
	if (err)
		return err;
	kfree(request->session->filter);
	request->session->filter = filter;
	return 0;
}

static int nfm_request_tag(struct nfm_request *request,
			   const struct nlattr *attr)
{
	struct netlink_ext_ack *extack = request->extack;
	struct nlattr *tb[NFM_A_TAG_MAX + 1];
	int err;

	err = nla_parse_nested(tb, NFM_A_TAG_MAX, attr, NULL, extack);
	if (err)
		return err;
	if (!tb[NFM_A_TAG_KEY] || !tb[NFM_A_TAG_VALUE] ||
	    !*(char *)nla_data(tb[NFM_A_TAG_KEY])) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "a tag needs a key and a value");
		return -EINVAL;
	}
	err = nfm_attr_text(tb[NFM_A_TAG_KEY], NFM_TAG_KEY_MAX, extack);
	if (!err)
		err = nfm_attr_text(tb[NFM_A_TAG_VALUE], NFM_TAG_VALUE_MAX,
				    extack);
	if (err)
		return err;
	err = nfm_session_tag(request->session, nla_data(tb[NFM_A_TAG_KEY]),
			      nla_data(tb[NFM_A_TAG_VALUE]));
	if (err == -E2BIG)
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "a session has at most 32 tags");
	return err;
}

/* Add and remove tags in the order of the request. */
static int nfm_request_tags(struct nfm_request *request)
{
	const struct nlattr *attr;
	int err = 0, rem;

	nla_for_each_nested(attr, request->attr, rem) {
		if (nla_type(attr) == NFM_A_SESSION_TAG)
			err = nfm_request_tag(request, attr);
		else if (nla_type(attr) == NFM_A_SESSION_UNTAG)
			err = nfm_session_untag(request->session,
						nla_data(attr));
		if (err == -ENOENT)
			NL_SET_ERR_MSG_ATTR(request->extack, attr,
					    "the session has no such tag");
		if (err)
			return err;
	}
	return 0;
}

/* Set the options that are numbers, and check those that depend on each other. */
static int nfm_request_params(struct nfm_request *request)
{
	struct nfm_session_params *params = &request->session->params;
	struct nlattr **tb = request->tb;
	u32 unit = params->rate_unit;

	if (!tb[NFM_A_SESSION_RATE] != !tb[NFM_A_SESSION_RATE_UNIT]) {
		NL_SET_ERR_MSG_ATTR(request->extack,
				    tb[NFM_A_SESSION_RATE] ?:
					    tb[NFM_A_SESSION_RATE_UNIT],
				    "rate needs rate-unit, and vice versa");
		return -EINVAL;
	}
	nfm_attr_params(tb, params);
	/* A burst in packets is meaningless in bits, and vice versa. */
	if (!tb[NFM_A_SESSION_BURST] &&
	    (!params->rate || params->rate_unit != unit))
		params->burst = 0;
	if (params->burst && !params->rate) {
		NL_SET_ERR_MSG_ATTR(request->extack, tb[NFM_A_SESSION_BURST],
				    "burst needs a rate");
		return -EINVAL;
	}
	if (params->snaplen && params->snaplen < NFM_SNAPLEN_MIN) {
		NL_SET_ERR_MSG_ATTR(request->extack, tb[NFM_A_SESSION_SNAPLEN],
				    "snaplen must be 0, or from 64 to 65535");
		return -ERANGE;
	}
	return 0;
}

static int nfm_request_next_hop(struct nfm_request *request)
{
	const struct nlattr *attr = request->tb[NFM_A_SESSION_NEXT_HOP];
	const struct nfm_session *old = nfm_request_before(request);
	struct in6_addr addr;

	if (!attr)
		return 0;
	nfm_attr_addr(attr, &addr);
	if (ipv6_addr_any(&addr) ||
	    (nfm_addr_is_v4(&addr) && !nfm_addr_v4(&addr))) {
		request->session->params.next_hop = in6addr_any;
		return 0;
	}
	if (ipv6_addr_is_multicast(&addr) || ipv6_addr_loopback(&addr) ||
	    (nfm_addr_is_v4(&addr) && !nfm_addr_is_unicast(&addr))) {
		NL_SET_ERR_MSG_ATTR(request->extack, attr,
				    "a next hop must be a unicast address");
		return -EINVAL;
	}
	if (nfm_subnet_has_edge(request->net, &addr) &&
	    !(old && ipv6_addr_equal(&old->params.next_hop, &addr))) {
		NL_SET_ERR_MSG_ATTR(
			request->extack, attr,
			"a next hop must be a unicast address, not the broadcast or network address of a subnet of this host");
		return -EINVAL;
	}
	request->session->params.next_hop = addr;
	return 0;
}

/* Frames that are no IP packets have no next hop. */
static int nfm_request_check_frames(const struct nfm_request *request)
{
	const struct nfm_session_params *params = &request->session->params;

	if (params->frames != NFM_FRAMES_ALL ||
	    ipv6_addr_any(&params->next_hop))
		return 0;
	NL_SET_ERR_MSG_ATTR(request->extack,
			    request->tb[NFM_A_SESSION_FRAMES] ?:
				    request->tb[NFM_A_SESSION_NEXT_HOP],
			    "frames all and a next hop exclude each other");
	return -EINVAL;
}

/* Apply a request to the session, and check the result. */
static int nfm_request_apply(struct nfm_request *request)
{
	int err;

	err = nfm_request_params(request);
	if (!err)
		err = nfm_request_scope(request);
	if (!err)
		err = nfm_request_receivers(request);
	if (!err)
		err = nfm_request_check_outside(request);
	if (!err)
		err = nfm_request_filter(request);
	if (!err)
		err = nfm_request_next_hop(request);
	if (!err)
		err = nfm_request_check_frames(request);
	if (!err)
		err = nfm_request_tags(request);
	if (!err)
		nfm_session_measure(request->session);
	return err;
}

/* Check what a new session must have, and look up its network. */
static int nfm_request_check_new(struct nfm_request *request)
{
	struct netlink_ext_ack *extack = request->extack;
	const struct nlattr *attr = request->attr;
	struct nlattr **tb = request->tb;
	int err;

	err = nfm_attr_name(tb[NFM_A_SESSION_NAME], extack);
	if (err)
		return err;
	if (tb[NFM_A_SESSION_NETWORK])
		request->network = nfm_config_find_network(
			request->config, nla_data(tb[NFM_A_SESSION_NETWORK]));
	if (!request->network) {
		NL_SET_ERR_MSG_ATTR(extack, tb[NFM_A_SESSION_NETWORK] ?: attr,
				    "there is no network of this name");
		return -ENOENT;
	}
	if (!tb[NFM_A_SESSION_SCOPE]) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "a session needs a scope");
		return -EINVAL;
	}
	if (!tb[NFM_A_SESSION_RECEIVER]) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "a session needs at least one receiver");
		return -EINVAL;
	}
	return 0;
}

static int nfm_request_insert(struct nfm_request *request, bool exist)
{
	struct nlattr **tb = request->tb;
	int err, vni;

	if (!tb[NFM_A_SESSION_VNI]) {
		vni = nfm_config_choose_vni(request->config,
					    request->session->object.name,
					    request->job);
		if (vni < 0)
			return vni;
		request->session->params.vni = vni;
	}
	err = nfm_config_add_session(request->config, request->session, exist);
	if (err == -EEXIST)
		NL_SET_ERR_MSG_ATTR(request->extack, tb[NFM_A_SESSION_NAME],
				    "a session of this name exists");
	else if (err == -EDQUOT)
		NL_SET_ERR_MSG_ATTR(
			request->extack, tb[NFM_A_SESSION_NETWORK],
			"the network has as many sessions as its max-sessions permits");
	else if (err == -E2BIG)
		NL_SET_ERR_MSG_ATTR(
			request->extack, tb[NFM_A_SESSION_NAME],
			"the network namespace has 16384 sessions already");
	else if (err == -ENOSPC)
		nfm_session_too_much(tb[NFM_A_SESSION_NAME], request->extack);
	return err;
}

/* NFM_CMD_SESSION_ADD, see nfm_edit_t. */
int nfm_edit_session_add(struct net *net, struct nfm_config *config,
			 const struct nlattr *attr, bool exist,
			 const struct nfm_job *job,
			 struct netlink_ext_ack *extack)
{
	struct nfm_request request;
	struct nlattr **tb = request.tb;
	int err;

	err = nfm_request_init(&request, net, config, attr, job, extack);
	if (!err)
		err = nfm_request_check_new(&request);
	if (err)
		return err;
	request.session = nfm_session_alloc(nla_data(tb[NFM_A_SESSION_NAME]),
					    request.network->object.name,
					    config->account);
	if (!request.session)
		return -ENOMEM;
	err = nfm_session_adopt(
		request.session,
		nfm_config_find_session(config->base,
					nla_data(tb[NFM_A_SESSION_NAME])));
	if (!err)
		err = nfm_request_apply(&request);
	if (!err)
		err = nfm_request_insert(&request, exist);
	if (err)
		nfm_object_put(&request.session->object);
	return err;
}

/* NFM_CMD_SESSION_SET, see nfm_edit_t. */
int nfm_edit_session_set(struct net *net, struct nfm_config *config,
			 const struct nlattr *attr, bool exist,
			 const struct nfm_job *job,
			 struct netlink_ext_ack *extack)
{
	struct nfm_request request;
	struct nlattr **tb = request.tb;
	const struct nfm_session *old;
	int err;

	err = nfm_request_init(&request, net, config, attr, job, extack);
	if (err)
		return err;
	old = nfm_config_find_session(config, nla_data(tb[NFM_A_SESSION_NAME]));
	if (!old)
		return nfm_session_missing(tb[NFM_A_SESSION_NAME], extack);
	request.network = nfm_config_find_network(config, old->network);
	request.session = nfm_session_clone(old);
	if (!request.session)
		return -ENOMEM;
	err = nfm_request_apply(&request);
	if (!err)
		err = nfm_config_set_session(config, request.session);
	if (err == -ENOSPC)
		nfm_session_too_much(tb[NFM_A_SESSION_NAME], extack);
	if (err)
		nfm_object_put(&request.session->object);
	return err;
}

/* NFM_CMD_SESSION_DEL, see nfm_edit_t. */
int nfm_edit_session_del(struct net *net, struct nfm_config *config,
			 const struct nlattr *attr, bool exist,
			 const struct nfm_job *job,
			 struct netlink_ext_ack *extack)
{
	struct nlattr *tb[NFM_A_SESSION_MAX + 1];
	const char *name;
	int err;

	err = nfm_session_parse(tb, attr, extack);
	if (err)
		return err;
	name = nla_data(tb[NFM_A_SESSION_NAME]);
	if (!nfm_config_find_session(config, name) && exist)
		return 0;
	if (!nfm_config_find_session(config, name))
		return nfm_session_missing(tb[NFM_A_SESSION_NAME], extack);
	nfm_config_del_session(config, name);
	return 0;
}
