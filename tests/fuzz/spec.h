/* SPDX-License-Identifier: GPL-2.0 */
/* The family, as tests/fuzz/spec.py finds it in docs/netlink.yaml. */
#ifndef _FUZZ_SPEC_H
#define _FUZZ_SPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum spec_kind {
	SPEC_U32,
	SPEC_U64,
	SPEC_FLAG,
	SPEC_STRING,
	SPEC_ADDRESS,
	SPEC_BINARY,
	SPEC_NEST,
	SPEC_PAD,
};

/* Its type is its index in the set, from 1 on. */
struct spec_attr {
	const char *name; /* with that of the set: "session.vni" */
	enum spec_kind kind;
	uint8_t nested; /* index of the set that is in it */
	bool multi; /* may be repeated */
	uint64_t min, max; /* of numbers */
	uint8_t len; /* of texts, at most */
};

struct spec_set {
	const struct spec_attr *attrs;
	unsigned int n;
};

struct spec_command {
	const char *name;
	uint8_t cmd;
	bool dump;
	uint32_t attrs; /* bits of main's attribute types that it takes */
	uint32_t inside; /* of those that it takes in them */
};

/* The first is that of the message itself. */
extern const struct spec_set spec_sets[];
extern const unsigned int spec_n_sets;
extern const struct spec_command spec_commands[];
extern const unsigned int spec_n_commands;

/* NULL: there is none of that type. */
static inline const struct spec_attr *spec_attr(const struct spec_set *set,
						unsigned int type)
{
	return type && type <= set->n ? &set->attrs[type - 1] : NULL;
}

/* Bits of the types that a command takes in the nests of @set. */
static inline uint32_t spec_inside(const struct spec_command *command,
				   const struct spec_set *set)
{
	return set == spec_sets ? command->inside : ~0u;
}

#endif /* _FUZZ_SPEC_H */
