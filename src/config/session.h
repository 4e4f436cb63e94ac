/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NFM_CONFIG_SESSION_H
#define _NFM_CONFIG_SESSION_H

#include <linux/string.h>
#include <uapi/linux/nf_mirror.h>

#include "config/filter.h"
#include "config/object.h"
#include "runtime/receiver.h"
#include "runtime/stats.h"

struct nfm_compiled_session;

/**
 * struct nfm_tag - a label, not interpreted by nf_mirror
 * @key: unique in its session
 * @value: may be empty
 */
struct nfm_tag {
	char key[NFM_TAG_KEY_MAX + 1];
	char value[NFM_TAG_VALUE_MAX + 1];
};

/**
 * struct nfm_session_params - options of a session that have one value each
 * @rate: maximum packets or bits per second; 0: no limit
 * @rate_unit: enum nfm_rate_unit
 * @burst: maximum packets or bits at once; 0: the default
 * @scope: enum nfm_scope
 * @direction: enum nfm_direction
 * @balance: enum nfm_balance
 * @enabled: 1: the session is running
 * @allow_outside: 1: receivers need not be in the network
 * @port: destination UDP port of the copies
 * @mtu: enum nfm_mtu
 * @snap_fix: 1: fix lengths and checksums of frames truncated to @snaplen
 * @snaplen: maximum length of the inner frame, in bytes; 0: no limit
 * @sample: one in this many flows is copied
 * @dscp: DSCP of the outer headers
 * @frames: enum nfm_frames
 * @once: 1: of the ENIs that a packet passes, only one copies it
 * @vni: VXLAN network identifier of the copies
 * @next_hop: gateway that packets must be routed by; :: for any
 *
 * Copied and compared byte by byte: padding is 0. Numbers are as wide as their
 * attributes, see nfm_attr_params().
 */
struct nfm_session_params {
	u64 rate;
	u32 rate_unit;
	u32 burst;
	u32 scope;
	u32 direction;
	u32 balance;
	u32 enabled;
	u32 allow_outside;
	u32 port;
	u32 mtu;
	u32 snap_fix;
	u32 snaplen;
	u32 sample;
	u32 dscp;
	u32 frames;
	u32 once;
	u32 vni;
	struct in6_addr next_hop;
};

/**
 * struct nfm_session - a session as configured
 * @object: base object, with the name
 * @network: name of its network; owned
 * @account: account of the namespace, without a reference; only used while edited
 * @params: options with one value each
 * @n_cidrs: number of @cidrs
 * @cidrs: subnets, with NFM_SCOPE_SUBNET; owned
 * @n_enis: number of device names, with NFM_SCOPE_ENI
 * @enis_size: size of @enis, in bytes
 * @enis: device names, each with its terminating 0; owned
 * @filter: filter rows, NULL matches everything; owned
 * @n_receivers: number of @receivers
 * @receivers: references; the array is owned
 * @n_tags: number of @tags
 * @tags: labels; owned
 * @counters: counters shared by all versions of the session; a reference
 * @compiled: compiled form, set by the first plan that needs it, under the lock of
 *	      the namespace; NULL until then; owned
 * @free_compiled: frees @compiled; set with it
 *
 * Immutable except for @compiled and @free_compiled, see struct nfm_object.
 */
struct nfm_session {
	struct nfm_object object;
	char *network;
	struct nfm_account *account;
	struct nfm_session_params params;
	unsigned int n_cidrs;
	struct nfm_prefix *cidrs;
	unsigned int n_enis;
	unsigned int enis_size;
	char *enis;
	struct nfm_filter *filter;
	unsigned int n_receivers;
	struct nfm_receiver **receivers;
	unsigned int n_tags;
	struct nfm_tag *tags;
	struct nfm_counters *counters;
	struct nfm_compiled_session *compiled;
	void (*free_compiled)(struct nfm_compiled_session *compiled);
};

/* Iterate over the device names of a session's scope. */
#define nfm_session_for_each_eni(name, session)                \
	for (name = (session)->enis;                           \
	     (name) != (session)->enis + (session)->enis_size; \
	     name += strlen(name) + 1)

struct nfm_session *nfm_session_alloc(const char *name, const char *network,
				      struct nfm_account *account);
int nfm_session_adopt(struct nfm_session *session,
		      const struct nfm_session *old);
struct nfm_session *nfm_session_clone(const struct nfm_session *session);
int nfm_session_set_receivers(struct nfm_session *session,
			      const struct in6_addr *addrs, unsigned int n);
int nfm_session_tag(struct nfm_session *session, const char *key,
		    const char *value);
int nfm_session_untag(struct nfm_session *session, const char *key);

#endif /* _NFM_CONFIG_SESSION_H */
