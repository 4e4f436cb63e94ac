// SPDX-License-Identifier: GPL-2.0
#include "eni/aliases.h"
#include "eni/device.h"
#include "netlink/attr.h"
#include "netlink/edit.h"

static int nfm_eni_parse(struct nlattr **tb, const struct nlattr *attr,
			 struct netlink_ext_ack *extack)
{
	int err;

	err = nla_parse_nested(tb, NFM_A_ENI_MAX, attr, NULL, extack);
	if (err)
		return err;
	if (!tb[NFM_A_ENI_NAME]) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "an ENI needs a name");
		return -EINVAL;
	}
	return 0;
}

/*
 * Look up the attachment of a device by any of its names. Return NULL if it is
 * not attached, or an ERR_PTR().
 */
static struct nfm_attachment *nfm_eni_attached(struct net *net,
					       struct nfm_config *config,
					       const char *name,
					       const struct nfm_job *job)
{
	struct nfm_attachment *attachment =
		nfm_config_find_attachment(config, name);
	struct nfm_device device;

	if (attachment || !nfm_device_find(net, name, &device))
		return attachment;
	return nfm_config_find_attachment(config, device.name) ?:
		       nfm_aliases_find(config, net, device.ifindex, job);
}

static int nfm_eni_addresses(const struct nlattr *nest, struct in6_addr *addrs,
			     unsigned int *n, struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	int rem;

	*n = 0;
	nla_for_each_nested(attr, nest, rem) {
		if (nla_type(attr) != NFM_A_ENI_ADDRESS)
			continue;
		if (*n == NFM_ADDRESSES_MAX) {
			NL_SET_ERR_MSG_ATTR(
				extack, attr,
				"an attachment has at most 64 addresses");
			return -E2BIG;
		}
		nfm_attr_addr(attr, &addrs[*n]);
		if (!nfm_addr_is_unicast(&addrs[*n])) {
			NL_SET_ERR_MSG_ATTR(
				extack, attr,
				"an address of an ENI must be unicast, and not link-local");
			return -EINVAL;
		}
		if (nfm_addr_is_among(&addrs[*n], addrs, *n)) {
			NL_SET_ERR_MSG_ATTR(extack, attr,
					    "the address is given twice");
			return -EINVAL;
		}
		++*n;
	}
	return 0;
}

static int nfm_eni_refuse(int err, struct nlattr **tb,
			  struct netlink_ext_ack *extack)
{
	if (err == -EEXIST)
		NL_SET_ERR_MSG_ATTR(extack, tb[NFM_A_ENI_NAME],
				    "the ENI is attached already");
	else if (err == -E2BIG)
		NL_SET_ERR_MSG_ATTR(
			extack, tb[NFM_A_ENI_NAME],
			"the network namespace has 16384 attached ENIs already");
	else if (err == -ENOSPC)
		NL_SET_ERR_MSG_ATTR(
			extack, tb[NFM_A_ENI_NAME],
			"the network namespace would exceed its memory limit (module parameter memory)");
	return err;
}

/*
 * Check whether the configuration being edited or replaced has this attachment.
 * Its name is then accepted again, even if the device, or another name of it,
 * has come or gone since.
 */
static bool nfm_eni_was_attached(const struct nfm_config *config,
				 const char *name)
{
	return nfm_config_find_attachment(config->base, name);
}

/* NFM_CMD_ENI_ATTACH, see nfm_edit_t. */
int nfm_edit_eni_attach(struct net *net, struct nfm_config *config,
			const struct nlattr *attr, bool exist,
			const struct nfm_job *job,
			struct netlink_ext_ack *extack)
{
	struct nlattr *tb[NFM_A_ENI_MAX + 1];
	struct nfm_attachment *attachment, *old;
	struct in6_addr addrs[NFM_ADDRESSES_MAX];
	struct nfm_device device;
	const char *name;
	unsigned int n;
	bool there;
	int err;

	err = nfm_eni_parse(tb, attr, extack);
	if (!err && !nfm_eni_was_attached(config, nla_data(tb[NFM_A_ENI_NAME])))
		err = nfm_attr_device(net, tb[NFM_A_ENI_NAME], extack);
	if (!err)
		err = nfm_eni_addresses(attr, addrs, &n, extack);
	if (err)
		return err;
	if (!tb[NFM_A_ENI_NETWORK] ||
	    !nfm_config_find_network(config, nla_data(tb[NFM_A_ENI_NETWORK]))) {
		NL_SET_ERR_MSG_ATTR(extack, tb[NFM_A_ENI_NETWORK] ?: attr,
				    "there is no network of this name");
		return -ENOENT;
	}
	name = nla_data(tb[NFM_A_ENI_NAME]);
	old = nfm_eni_attached(net, config, name, job);
	if (IS_ERR(old))
		return PTR_ERR(old);
	if (old && strcmp(old->object.name, name) &&
	    !(nfm_eni_was_attached(config, name) &&
	      nfm_eni_was_attached(config, old->object.name))) {
		NL_SET_ERR_MSG_ATTR(
			extack, tb[NFM_A_ENI_NAME],
			"the ENI is attached already, by another name of the device");
		return -EEXIST;
	}
	attachment =
		nfm_attachment_alloc(name, nla_data(tb[NFM_A_ENI_NETWORK]), n);
	if (!attachment)
		return -ENOMEM;
	there = nfm_device_find(net, name, &device);
	memcpy(attachment->addrs, addrs, n * sizeof(*addrs));
	if (tb[NFM_A_ENI_FACING])
		attachment->facing = nla_get_u32(tb[NFM_A_ENI_FACING]);
	if (tb[NFM_A_ENI_TAP])
		attachment->tap = nla_get_u32(tb[NFM_A_ENI_TAP]);
	err = nfm_config_attach(config, attachment, exist);
	if (err)
		nfm_object_put(&attachment->object);
	else if (there && !(old && !strcmp(old->object.name, name)))
		nfm_aliases_add(config,
				nfm_config_find_attachment(config, name),
				&device);
	return nfm_eni_refuse(err, tb, extack);
}

/* NFM_CMD_ENI_DETACH, see nfm_edit_t. */
int nfm_edit_eni_detach(struct net *net, struct nfm_config *config,
			const struct nlattr *attr, bool exist,
			const struct nfm_job *job,
			struct netlink_ext_ack *extack)
{
	struct nlattr *tb[NFM_A_ENI_MAX + 1];
	const struct nfm_attachment *attachment;
	int err;

	err = nfm_eni_parse(tb, attr, extack);
	if (err)
		return err;
	attachment = nfm_eni_attached(net, config, nla_data(tb[NFM_A_ENI_NAME]),
				      job);
	if (IS_ERR(attachment))
		return PTR_ERR(attachment);
	if (!attachment) {
		if (exist)
			return 0;
		NL_SET_ERR_MSG_ATTR(extack, tb[NFM_A_ENI_NAME],
				    "the ENI is not attached");
		return -ENOENT;
	}
	nfm_aliases_del(config, attachment);
	nfm_set_remove(&config->attachments, attachment->object.name);
	return 0;
}
