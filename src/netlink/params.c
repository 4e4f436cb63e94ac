// SPDX-License-Identifier: GPL-2.0
#include "netlink/attr.h"

/**
 * struct nfm_param - an option of a session that is a number
 * @attr: its attribute type
 * @offset: offset of its member in struct nfm_session_params
 * @size: size of the member and of the attribute, 4 or 8 bytes
 */
struct nfm_param {
	u16 attr;
	u16 offset;
	u16 size;
};

#define NFM_PARAM(attr, member)                                         \
	{                                                               \
		(attr), offsetof(struct nfm_session_params, member),    \
			sizeof_field(struct nfm_session_params, member) \
	}

static const struct nfm_param nfm_params[] = {
	NFM_PARAM(NFM_A_SESSION_SCOPE, scope),
	NFM_PARAM(NFM_A_SESSION_DIRECTION, direction),
	NFM_PARAM(NFM_A_SESSION_BALANCE, balance),
	NFM_PARAM(NFM_A_SESSION_ALLOW_OUTSIDE, allow_outside),
	NFM_PARAM(NFM_A_SESSION_VNI, vni),
	NFM_PARAM(NFM_A_SESSION_PORT, port),
	NFM_PARAM(NFM_A_SESSION_SNAPLEN, snaplen),
	NFM_PARAM(NFM_A_SESSION_SNAP_FIX, snap_fix),
	NFM_PARAM(NFM_A_SESSION_MTU, mtu),
	NFM_PARAM(NFM_A_SESSION_RATE, rate),
	NFM_PARAM(NFM_A_SESSION_RATE_UNIT, rate_unit),
	NFM_PARAM(NFM_A_SESSION_BURST, burst),
	NFM_PARAM(NFM_A_SESSION_SAMPLE, sample),
	NFM_PARAM(NFM_A_SESSION_DSCP, dscp),
	NFM_PARAM(NFM_A_SESSION_FRAMES, frames),
	NFM_PARAM(NFM_A_SESSION_ONCE, once),
	NFM_PARAM(NFM_A_SESSION_ENABLED, enabled),
};

/**
 * nfm_attr_params() - parse the options of a session that are numbers
 * @tb: attributes of the session by type, as checked by the policy
 * @params: in/out, the options; those without an attribute are kept
 */
void nfm_attr_params(struct nlattr *const *tb,
		     struct nfm_session_params *params)
{
	const struct nfm_param *param;

	for (param = nfm_params; param < nfm_params + ARRAY_SIZE(nfm_params);
	     param++)
		if (tb[param->attr])
			nla_memcpy((void *)params + param->offset,
				   tb[param->attr], param->size);
}

/**
 * nfm_put_params() - write the options of a session that are numbers
 * @msg: the message
 * @params: the options
 *
 * Return: 0, or -EMSGSIZE if there is no room.
 */
int nfm_put_params(struct sk_buff *msg, const struct nfm_session_params *params)
{
	const struct nfm_param *param;
	const void *value;
	int err = 0;

	for (param = nfm_params;
	     !err && param < nfm_params + ARRAY_SIZE(nfm_params); param++) {
		value = (const void *)params + param->offset;
		if (param->size == sizeof(u64))
			err = nla_put_64bit(msg, param->attr, param->size,
					    value, NFM_A_SESSION_PAD);
		else
			err = nla_put(msg, param->attr, param->size, value);
	}
	return err;
}
