// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>
#include <linux/nf_mirror.h>

#include "random.h"
#include "sound.h"

#define NO_SCOPE UINT8_MAX

/* Those of the world, see message_make_world(). */
static const char *const networks[] = { "a", "b", "c" };
static const char *const sessions[] = { "all", "some", "one" };
static const char *const devices[] = { "eth0", "eth1", "d" };

static bool is(const struct spec_attr *attr, const char *name)
{
	return !strcmp(attr->name, name);
}

static bool ends(const char *text, const char *end)
{
	size_t len = strlen(text), part = strlen(end);

	return len >= part && !strcmp(text + len - part, end);
}

static bool makes(const struct sound *sound)
{
	return ends(sound->command->name, "-add") ||
	       ends(sound->command->name, "-attach");
}

void sound_enter(struct sound *sound, const struct spec_attr *attr)
{
	bool listed = is(attr, "session.scope-cidr") ||
		      is(attr, "network.cidr");

	if (listed || is(attr, "session.filter"))
		sound->six = chance(40);
	sound->cidr = listed ? sound->cidr + 1 : 0;
	if (!is(attr, "main.session"))
		return;
	sound->device = 0;
	if (!sound->scoped)
		sound->scope = makes(sound) || chance(50) ?
				       random_below(NFM_SCOPE_MAX + 1) :
				       NO_SCOPE;
	sound->outside = sound->scoped || chance(80);
	sound->rate = sound->scoped || chance(50);
	sound->tagged = false;
	sound->proto = chance(50) ? 6 : 17;
	sound->host = 20 + random_below(100);
}

static enum sound_need need_if(bool wanted)
{
	return wanted ? SOUND_MUST : SOUND_MUST_NOT;
}

static enum sound_need may_if(bool possible)
{
	return possible ? SOUND_MAY : SOUND_MUST_NOT;
}

enum sound_need sound_need(const struct sound *sound,
			   const struct spec_attr *attr)
{
	bool new = makes(sound);

	if (ends(attr->name, ".name") || is(attr, "table.row") ||
	    !strncmp(attr->name, "prefix.", 7) ||
	    !strncmp(attr->name, "tag.", 4))
		return SOUND_MUST;
	if (ends(attr->name, ".network") || is(attr, "network.cidr") ||
	    is(attr, "session.receiver"))
		return new ? SOUND_MUST : SOUND_MAY;
	if (is(attr, "row.proto"))
		return chance(80) ? SOUND_MUST : SOUND_MAY;
	if (is(attr, "session.allow-outside"))
		return sound->outside ? SOUND_MUST : SOUND_MAY;
	if (is(attr, "session.scope"))
		return need_if(sound->scope != NO_SCOPE);
	if (is(attr, "session.scope-cidr"))
		return need_if(sound->scope == NFM_SCOPE_SUBNET);
	if (is(attr, "session.scope-eni"))
		return need_if(sound->scope == NFM_SCOPE_ENI);
	if (is(attr, "session.rate") || is(attr, "session.rate-unit"))
		return need_if(sound->rate);
	if (is(attr, "session.burst"))
		return may_if(sound->rate);
	if (is(attr, "session.untag"))
		return may_if(sound->tagged);
	return SOUND_MAY;
}

/* An object's own name: new ones often have one that there may not be yet. */
static void put_name(const struct sound *sound, struct nlmsghdr *nlh,
		     uint16_t type, const struct spec_attr *attr)
{
	unsigned int fresh = makes(sound) ? 90 : 20;
	char text[16];

	if (sound->name)
		mnl_attr_put_strz(nlh, type, sound->name);
	else if (chance(fresh)) {
		snprintf(text, sizeof(text), "n%u", random_below(64));
		mnl_attr_put_strz(nlh, type, text);
	} else {
		mnl_attr_put_strz(nlh, type,
				  is(attr, "session.name") ? PICK(sessions) :
				  is(attr, "network.name") ? PICK(networks) :
							     PICK(devices));
	}
}

/* Of a scope, each once. */
static void put_device(struct sound *sound, struct nlmsghdr *nlh, uint16_t type)
{
	unsigned int n = sound->device++;
	char text[16];

	snprintf(text, sizeof(text), "x%u", n);
	mnl_attr_put_strz(nlh, type,
			  n < sizeof(devices) / sizeof(*devices) ? devices[n] :
								   text);
}

/* Texts; false: it is none of those. */
static bool put_text(struct sound *sound, struct nlmsghdr *nlh, uint16_t type,
		     const struct spec_attr *attr)
{
	char key[] = { sound->key, 0 };

	if (ends(attr->name, ".name")) {
		put_name(sound, nlh, type, attr);
	} else if (ends(attr->name, ".network")) {
		mnl_attr_put_strz(nlh, type, PICK(networks));
	} else if (is(attr, "tag.value")) {
		mnl_attr_put_strz(nlh, type, PICK(networks));
	} else if (is(attr, "session.scope-eni")) {
		put_device(sound, nlh, type);
	} else if (is(attr, "tag.key")) {
		*key = sound->key = 'a' + random_below(26);
		sound->tagged = true;
		mnl_attr_put_strz(nlh, type, key);
	} else if (is(attr, "session.untag")) {
		/* One that has just been given, once. */
		if (sound->tagged)
			mnl_attr_put_strz(nlh, type, key);
		sound->tagged = false;
	} else {
		return false;
	}
	return true;
}

/* In 10.0.0.0/8 or fd00::/8, as are all networks. */
static void put_address(struct nlmsghdr *nlh, uint16_t type, bool six,
			uint8_t subnet, uint8_t host)
{
	uint8_t addr[16] = { six ? 0xfd : 10, subnet };

	addr[six ? 15 : 3] = host;
	mnl_attr_put(nlh, type, six ? 16 : 4, addr);
}

/* A CIDR that has to be another one than those before it. */
static bool is_next(const struct sound *sound)
{
	return sound->cidr > 1;
}

static bool put_addresses(struct sound *sound, struct nlmsghdr *nlh,
			  uint16_t type, const struct spec_attr *attr)
{
	if (is(attr, "prefix.addr"))
		put_address(nlh, type, sound->six,
			    is_next(sound) ? sound->cidr : 0, 0);
	else if (is(attr, "session.receiver") || is(attr, "eni.address") ||
		 is(attr, "session.next-hop"))
		put_address(nlh, type, chance(30), 0, sound->host++);
	else
		return false;
	return true;
}

static uint8_t prefix_len(const struct sound *sound)
{
	unsigned int least = is_next(sound) ? 16 : 8;

	return chance(80) ?
		       least :
		       least + random_below((sound->six ? 129 : 33) - least);
}

/* So that rows of a table can hold together. */
static uint32_t ports(void)
{
	return random_below(101) << 16 | (100 + random_below(65436));
}

static bool put_number(const struct sound *sound, struct nlmsghdr *nlh,
		       uint16_t type, const struct spec_attr *attr)
{
	if (is(attr, "session.scope"))
		mnl_attr_put_u32(nlh, type, sound->scope);
	else if (is(attr, "session.allow-outside") && sound->outside)
		mnl_attr_put_u32(nlh, type, 1);
	else if (is(attr, "session.frames")) /* all excludes a next hop */
		mnl_attr_put_u32(nlh, type, NFM_FRAMES_IP);
	else if (is(attr, "prefix.len"))
		mnl_attr_put_u32(nlh, type, prefix_len(sound));
	else if (is(attr, "row.proto"))
		mnl_attr_put_u32(nlh, type, sound->proto);
	else if (is(attr, "row.sport") || is(attr, "row.dport"))
		mnl_attr_put_u32(nlh, type, ports());
	else if (is(attr, "network.max-sessions"))
		mnl_attr_put_u32(nlh, type, 1000 + random_below(1000));
	else if (is(attr, "session.snaplen"))
		mnl_attr_put_u32(nlh, type,
				 NFM_SNAPLEN_MIN + random_below(1500));
	else if (is(attr, "session.rate"))
		mnl_attr_put_u64(nlh, type, 1 + random_below(UINT32_MAX));
	else
		return false;
	return true;
}

bool sound_put(struct sound *sound, struct nlmsghdr *nlh, uint16_t type,
	       const struct spec_attr *attr)
{
	if (chance(sound->odd))
		return false;
	switch (attr->kind) {
	case SPEC_STRING:
		return put_text(sound, nlh, type, attr);
	case SPEC_ADDRESS:
		return put_addresses(sound, nlh, type, attr);
	default:
		return put_number(sound, nlh, type, attr);
	}
}
