// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/nf_mirror.h>

#include "message.h"
#include "random.h"
#include "sound.h"

/* How a message is made. */
struct style {
	const struct spec_command *command;
	unsigned int wild; /* percent of values that are none */
	unsigned int dense; /* percent of attributes that are there */
	unsigned int copies; /* of what may be repeated, at most */
	unsigned int objects; /* at most */
	unsigned int many; /* percent of what may be repeated that is, often */
	unsigned int number; /* of the name that comes next; 0: few names */
	struct sound *sound; /* NULL: nothing is known but what there is */
};

/* Few, so that requests meet. The devices are there, but for the last. */
static const char *const names[] = { "a", "b", "c", "lo", "eth0", "eth1", "d" };
static const char *const odd_names[] = {
	"",
	" ",
	"\n",
	"a/b",
	"'\"",
	"\xff",
	"\xc0\x80",
	"\xed\xa0\x80",
	"\xe7\xbd\x91\xe7\xbb\x9c",
	"\xf0\x9f\x98\x80",
	"null",
	"0x10",
	"1e3",
	"- a: b #",
	"123456789012345",
	"1234567890123456",
	"123456789012345678901234567890123456789012345678901234567890",
	"1234567890123456789012345678901234567890123456789012345678901",
};

static const char *const addresses[] = {
	"10.0.0.0", "10.0.0.0", "10.0.0.0", "10.0.0.20", "10.0.0.21",
	"10.0.3.0", "10.1.0.0", "0.0.0.0",  "fd00::",	 "fd00::",
	"fd00::20", "::",	"10.0.0.1", "fd00::1",	 "10.0.0.14",
};
static const char *const odd_addresses[] = {
	"255.255.255.255", "224.0.0.1", "127.0.0.1",	    "fe80::1",
	"ff02::1",	   "::1",	"::ffff:10.0.0.20",
};
static const uint64_t lengths[] = { 0, 8, 16, 16, 24, 32, 32, 64, 128 };

static bool has_room(const struct nlmsghdr *nlh)
{
	return nlh->nlmsg_len < MESSAGE_MAX / 2;
}

static uint64_t wild_number(const struct spec_attr *attr)
{
	const uint64_t values[] = { 0, attr->min - 1, attr->max + 1, UINT64_MAX,
				    random_u64() };

	return PICK(values);
}

static uint64_t number(const struct spec_attr *attr, const struct style *style)
{
	uint64_t range = attr->max - attr->min;
	const uint64_t values[] = { attr->min, attr->max,
				    attr->min + random_below(16) };

	if (chance(style->wild))
		return wild_number(attr);
	if (!strcmp(attr->name, "prefix.len"))
		return PICK(lengths);
	if (chance(50) && range > 16)
		return PICK(values);
	return range < UINT32_MAX ? attr->min + random_below(range + 1) :
				    random_u64();
}

static void put_number(struct nlmsghdr *nlh, uint16_t type, unsigned int size,
		       uint64_t value)
{
	mnl_attr_put(nlh, type, size,
		     &value); /* little-endian, as all that we run on */
}

static void put_string(struct nlmsghdr *nlh, uint16_t type,
		       const struct spec_attr *attr, struct style *style)
{
	char text[300] = "";
	size_t len;

	if (style->number && strstr(attr->name, ".name"))
		len = snprintf(text, sizeof(text), "n%u", style->number++);
	else if (chance(style->wild) && chance(50))
		random_bytes(text, len = random_below(sizeof(text)));
	else if (chance(style->wild + 5))
		len = snprintf(text, sizeof(text), "%s", PICK(odd_names));
	else
		len = snprintf(text, sizeof(text), "%s", PICK(names));
	/* A text without its end is none. */
	mnl_attr_put(nlh, type, len + !chance(style->wild), text);
}

static void put_address(struct nlmsghdr *nlh, uint16_t type,
			const struct style *style)
{
	const char *text = chance(style->wild) ? PICK(odd_addresses) :
						 PICK(addresses);
	uint8_t addr[16];
	bool six = strchr(text, ':');

	inet_pton(six ? AF_INET6 : AF_INET, text, addr);
	if (chance(style->wild))
		random_bytes(addr, sizeof(addr));
	mnl_attr_put(nlh, type,
		     chance(style->wild) ? random_below(17) :
		     six		 ? 16 :
					   4,
		     addr);
}

static void put_set(struct nlmsghdr *nlh, const struct spec_set *set,
		    uint32_t types, struct style *style);

static void put_noise(struct nlmsghdr *nlh, uint16_t type)
{
	uint8_t noise[64];

	random_bytes(noise, sizeof(noise));
	mnl_attr_put(nlh, type, random_below(sizeof(noise)), noise);
}

/* @inside: types that the attribute may have inside, if it is a nest */
static void put_attr(struct nlmsghdr *nlh, uint16_t type,
		     const struct spec_attr *attr, uint32_t inside,
		     struct style *style)
{
	struct nlattr *nest;

	if (style->sound && !(style->number && strstr(attr->name, ".name")) &&
	    sound_put(style->sound, nlh, type, attr))
		return;
	if (chance(style->wild) && chance(20)) {
		put_noise(nlh, type);
		return;
	}
	switch (attr->kind) {
	case SPEC_U32:
	case SPEC_U64:
		put_number(nlh, type, attr->kind == SPEC_U64 ? 8 : 4,
			   number(attr, style));
		break;
	case SPEC_FLAG:
	case SPEC_PAD:
		mnl_attr_put(nlh, type, 0, NULL);
		break;
	case SPEC_STRING:
		put_string(nlh, type, attr, style);
		break;
	case SPEC_ADDRESS:
		put_address(nlh, type, style);
		break;
	case SPEC_BINARY:
		put_noise(nlh, type);
		break;
	case SPEC_NEST:
		if (style->sound)
			sound_enter(style->sound, attr);
		nest = mnl_attr_nest_start(nlh, type);
		put_set(nlh, &spec_sets[attr->nested], inside, style);
		mnl_attr_nest_end(nlh, nest);
		break;
	}
}

static unsigned int copies_of(const struct spec_attr *attr, bool object,
			      const struct style *style)
{
	if (!attr->multi)
		return 1 + (chance(style->wild) && chance(10));
	if (object)
		return 1 + random_below(style->objects);
	return 1 + random_below(chance(style->many) ? 140 : style->copies);
}

/* A name is what hardly anything can do without. */
static bool is_there(const struct spec_attr *attr, const struct style *style)
{
	enum sound_need need = style->sound ? sound_need(style->sound, attr) :
					      SOUND_MAY;

	if (need != SOUND_MAY)
		return need == SOUND_MUST;
	if (strstr(attr->name, ".name") || !strncmp(attr->name, "prefix.", 7))
		return !chance(style->wild);
	return chance(style->dense);
}

/* Those attributes of @set whose bits are in @types. */
static void put_set(struct nlmsghdr *nlh, const struct spec_set *set,
		    uint32_t types, struct style *style)
{
	bool object = set == &spec_sets[0];
	unsigned int i, n,
		first = chance(style->wild) ? random_below(set->n) : 0;

	for (i = 0; i < set->n; i++) {
		unsigned int type = (first + i) % set->n + 1;
		const struct spec_attr *attr = spec_attr(set, type);

		if (!(types & 1u << type) && !chance(style->wild / 4))
			continue;
		if (!is_there(attr, style) && !(object && attr->multi))
			continue;
		for (n = copies_of(attr, object, style); n && has_room(nlh);
		     n--)
			put_attr(nlh, type, attr,
				 spec_inside(style->command, set), style);
	}
}

static struct nlmsghdr *begin(struct message *msg, uint16_t family,
			      const struct spec_command *command)
{
	struct nlmsghdr *nlh;
	struct genlmsghdr *genl;

	/* libmnl clears the headers alone; what pads attributes is to be 0, too. */
	memset(msg->data, 0, msg->len);
	nlh = mnl_nlmsg_put_header(msg->data);
	nlh->nlmsg_type = family;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	if (command->dump)
		nlh->nlmsg_flags |= NLM_F_DUMP;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = command->cmd;
	genl->version = NFM_GENL_VERSION;
	msg->command = command;
	msg->intact = true;
	return nlh;
}

static void end(struct message *msg)
{
	msg->len = ((const struct nlmsghdr *)msg->data)->nlmsg_len;
}

static void make(struct message *msg, uint16_t family,
		 const struct spec_command *command, struct style *style)
{
	struct nlmsghdr *nlh = begin(msg, family, command);

	style->command = command;
	/* A dump of all there is names none. */
	if (!command->dump || chance(40))
		put_set(nlh, &spec_sets[0], command->attrs, style);
	end(msg);
}

static const struct spec_command *command_of(uint8_t cmd)
{
	const struct spec_command *command = spec_commands;

	while (command->cmd != cmd)
		command++;
	return command;
}

/* A transaction is soon in everybody's way, so few begin one. */
static const struct spec_command *any_command(void)
{
	const struct spec_command *command;

	do
		command = &spec_commands[random_below(spec_n_commands)];
	while (command->cmd == NFM_CMD_BEGIN && chance(75));
	return command;
}

/* Half of them say much, and mostly of sessions, which have the most to say. */
static const struct spec_command *sound_command(void)
{
	static const uint8_t rich[] = {
		NFM_CMD_NETWORK_ADD, NFM_CMD_NETWORK_SET, NFM_CMD_ENI_ATTACH,
		NFM_CMD_SESSION_ADD, NFM_CMD_SESSION_ADD, NFM_CMD_SESSION_SET,
		NFM_CMD_SESSION_SET,
	};

	return chance(50) ? command_of(PICK(rich)) : any_command();
}

static const unsigned int densities[] = { 5, 15, 30, 60, 95 };

void message_make(struct message *msg, uint16_t family)
{
	static const unsigned int wild[] = { 0, 0, 0, 2, 10 };
	struct style style = {
		.wild = PICK(wild),
		.dense = PICK(densities),
		.copies = 3,
		.many = 5,
		.objects = chance(80) ? 1 : 3,
	};

	make(msg, family, any_command(), &style);
}

void message_make_sound(struct message *msg, uint16_t family)
{
	struct sound sound = {
		.command = sound_command(),
		.odd = chance(70) ? 0 : 5,
	};
	struct style style = {
		.dense = PICK(densities),
		.copies = 3,
		.many = chance(10),
		.objects = chance(80) ? 1 : 3,
		.sound = &sound,
	};

	make(msg, family, sound.command, &style);
}

void message_make_giant(struct message *msg, uint16_t family)
{
	struct sound sound = { .command = any_command() };
	struct style style = {
		.dense = chance(50) ? 5 : 95,
		.copies = chance(50) ? 3 : 100,
		.objects = 2000,
		.number = 1 + random_below(10000),
		.sound = chance(50) ? &sound : NULL,
	};

	make(msg, family, sound.command, &style);
}

/* What the world is made of. */
static const struct {
	uint8_t cmd;
	uint8_t scope;
	const char *name;
} world[] = {
	{ .cmd = NFM_CMD_BEGIN },
	{ NFM_CMD_NETWORK_ADD, 0, "a" },
	{ NFM_CMD_NETWORK_ADD, 0, "b" },
	{ NFM_CMD_NETWORK_ADD, 0, "c" },
	{ NFM_CMD_NETWORK_SET, 0, "c" },
	{ NFM_CMD_ENI_ATTACH, 0, "eth1" },
	{ NFM_CMD_SESSION_ADD, NFM_SCOPE_NETWORK, "all" },
	{ NFM_CMD_SESSION_ADD, NFM_SCOPE_SUBNET, "some" },
	{ NFM_CMD_SESSION_ADD, NFM_SCOPE_ENI, "one" },
	{ NFM_CMD_SESSION_SET, NFM_SCOPE_SUBNET, "all" },
	{ NFM_CMD_SESSION_SET, NFM_SCOPE_ENI, "some" },
	{ NFM_CMD_SESSION_SET, NFM_SCOPE_NETWORK, "one" },
	{ .cmd = NFM_CMD_COMMIT },
};

bool message_make_world(struct message *msg, uint16_t family, unsigned int step)
{
	struct sound sound = { .scoped = true };
	struct style style = {
		.dense = 100,
		.copies = 3,
		.objects = 1,
		.sound = &sound,
	};

	if (step == sizeof(world) / sizeof(*world))
		return false;
	sound.command = command_of(world[step].cmd);
	sound.name = world[step].name;
	sound.scope = world[step].scope;
	make(msg, family, sound.command, &style);
	return true;
}

void message_make_noise(struct message *msg, uint16_t family)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)msg->data;

	msg->command = NULL;
	msg->intact = false;
	msg->len = sizeof(*nlh) + random_below(chance(90) ? 256 : 65536);
	random_bytes(msg->data, msg->len);
	nlh->nlmsg_len = chance(90) ? msg->len : random_below(2 * msg->len);
	nlh->nlmsg_type = family;
	if (chance(70))
		msg->data[sizeof(*nlh)] = random_below(NFM_CMD_MAX + 2);
}

void message_make_control(struct message *msg, uint16_t family)
{
	static const struct spec_command commands[] = {
		{ .cmd = CTRL_CMD_GETFAMILY },
		{ .cmd = CTRL_CMD_GETPOLICY, .dump = true },
	};
	struct nlmsghdr *nlh = begin(msg, GENL_ID_CTRL, &PICK(commands));

	mnl_attr_put_u16(nlh, CTRL_ATTR_FAMILY_ID, family);
	if (chance(50))
		mnl_attr_put_u32(nlh, CTRL_ATTR_OP, random_below(20));
	end(msg);
	msg->command = NULL;
	msg->intact = false;
}

/* Sets the attribute at random that it comes across, or NULL. */
static struct nlattr *any_attr(struct message *msg)
{
	uint32_t at = NLMSG_HDRLEN + GENL_HDRLEN, end = msg->len;
	struct nlattr *attr = NULL;

	while (at + sizeof(*attr) <= end) {
		attr = (struct nlattr *)(msg->data + at);
		if (attr->nla_len < sizeof(*attr))
			break;
		/* Into it, past it, or it is the one. */
		if (chance(30))
			break;
		if (attr->nla_type & NLA_F_NESTED && chance(60))
			at += sizeof(*attr);
		else
			at += MNL_ALIGN(attr->nla_len);
	}
	return attr;
}

static void spoil_attr(struct message *msg)
{
	static const uint16_t lens[] = { 0,  1,	 3,   4,    5,	  8,
					 16, 20, 255, 4096, 65535 };
	struct nlattr *attr = any_attr(msg);

	if (!attr)
		return;
	switch (random_below(5)) {
	case 0:
		attr->nla_len = PICK(lens);
		break;
	case 1:
		attr->nla_len += random_below(9) - 4;
		break;
	case 2:
		attr->nla_type ^= 1 << random_below(16);
		break;
	case 3:
		attr->nla_type = (attr->nla_type & ~0x1f) | random_below(32);
		break;
	case 4:
		attr->nla_type &=
			NLA_TYPE_MASK; /* a nest that does not say so */
		break;
	}
}

static void spoil_header(struct message *msg)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)msg->data;
	struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);

	switch (random_below(6)) {
	case 0:
		nlh->nlmsg_flags = random_u64();
		break;
	case 1:
		nlh->nlmsg_flags ^= 1 << random_below(12);
		break;
	case 2:
		nlh->nlmsg_len = chance(50) ?
					 random_u64() :
					 nlh->nlmsg_len + random_below(33) - 16;
		break;
	case 3:
		genl->cmd = chance(80) ? random_below(NFM_CMD_MAX + 2) :
					 random_u64();
		break;
	case 4:
		genl->version = random_u64();
		break;
	case 5:
		genl->reserved = random_u64();
		break;
	}
}

static void spoil_bytes(struct message *msg)
{
	uint32_t at = NLMSG_HDRLEN;
	unsigned int n = 1 + random_below(4);

	while (n-- && msg->len > at)
		msg->data[at + random_below(msg->len - at)] ^=
			chance(50) ? 1u << random_below(8) : random_u64();
}

/* Without its end, or with more behind it. */
static void spoil_size(struct message *msg)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)msg->data;
	uint32_t len = msg->len;

	if (chance(70)) {
		msg->len = random_below(len + 1);
	} else {
		msg->len += random_below(64);
		random_bytes(msg->data + len, msg->len - len);
	}
	if (msg->len < sizeof(*nlh))
		msg->len = sizeof(*nlh);
	if (chance(80))
		nlh->nlmsg_len = msg->len;
}

void message_mutate(struct message *msg)
{
	static void (*const ways[])(struct message * msg) = {
		spoil_attr, spoil_attr, spoil_header, spoil_bytes, spoil_size,
	};
	unsigned int n = 1 + random_below(3);

	while (n--)
		PICK(ways)(msg);
	msg->intact = false;
}

void message_vary(struct message *to, const struct message *from)
{
	struct nlattr *attr;
	unsigned int n = random_below(4);

	to->command = from->command;
	to->len = from->len;
	to->intact = true;
	memcpy(to->data, from->data, from->len);
	while (n--) {
		attr = any_attr(to);
		if (!attr || attr->nla_type & NLA_F_NESTED ||
		    attr->nla_len <= sizeof(*attr))
			continue;
		*(uint8_t *)mnl_attr_get_payload(attr) =
			chance(50) ? random_below(20) : random_u64();
	}
}
