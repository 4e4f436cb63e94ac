// SPDX-License-Identifier: GPL-2.0
#include <string.h>
#include <linux/genetlink.h>
#include <linux/nf_mirror.h>

#include "reply.h"
#include "spec.h"

static const char *set_wrong(const struct spec_set *set, const void *at,
			     int64_t len);

static const char *attr_wrong(const struct spec_attr *attr,
			      const struct nlattr *nla)
{
	const char *data = mnl_attr_get_payload(nla);
	uint32_t len = mnl_attr_get_payload_len(nla);

	switch (attr->kind) {
	case SPEC_U32:
		return len == sizeof(uint32_t) ? NULL : attr->name;
	case SPEC_U64:
		return len == sizeof(uint64_t) ? NULL : attr->name;
	case SPEC_FLAG:
	case SPEC_PAD:
		return len ? attr->name : NULL;
	case SPEC_STRING:
		return len && strnlen(data, len) == len - 1 ? NULL : attr->name;
	case SPEC_ADDRESS:
		return len == 4 || len == 16 ? NULL : attr->name;
	case SPEC_BINARY:
		return NULL;
	case SPEC_NEST:
		return set_wrong(&spec_sets[attr->nested], data, len);
	}
	return attr->name;
}

static const char *set_wrong(const struct spec_set *set, const void *at,
			     int64_t len)
{
	const struct nlattr *nla = at;
	const struct spec_attr *attr;
	const char *wrong;

	while (len > 0) {
		if (!mnl_attr_ok(nla, len))
			return "an attribute has no end";
		attr = spec_attr(set, mnl_attr_get_type(nla));
		/* What stands before 64 bits, where they are not aligned. */
		if (!attr &&
		    (mnl_attr_get_type(nla) || mnl_attr_get_payload_len(nla)))
			return "an attribute that there is not";
		wrong = attr ? attr_wrong(attr, nla) : NULL;
		if (wrong)
			return wrong;
		len -= MNL_ALIGN(nla->nla_len);
		nla = mnl_attr_next(nla);
	}
	return NULL;
}

const char *reply_wrong(const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	int64_t len = (int64_t)nlh->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN;

	if (len < 0 || !genl->cmd || genl->cmd > NFM_CMD_MAX)
		return "no header";
	return set_wrong(&spec_sets[0], genl + 1, len);
}

const char *refusal_wrong(const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr;

	if (err->error > 0 || err->error < -4095)
		return "no error number";
	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS))
		return NULL;
	mnl_attr_for_each(attr, nlh, sizeof(*err)) {
		if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_MSG &&
		    mnl_attr_validate(attr, MNL_TYPE_NUL_STRING))
			return "a reason is no text";
		if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_OFFS &&
		    (mnl_attr_get_u32(attr) < NLMSG_HDRLEN ||
		     mnl_attr_get_u32(attr) >= err->msg.nlmsg_len))
			return "an attribute at fault is outside of the request";
	}
	return NULL;
}
