/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	docs/netlink.yaml */
/* YNL-GEN uapi header */

#ifndef _UAPI_LINUX_NF_MIRROR_H
#define _UAPI_LINUX_NF_MIRROR_H

#define NFM_GENL_NAME			"nf_mirror"
#define NFM_GENL_VERSION		1

#define NFM_NAME_CHARS_MAX		60
#define NFM_NAME_BYTES_MAX		240
#define NFM_DEVICE_BYTES_MAX		127
#define NFM_TAG_KEY_MAX			63
#define NFM_TAG_VALUE_MAX		127
#define NFM_NETWORKS_MAX		4096
#define NFM_SESSIONS_MAX		16384
#define NFM_ATTACHED_MAX		16384
#define NFM_CIDRS_MAX			64
#define NFM_ENIS_MAX			128
#define NFM_ENIS_BYTES_MAX		8192
#define NFM_ADDRESSES_MAX		64
#define NFM_RECEIVERS_MAX		64
#define NFM_ROWS_MAX			64
#define NFM_TAGS_MAX			32
#define NFM_TRANSACTIONS_MAX		16
#define NFM_QUOTA_DEFAULT		5
#define NFM_VNI_MAX			16777215
#define NFM_SNAPLEN_MIN			64
#define NFM_SNAPLEN_MAX			65535
#define NFM_RATE_MAX			1000000000000
#define NFM_SAMPLE_MAX			1000000
#define NFM_DSCP_MAX			63
#define NFM_PORT_DEFAULT		4789

/**
 * enum nfm_scope - which ENIs of its network a session taps
 * @NFM_SCOPE_NETWORK: all
 * @NFM_SCOPE_SUBNET: those with an address in scope-cidr
 * @NFM_SCOPE_ENI: those that scope-eni names
 */
enum nfm_scope {
	NFM_SCOPE_NETWORK,
	NFM_SCOPE_SUBNET,
	NFM_SCOPE_ENI,

	/* private: */
	__NFM_SCOPE_MAX,
	NFM_SCOPE_MAX = (__NFM_SCOPE_MAX - 1)
};

/**
 * enum nfm_direction - as seen by the owner of the ENI
 * @NFM_DIRECTION_ALL: both directions
 * @NFM_DIRECTION_IN: packets that the owner receives
 * @NFM_DIRECTION_OUT: packets that the owner sends
 */
enum nfm_direction {
	NFM_DIRECTION_ALL,
	NFM_DIRECTION_IN,
	NFM_DIRECTION_OUT,

	/* private: */
	__NFM_DIRECTION_MAX,
	NFM_DIRECTION_MAX = (__NFM_DIRECTION_MAX - 1)
};

/**
 * enum nfm_balance - how the receiver of a copy is chosen
 * @NFM_BALANCE_FLOW: by a symmetric hash of the five-tuple
 * @NFM_BALANCE_ENI: by the MAC address of the ENI
 * @NFM_BALANCE_RANDOM: at random, for each packet
 */
enum nfm_balance {
	NFM_BALANCE_FLOW,
	NFM_BALANCE_ENI,
	NFM_BALANCE_RANDOM,

	/* private: */
	__NFM_BALANCE_MAX,
	NFM_BALANCE_MAX = (__NFM_BALANCE_MAX - 1)
};

/**
 * enum nfm_facing - who owns the ENI
 * @NFM_FACING_AUTO: as the device is used
 * @NFM_FACING_WIRE: this host
 * @NFM_FACING_GUEST: a guest behind it; in and out swap
 */
enum nfm_facing {
	NFM_FACING_AUTO,
	NFM_FACING_WIRE,
	NFM_FACING_GUEST,

	/* private: */
	__NFM_FACING_MAX,
	NFM_FACING_MAX = (__NFM_FACING_MAX - 1)
};

/**
 * enum nfm_tap_mode - where the packets of an ENI are seen
 * @NFM_TAP_MODE_AUTO: at the device if the host's IP stack does not get what
 *   it receives, else ip
 * @NFM_TAP_MODE_IP: in the host's IP stack
 * @NFM_TAP_MODE_DEVICE: at the device: all frames, whatever takes them
 */
enum nfm_tap_mode {
	NFM_TAP_MODE_AUTO,
	NFM_TAP_MODE_IP,
	NFM_TAP_MODE_DEVICE,

	/* private: */
	__NFM_TAP_MODE_MAX,
	NFM_TAP_MODE_MAX = (__NFM_TAP_MODE_MAX - 1)
};

/**
 * enum nfm_blind - why some packets of an ENI cannot be seen
 * @NFM_BLIND_NO_EGRESS: this kernel has no hook for frames that the device
 *   sends
 * @NFM_BLIND_FLOWTABLE: a flowtable forwards packets of the device past the IP
 *   stack
 * @NFM_BLIND_OFFLOAD: hardware forwards packets of the device past the kernel
 * @NFM_BLIND_REDIRECT: tc or XDP redirects frames of the device past all hooks
 */
enum nfm_blind {
	NFM_BLIND_NO_EGRESS,
	NFM_BLIND_FLOWTABLE,
	NFM_BLIND_OFFLOAD,
	NFM_BLIND_REDIRECT,

	/* private: */
	__NFM_BLIND_MAX,
	NFM_BLIND_MAX = (__NFM_BLIND_MAX - 1)
};

/**
 * enum nfm_frames - which frames a session copies
 * @NFM_FRAMES_IP: IP packets
 * @NFM_FRAMES_ALL: all others as well, of ENIs tapped at their device: ARP and
 *   every other EtherType
 */
enum nfm_frames {
	NFM_FRAMES_IP,
	NFM_FRAMES_ALL,

	/* private: */
	__NFM_FRAMES_MAX,
	NFM_FRAMES_MAX = (__NFM_FRAMES_MAX - 1)
};

/**
 * enum nfm_mtu - what is done with a copy that does not fit its path
 * @NFM_MTU_RESEGMENT: smaller TCP segments; other packets as with fragment
 * @NFM_MTU_FRAGMENT: the outer packet is fragmented
 * @NFM_MTU_TRUNCATE: the frame is truncated
 * @NFM_MTU_DROP: dropped with reason mtu
 */
enum nfm_mtu {
	NFM_MTU_RESEGMENT,
	NFM_MTU_FRAGMENT,
	NFM_MTU_TRUNCATE,
	NFM_MTU_DROP,

	/* private: */
	__NFM_MTU_MAX,
	NFM_MTU_MAX = (__NFM_MTU_MAX - 1)
};

/**
 * enum nfm_rate_unit - what rate and burst count
 * @NFM_RATE_UNIT_PACKETS: packets on the wire
 * @NFM_RATE_UNIT_BITS: bits of copies
 */
enum nfm_rate_unit {
	NFM_RATE_UNIT_PACKETS,
	NFM_RATE_UNIT_BITS,

	/* private: */
	__NFM_RATE_UNIT_MAX,
	NFM_RATE_UNIT_MAX = (__NFM_RATE_UNIT_MAX - 1)
};

/**
 * enum nfm_modified - what was done to a copy
 * @NFM_MODIFIED_RESEGMENTED: TCP was segmented again, into smaller segments;
 *   all segments of a GSO packet count
 * @NFM_MODIFIED_FRAGMENTED: the outer packet was fragmented
 * @NFM_MODIFIED_TRUNCATED: the frame was truncated to fit the path
 * @NFM_MODIFIED_SNAPLEN: the frame was truncated to snaplen
 * @NFM_MODIFIED_PORTS_UNKNOWN: a later fragment whose first fragment was not
 *   seen; it was matched without its ports
 */
enum nfm_modified {
	NFM_MODIFIED_RESEGMENTED,
	NFM_MODIFIED_FRAGMENTED,
	NFM_MODIFIED_TRUNCATED,
	NFM_MODIFIED_SNAPLEN,
	NFM_MODIFIED_PORTS_UNKNOWN,

	/* private: */
	__NFM_MODIFIED_MAX,
	NFM_MODIFIED_MAX = (__NFM_MODIFIED_MAX - 1)
};

/**
 * enum nfm_tap_state - state of a device that a scope names
 * @NFM_TAP_ACTIVE: its packets are tapped while the session runs
 * @NFM_TAP_ABSENT: the device does not exist
 * @NFM_TAP_OUTSIDE: the device is not in the session's network
 * @NFM_TAP_RECEIVER: the device owns the address of a receiver
 */
enum nfm_tap_state {
	NFM_TAP_ACTIVE,
	NFM_TAP_ABSENT,
	NFM_TAP_OUTSIDE,
	NFM_TAP_RECEIVER,

	/* private: */
	__NFM_TAP_MAX,
	NFM_TAP_MAX = (__NFM_TAP_MAX - 1)
};

/**
 * enum nfm_receiver_state - whether copies can reach a receiver now
 * @NFM_RECEIVER_RESOLVED: route and link-layer address are known
 * @NFM_RECEIVER_UNRESOLVED: the link-layer address is not known yet
 * @NFM_RECEIVER_FAILED: nobody answers for the address
 * @NFM_RECEIVER_NO_ROUTE: this host has no route to it
 * @NFM_RECEIVER_NO_CARRIER: the route's device is down or has no carrier
 */
enum nfm_receiver_state {
	NFM_RECEIVER_RESOLVED,
	NFM_RECEIVER_UNRESOLVED,
	NFM_RECEIVER_FAILED,
	NFM_RECEIVER_NO_ROUTE,
	NFM_RECEIVER_NO_CARRIER,

	/* private: */
	__NFM_RECEIVER_MAX,
	NFM_RECEIVER_MAX = (__NFM_RECEIVER_MAX - 1)
};

/**
 * enum nfm_drop - why a packet that matched was not copied
 * @NFM_DROP_NO_MEMORY: no memory for the copy
 * @NFM_DROP_NO_ROUTE: no route to the receiver, or only one that discards
 *   packets, as while IPsec keys are negotiated
 * @NFM_DROP_UNRESOLVED: the receiver's link-layer address is unknown
 * @NFM_DROP_TOO_BIG: longer than the maximum length of an IP packet
 * @NFM_DROP_QUEUE: the device or its qdisc refused the copy, or the device is
 *   down or has no carrier
 * @NFM_DROP_MTU: the copy exceeds the path MTU, with mtu drop
 * @NFM_DROP_UNREADABLE: the packet is in device memory, which the kernel
 *   cannot read, or is a GSO packet that cannot be segmented because its
 *   headers are invalid
 * @NFM_DROP_RATE: over the session's rate; not counted by receivers
 * @NFM_DROP_BUDGET: the copies of this network namespace that are in flight
 *   use all the memory that the module parameter budget allows
 * @NFM_DROP_OVERLOAD: the CPU cannot keep up with the packets it receives
 *   (module parameter shed), or 1,024 copies of the packet were made already,
 *   fewer of a GSO packet with more than 128 segments; not counted by
 *   receivers
 * @NFM_DROP_PLAINTEXT: the packet is encrypted on the wire but not where it is
 *   mirrored (TLS or PSP offload)
 * @NFM_DROP_CARRIED: the packet is a copy of any host, in any encapsulation,
 *   or looks like one; not counted by receivers
 * @NFM_DROP_NESTED: the packet was sent by the transmission of a copy; not
 *   counted by receivers
 * @NFM_DROP_FEEDBACK: the packet carries copies of the session to the receiver
 */
enum nfm_drop {
	NFM_DROP_NO_MEMORY,
	NFM_DROP_NO_ROUTE,
	NFM_DROP_UNRESOLVED,
	NFM_DROP_TOO_BIG,
	NFM_DROP_QUEUE,
	NFM_DROP_MTU,
	NFM_DROP_UNREADABLE,
	NFM_DROP_RATE,
	NFM_DROP_BUDGET,
	NFM_DROP_OVERLOAD,
	NFM_DROP_PLAINTEXT,
	NFM_DROP_CARRIED,
	NFM_DROP_NESTED,
	NFM_DROP_FEEDBACK,

	/* private: */
	__NFM_DROP_MAX,
	NFM_DROP_MAX = (__NFM_DROP_MAX - 1)
};

/**
 * enum nfm_change - what happened to an object
 * @NFM_CHANGE_ADDED: it is new
 * @NFM_CHANGE_CHANGED: it was there and is another now
 * @NFM_CHANGE_REMOVED: it is there no longer
 */
enum nfm_change {
	NFM_CHANGE_ADDED,
	NFM_CHANGE_CHANGED,
	NFM_CHANGE_REMOVED,

	/* private: */
	__NFM_CHANGE_MAX,
	NFM_CHANGE_MAX = (__NFM_CHANGE_MAX - 1)
};

/**
 * enum nfm_cause - who or what changed it
 * @NFM_CAUSE_COMMAND: a request
 * @NFM_CAUSE_DEVICE: the device came, went or changed
 * @NFM_CAUSE_RENAME: the device was renamed
 * @NFM_CAUSE_ADDRESS: the device's addresses
 * @NFM_CAUSE_ROUTE: routes or link-layer addresses, of a receiver
 * @NFM_CAUSE_FEEDBACK: a flow carries copies to a receiver
 */
enum nfm_cause {
	NFM_CAUSE_COMMAND,
	NFM_CAUSE_DEVICE,
	NFM_CAUSE_RENAME,
	NFM_CAUSE_ADDRESS,
	NFM_CAUSE_ROUTE,
	NFM_CAUSE_FEEDBACK,

	/* private: */
	__NFM_CAUSE_MAX,
	NFM_CAUSE_MAX = (__NFM_CAUSE_MAX - 1)
};

enum nfm_attr {
	NFM_A_GENERATION = 1,
	NFM_A_NETWORK,
	NFM_A_ENI,
	NFM_A_SESSION,
	NFM_A_REPLACE,
	NFM_A_EXIST,
	NFM_A_CHANGE,
	NFM_A_CAUSE,
	NFM_A_CLASSIFIER_BYTES,
	NFM_A_PAD,

	__NFM_A_MAX,
	NFM_A_MAX = (__NFM_A_MAX - 1)
};

enum nfm_attr_cause {
	NFM_A_CAUSE_KIND = 1,
	NFM_A_CAUSE_PID,
	NFM_A_CAUSE_COMM,
	NFM_A_CAUSE_ADDRESS,
	NFM_A_CAUSE_OLD_NAME,

	__NFM_A_CAUSE_MAX,
	NFM_A_CAUSE_MAX = (__NFM_A_CAUSE_MAX - 1)
};

enum nfm_attr_network {
	NFM_A_NETWORK_NAME = 1,
	NFM_A_NETWORK_CIDR,
	NFM_A_NETWORK_MAX_SESSIONS,
	NFM_A_NETWORK_SESSIONS,
	NFM_A_NETWORK_SEED,
	NFM_A_NETWORK_PAD,

	__NFM_A_NETWORK_MAX,
	NFM_A_NETWORK_MAX = (__NFM_A_NETWORK_MAX - 1)
};

enum nfm_attr_eni {
	NFM_A_ENI_NAME = 1,
	NFM_A_ENI_NETWORK,
	NFM_A_ENI_ADDRESS,
	NFM_A_ENI_FACING,
	NFM_A_ENI_IFINDEX,
	NFM_A_ENI_MAC,
	NFM_A_ENI_ATTACHED,
	NFM_A_ENI_VIA,
	NFM_A_ENI_OWNS_RECEIVER,
	NFM_A_ENI_SESSION,
	NFM_A_ENI_GUEST_ADDRESS,
	NFM_A_ENI_MTU,
	NFM_A_ENI_ATTACHED_AS,
	NFM_A_ENI_TAP,
	NFM_A_ENI_ATTACHED_FACING,
	NFM_A_ENI_ATTACHED_TAP,
	NFM_A_ENI_BLIND,

	__NFM_A_ENI_MAX,
	NFM_A_ENI_MAX = (__NFM_A_ENI_MAX - 1)
};

enum nfm_attr_session {
	NFM_A_SESSION_NAME = 1,
	NFM_A_SESSION_NETWORK,
	NFM_A_SESSION_SCOPE,
	NFM_A_SESSION_SCOPE_CIDR,
	NFM_A_SESSION_SCOPE_ENI,
	NFM_A_SESSION_DIRECTION,
	NFM_A_SESSION_BALANCE,
	NFM_A_SESSION_RECEIVER,
	NFM_A_SESSION_ALLOW_OUTSIDE,
	NFM_A_SESSION_FILTER,
	NFM_A_SESSION_NEXT_HOP,
	NFM_A_SESSION_VNI,
	NFM_A_SESSION_PORT,
	NFM_A_SESSION_ENABLED,
	NFM_A_SESSION_TAG,
	NFM_A_SESSION_UNTAG,
	NFM_A_SESSION_TAP,
	NFM_A_SESSION_STATS,
	NFM_A_SESSION_SNAPLEN,
	NFM_A_SESSION_SNAP_FIX,
	NFM_A_SESSION_MTU,
	NFM_A_SESSION_RATE,
	NFM_A_SESSION_RATE_UNIT,
	NFM_A_SESSION_BURST,
	NFM_A_SESSION_SAMPLE,
	NFM_A_SESSION_DSCP,
	NFM_A_SESSION_FRAMES,
	NFM_A_SESSION_ONCE,
	NFM_A_SESSION_PAD,

	__NFM_A_SESSION_MAX,
	NFM_A_SESSION_MAX = (__NFM_A_SESSION_MAX - 1)
};

enum nfm_attr_prefix {
	NFM_A_PREFIX_ADDR = 1,
	NFM_A_PREFIX_LEN,

	__NFM_A_PREFIX_MAX,
	NFM_A_PREFIX_MAX = (__NFM_A_PREFIX_MAX - 1)
};

enum nfm_attr_filter {
	NFM_A_FILTER_MATCH = 1,
	NFM_A_FILTER_EXCEPT,

	__NFM_A_FILTER_MAX,
	NFM_A_FILTER_MAX = (__NFM_A_FILTER_MAX - 1)
};

enum nfm_attr_table {
	NFM_A_TABLE_ROW = 1,

	__NFM_A_TABLE_MAX,
	NFM_A_TABLE_MAX = (__NFM_A_TABLE_MAX - 1)
};

enum nfm_attr_row {
	NFM_A_ROW_PROTO = 1,
	NFM_A_ROW_SRC,
	NFM_A_ROW_DST,
	NFM_A_ROW_SPORT,
	NFM_A_ROW_DPORT,

	__NFM_A_ROW_MAX,
	NFM_A_ROW_MAX = (__NFM_A_ROW_MAX - 1)
};

enum nfm_attr_tag {
	NFM_A_TAG_KEY = 1,
	NFM_A_TAG_VALUE,

	__NFM_A_TAG_MAX,
	NFM_A_TAG_MAX = (__NFM_A_TAG_MAX - 1)
};

enum nfm_attr_tap {
	NFM_A_TAP_ENI = 1,
	NFM_A_TAP_STATE,
	NFM_A_TAP_DEVICE,

	__NFM_A_TAP_MAX,
	NFM_A_TAP_MAX = (__NFM_A_TAP_MAX - 1)
};

enum nfm_attr_stats {
	NFM_A_STATS_PAD = 1,
	NFM_A_STATS_MATCHED_PACKETS,
	NFM_A_STATS_MATCHED_BYTES,
	NFM_A_STATS_SENT_PACKETS,
	NFM_A_STATS_SENT_BYTES,
	NFM_A_STATS_DROPPED_PACKETS,
	NFM_A_STATS_DROPS,
	NFM_A_STATS_RECEIVER,
	NFM_A_STATS_ADDRESS,
	NFM_A_STATS_STATE,
	NFM_A_STATS_MTU_SHORT,
	NFM_A_STATS_MODIFIED,
	NFM_A_STATS_FEEDBACK,

	__NFM_A_STATS_MAX,
	NFM_A_STATS_MAX = (__NFM_A_STATS_MAX - 1)
};

enum nfm_attr_flow {
	NFM_A_FLOW_PROTO = 1,
	NFM_A_FLOW_SADDR,
	NFM_A_FLOW_DADDR,
	NFM_A_FLOW_SPORT,
	NFM_A_FLOW_DPORT,

	__NFM_A_FLOW_MAX,
	NFM_A_FLOW_MAX = (__NFM_A_FLOW_MAX - 1)
};

enum nfm_attr_drop {
	NFM_A_DROP_NO_MEMORY = 1,
	NFM_A_DROP_NO_ROUTE,
	NFM_A_DROP_UNRESOLVED,
	NFM_A_DROP_TOO_BIG,
	NFM_A_DROP_QUEUE,
	NFM_A_DROP_MTU,
	NFM_A_DROP_UNREADABLE,
	NFM_A_DROP_RATE,
	NFM_A_DROP_BUDGET,
	NFM_A_DROP_OVERLOAD,
	NFM_A_DROP_PLAINTEXT,
	NFM_A_DROP_CARRIED,
	NFM_A_DROP_NESTED,
	NFM_A_DROP_FEEDBACK,

	__NFM_A_DROP_MAX,
	NFM_A_DROP_MAX = (__NFM_A_DROP_MAX - 1)
};

enum nfm_attr_modified {
	NFM_A_MODIFIED_RESEGMENTED = 1,
	NFM_A_MODIFIED_FRAGMENTED,
	NFM_A_MODIFIED_TRUNCATED,
	NFM_A_MODIFIED_SNAPLEN,
	NFM_A_MODIFIED_PORTS_UNKNOWN,

	__NFM_A_MODIFIED_MAX,
	NFM_A_MODIFIED_MAX = (__NFM_A_MODIFIED_MAX - 1)
};

enum nfm_cmd {
	NFM_CMD_NETWORK_ADD = 1,
	NFM_CMD_NETWORK_SET,
	NFM_CMD_NETWORK_DEL,
	NFM_CMD_NETWORK_GET,
	NFM_CMD_ENI_ATTACH,
	NFM_CMD_ENI_DETACH,
	NFM_CMD_ENI_GET,
	NFM_CMD_SESSION_ADD,
	NFM_CMD_SESSION_SET,
	NFM_CMD_SESSION_DEL,
	NFM_CMD_SESSION_GET,
	NFM_CMD_BEGIN,
	NFM_CMD_COMMIT,
	NFM_CMD_ABORT,
	NFM_CMD_NETWORK_NTF,
	NFM_CMD_ENI_NTF,
	NFM_CMD_SESSION_NTF,
	NFM_CMD_RECEIVER_NTF,

	__NFM_CMD_MAX,
	NFM_CMD_MAX = (__NFM_CMD_MAX - 1)
};

#define NFM_MCGRP_EVENTS		"events"

#endif /* _UAPI_LINUX_NF_MIRROR_H */
