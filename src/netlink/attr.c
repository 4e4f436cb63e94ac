// SPDX-License-Identifier: GPL-2.0
#include "eni/device.h"
#include "lib/utf8.h"
#include "netlink/attr.h"

/**
 * nfm_validate_addr() - check the length of an address, for policies
 * @attr: a binary attribute
 * @extack: set to the reason of a refusal
 *
 * Return: 0 or -EINVAL.
 */
int nfm_validate_addr(const struct nlattr *attr, struct netlink_ext_ack *extack)
{
	if (nla_len(attr) == sizeof(struct in_addr) ||
	    nla_len(attr) == sizeof(struct in6_addr))
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, attr, "an address must have 4 or 16 bytes");
	return -EINVAL;
}

/**
 * nfm_attr_name() - check the name of a network or session
 * @attr: a string attribute
 * @extack: set to the reason of a refusal
 *
 * Return: 0 or -EINVAL.
 */
int nfm_attr_name(const struct nlattr *attr, struct netlink_ext_ack *extack)
{
	const char *name = nla_data(attr);
	int length = nfm_text_length(name, strlen(name));

	if (length < 0) {
		NL_SET_ERR_MSG_ATTR(
			extack, attr,
			"a name must be UTF-8 without control characters");
		return -EINVAL;
	}
	if (length < 1 || length > NFM_NAME_CHARS_MAX) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "a name must have 1 to 60 characters");
		return -EINVAL;
	}
	return 0;
}

/**
 * nfm_attr_device() - check the name of a device, which need not exist
 * @net: namespace of the device
 * @attr: a string attribute
 * @extack: set to the reason of a refusal
 *
 * Return: 0 or -EINVAL.
 */
int nfm_attr_device(struct net *net, const struct nlattr *attr,
		    struct netlink_ext_ack *extack)
{
	const char *name = nla_data(attr);
	struct nfm_device device;
	bool found;

	if (!nfm_text_is_device(name)) {
		NL_SET_ERR_MSG_ATTR(
			extack, attr,
			"a device name must have 1 to 127 bytes of UTF-8, without '/', ':', spaces and control characters, and not be . or ..");
		return -EINVAL;
	}
	found = nfm_device_find(net, name, &device);
	if (!found && nfm_text_is_pattern(name)) {
		NL_SET_ERR_MSG_ATTR(
			extack, attr,
			"no device has this name, and patterns and lists are not expanded: name each device");
		return -EINVAL;
	}
	if (found && device.loopback) {
		NL_SET_ERR_MSG_ATTR(
			extack, attr,
			"the loopback device cannot be an ENI: its packets never leave the host");
		return -EINVAL;
	}
	return 0;
}

/**
 * nfm_attr_text() - check the key or value of a tag
 * @attr: a string attribute
 * @max: maximum length, in bytes
 * @extack: set to the reason of a refusal
 *
 * Return: 0 or -EINVAL.
 */
int nfm_attr_text(const struct nlattr *attr, int max,
		  struct netlink_ext_ack *extack)
{
	const char *text = nla_data(attr);

	if (strlen(text) > max) {
		NL_SET_ERR_MSG_ATTR(
			extack, attr,
			"a tag has at most 63 bytes of key and 127 bytes of value");
		return -EINVAL;
	}
	if (nfm_text_length(text, strlen(text)) < 0) {
		NL_SET_ERR_MSG_ATTR(
			extack, attr,
			"a tag must be UTF-8 without control characters");
		return -EINVAL;
	}
	return 0;
}

/**
 * nfm_attr_addr() - parse an address
 * @attr: 4 or 16 bytes, as checked by the policy
 * @addr: output, the address
 */
void nfm_attr_addr(const struct nlattr *attr, struct in6_addr *addr)
{
	if (nla_len(attr) == sizeof(__be32))
		nfm_addr_set_v4(addr, nla_get_in_addr(attr));
	else
		*addr = nla_get_in6_addr(attr);
}

static int nfm_attr_fill_prefix(const struct nlattr *addr,
				const struct nlattr *len,
				struct nfm_prefix *prefix,
				struct netlink_ext_ack *extack)
{
	unsigned int bits = 8 * nla_len(addr);
	struct in6_addr masked;

	if (nla_get_u32(len) > bits) {
		NL_SET_ERR_MSG_ATTR(
			extack, len,
			"the prefix length exceeds that of the address, 32 or 128 bits");
		return -EINVAL;
	}
	nfm_attr_addr(addr, &prefix->addr);
	prefix->len = 128 - bits + nla_get_u32(len);
	ipv6_addr_prefix(&masked, &prefix->addr, prefix->len);
	if (!ipv6_addr_equal(&masked, &prefix->addr)) {
		NL_SET_ERR_MSG_ATTR(
			extack, addr,
			"the address has bits set beyond the prefix length");
		return -EINVAL;
	}
	return 0;
}

/**
 * nfm_attr_prefix() - parse a CIDR
 * @attr: a nest of NFM_A_PREFIX_*
 * @prefix: output, the CIDR
 * @extack: set to the reason of a refusal
 *
 * Return: 0 or -EINVAL.
 */
int nfm_attr_prefix(const struct nlattr *attr, struct nfm_prefix *prefix,
		    struct netlink_ext_ack *extack)
{
	struct nlattr *tb[NFM_A_PREFIX_MAX + 1];
	int err;

	err = nla_parse_nested(tb, NFM_A_PREFIX_MAX, attr, NULL, extack);
	if (err)
		return err;
	if (!tb[NFM_A_PREFIX_ADDR] || !tb[NFM_A_PREFIX_LEN]) {
		NL_SET_ERR_MSG_ATTR(
			extack, attr,
			"a CIDR needs an address and a prefix length");
		return -EINVAL;
	}
	return nfm_attr_fill_prefix(tb[NFM_A_PREFIX_ADDR], tb[NFM_A_PREFIX_LEN],
				    prefix, extack);
}

/* @earlier: the @n CIDRs before this one in its list */
static int nfm_attr_check_listed(const struct nlattr *attr,
				 const struct nfm_prefix *prefix,
				 const struct nfm_prefix *earlier,
				 unsigned int n, struct netlink_ext_ack *extack)
{
	unsigned int i;

	if (!nfm_prefix_has_unicast(prefix)) {
		NL_SET_ERR_MSG_ATTR(
			extack, attr,
			"no device and no receiver can have an address in this CIDR");
		return -EINVAL;
	}
	for (i = 0; i < n; i++) {
		if (!nfm_prefix_equal(&earlier[i], prefix))
			continue;
		NL_SET_ERR_MSG_ATTR(extack, attr, "the CIDR is given twice");
		return -EINVAL;
	}
	return 0;
}

/**
 * nfm_attr_prefixes() - parse all CIDRs of one type in a nest
 * @nest: the nest
 * @type: attribute type of the CIDRs
 * @prefixes: output, the CIDRs; space for NFM_CIDRS_MAX
 * @n: output, their number
 * @extack: set to the reason of a refusal
 *
 * A CIDR without addresses that a device or receiver can have is refused.
 *
 * Return: 0, -EINVAL, or -E2BIG for too many.
 */
int nfm_attr_prefixes(const struct nlattr *nest, int type,
		      struct nfm_prefix *prefixes, unsigned int *n,
		      struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	int err, rem;

	*n = 0;
	nla_for_each_nested(attr, nest, rem) {
		if (nla_type(attr) != type)
			continue;
		if (*n == NFM_CIDRS_MAX) {
			NL_SET_ERR_MSG_ATTR(
				extack, attr,
				"a network or scope has at most 64 CIDRs");
			return -E2BIG;
		}
		err = nfm_attr_prefix(attr, &prefixes[*n], extack);
		if (!err)
			err = nfm_attr_check_listed(attr, &prefixes[*n],
						    prefixes, *n, extack);
		if (err)
			return err;
		++*n;
	}
	return 0;
}

/**
 * nfm_put_addr() - write an address
 * @msg: the message
 * @type: attribute type
 * @addr: the address; written as 4 bytes if it is IPv4, else 16
 *
 * Return: 0, or -EMSGSIZE if there is no room.
 */
int nfm_put_addr(struct sk_buff *msg, int type, const struct in6_addr *addr)
{
	if (nfm_addr_is_v4(addr))
		return nla_put_in_addr(msg, type, nfm_addr_v4(addr));
	return nla_put_in6_addr(msg, type, addr);
}

/**
 * nfm_put_prefix() - write a CIDR
 * @msg: the message
 * @type: attribute type of the nest
 * @prefix: the CIDR
 *
 * Return: 0, or -EMSGSIZE if there is no room.
 */
int nfm_put_prefix(struct sk_buff *msg, int type,
		   const struct nfm_prefix *prefix)
{
	struct nlattr *nest = nla_nest_start(msg, type);
	u8 len = prefix->len;

	if (nfm_addr_is_v4(&prefix->addr))
		len -= NFM_V4_BITS;
	if (!nest || nfm_put_addr(msg, NFM_A_PREFIX_ADDR, &prefix->addr) ||
	    nla_put_u32(msg, NFM_A_PREFIX_LEN, len))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}
