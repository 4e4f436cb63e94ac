/* SPDX-License-Identifier: GPL-2.0 */
/* Do not edit directly, generated from docs/netlink.yaml by scripts/netlink */
#ifndef _MIRRORCTL_MODEL_NAMES_GEN_H
#define _MIRRORCTL_MODEL_NAMES_GEN_H

/* Each by value, and ended by NULL. */
extern const char *const scope_words[];
extern const char *const direction_words[];
extern const char *const balance_words[];
extern const char *const facing_words[];
extern const char *const tap_mode_words[];
extern const char *const blind_words[];
extern const char *const frames_words[];
extern const char *const mtu_words[];
extern const char *const rate_unit_words[];
extern const char *const modified_words[];
extern const char *const tap_words[];
extern const char *const receiver_words[];
extern const char *const drop_words[];
extern const char *const change_words[];
extern const char *const cause_words[];

#endif /* _MIRRORCTL_MODEL_NAMES_GEN_H */
