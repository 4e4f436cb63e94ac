/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * nf_mirror: traffic mirroring for network devices, over Generic Netlink.
 *
 * Family "nf_mirror", version 1. Configuration belongs to the network
 * namespace of the socket. Every command needs CAP_NET_ADMIN in the user
 * namespace that owns it; others get EPERM, for reading too.
 *
 * COMMANDS
 *
 *   command                     carries              does
 *   NFM_CMD_NETWORK_ADD         NFM_A_NETWORK ...    makes networks
 *   NFM_CMD_NETWORK_SET         NFM_A_NETWORK ...    changes what is given
 *   NFM_CMD_NETWORK_DEL         NFM_A_NETWORK ...    deletes; no session or
 *                                                    attachment may be left
 *   NFM_CMD_NETWORK_GET (dump)  [NFM_A_NETWORK]      lists all, or the named
 *   NFM_CMD_ENI_ATTACH          NFM_A_ENI ...        puts devices into a
 *                                                    network by name
 *   NFM_CMD_ENI_DETACH          NFM_A_ENI ...        takes that back
 *   NFM_CMD_ENI_GET (dump)      [NFM_A_ENI]          lists the devices there
 *                                                    are and those attached
 *   NFM_CMD_SESSION_ADD         NFM_A_SESSION ...    makes sessions
 *   NFM_CMD_SESSION_SET         NFM_A_SESSION ...    changes what is given
 *   NFM_CMD_SESSION_DEL         NFM_A_SESSION ...    deletes sessions
 *   NFM_CMD_SESSION_GET (dump)  [NFM_A_SESSION]      lists all, or the named
 *   NFM_CMD_BEGIN               [NFM_A_REPLACE]      begins a transaction
 *   NFM_CMD_COMMIT                                   puts it in force
 *   NFM_CMD_ABORT                                    forgets it
 *   NFM_CMD_NETWORK_NTF (event)  NFM_A_NETWORK       a network changed
 *   NFM_CMD_ENI_NTF (event)      NFM_A_ENI           an ENI changed
 *   NFM_CMD_SESSION_NTF (event)  NFM_A_SESSION       a session changed
 *   NFM_CMD_RECEIVER_NTF (event) NFM_A_SESSION       a receiver's state did
 *
 * "..." : the attribute may be repeated. A request is one change: when any
 * object in it is refused, nothing of it has happened. A change is in force
 * for every packet that is handled after the acknowledgement. In a namespace that
 * another user namespace than the first owns, requests wait for a worker, in their
 * order: what a dump shows that was sent without waiting for the acknowledgement
 * may be from before. If too many wait, EBUSY; if the socket is closed before, none
 * of it may have happened. With NFM_A_EXIST,
 * what is so already is no error: ADD and ATTACH of an object that is there, if
 * it is as the request says, DEL and DETACH of one that is not.
 *
 * TRANSACTIONS: after NFM_CMD_BEGIN, changes that come over the same socket are
 * collected, each checked as it comes, until NFM_CMD_COMMIT puts them in force
 * together. With NFM_A_REPLACE they start from nothing instead of from the
 * configuration in force. A session that is there before and after keeps its
 * counters, its receivers theirs, and, unless given, its VNI, also if it was
 * deleted and added anew. A refusal ends the transaction, as does closing the
 * socket: nothing of it has happened. COMMIT fails with ESTALE, and ends it, if
 * the configuration was changed by others since BEGIN. Dumps show what is in
 * force. EBUSY: the socket has a transaction, or the namespace has
 * NFM_TRANSACTIONS_MAX. ENOENT: it has none.
 *
 * EVENTS go to the multicast group NFM_GENL_GROUP, once for each object that a
 * change touches: NFM_A_CHANGE tells how, NFM_A_CAUSE why. They show the object
 * as a dump does, a session without STATS, one that was removed by its NAME
 * alone. NFM_CMD_ENI_NTF comes for a device that appears, is renamed, vanishes,
 * or whose addresses, network, attachment or sessions change; names and
 * addresses only of devices that are in a network before or after it. Sessions
 * that find no room in it are in further events with the ENI's NAME, as in dumps.
 * NFM_CMD_RECEIVER_NTF carries a session's NAME and, in STATS, the RECEIVER with
 * its ADDRESS, STATE, MTU_SHORT and FEEDBACK. Whoever reads too slowly gets ENOBUFS and
 * has to dump.
 *
 * A dump shows one generation of the configuration, whole, however long it
 * takes and whatever changes meanwhile; NFM_A_GENERATION comes with each of
 * its messages, so that several dumps can be told to belong together. Objects
 * come sorted by name (bytewise). Naming an object in the request (its NAME
 * alone) restricts the dump to it; ENOENT if there is none. A message may have no
 * object. In a namespace that another user namespace than the first owns, 16 dumps
 * may be under way; else EBUSY.
 *
 * REFUSALS
 *
 * carry a text (NLMSGERR_ATTR_MSG) and the offset of the attribute at fault
 * (NLMSGERR_ATTR_OFFS). Errors: EEXIST the name is taken, ENOENT no such
 * object, EBUSY still in use, EDQUOT over the network's max-sessions, E2BIG
 * over a limit below, ENOSPC and EFBIG more memory for sessions, or for what finds
 * those of a packet, than the module's parameter memory allows a network namespace,
 * EINVAL anything else that is wrong with a value, ERANGE
 * from attribute policies, ENOMEM.
 *
 * ATTRIBUTES (n: nested; *: may be repeated; all integers in host order)
 *
 *   NFM_A_GENERATION      u32  grows with each change; replies only
 *   NFM_A_CLASSIFIER_BYTES
 *                        u64  memory that is taken by what finds the sessions of
 *                             a packet, for all ENIs; NFM_CMD_SESSION_GET's
 *                             replies only
 *   NFM_A_REPLACE        flag  with NFM_CMD_BEGIN
 *   NFM_A_EXIST          flag  with ADD, ATTACH, DEL, DETACH
 *   NFM_A_CHANGE           u8  enum nfm_change; events only
 *   NFM_A_CAUSE          n     events only
 *     KIND                 u8  enum nfm_cause
 *     PID                 u32  NFM_CAUSE_COMMAND: the process that sent it, as its
 *                              own PID namespace knows it; 0: none of the user
 *                              namespace that owns the network namespace
 *     COMM             string  NFM_CAUSE_COMMAND: and its name
 *     ADDRESS             bin  NFM_CAUSE_ADDRESS: that came or went
 *     OLD_NAME         string  NFM_CAUSE_RENAME: of the device
 *   NFM_A_NETWORK      n*
 *     NAME             string  1 to 60 characters of UTF-8, no control ones
 *     CIDR             n*      NFM_A_PREFIX_*; at least one. SET: the whole
 *                              new list
 *     MAX_SESSIONS        u32  1 to NFM_SESSIONS_MAX; NFM_QUOTA_DEFAULT
 *     SESSIONS            u32  sessions that it has; replies only
 *     SEED                u64  a secret that the network's hosts share: with it,
 *                              who sends packets cannot choose what becomes of
 *                              them by hashes (BALANCE, SAMPLE, what is left out
 *                              under load, the marks of copies); 0: none; 0
 *   NFM_A_ENI          n*
 *     NAME             string  any name of the device, its primary one or an
 *                              altname: 1 to NFM_DEVICE_BYTES_MAX bytes of
 *                              UTF-8, without '/', ':', space or control
 *                              character. ATTACH keeps it as given, and it is
 *                              followed; it need not be there. What looks like
 *                              a pattern or a list, and is no device's name
 *                              now, is refused; so is a loopback device.
 *                              EEXIST, too, if another name of the device is
 *                              attached; if both become names of one only
 *                              later, the primary one counts, else the one that
 *                              sorts first, and the other one has no device.
 *                              An altname that a device gets while it is down
 *                              is seen when it is up. Replies: the primary
 *                              name; without a device, that which ATTACH gave
 *     NETWORK          string  ATTACH: the network. Replies: that which the
 *                              device is in, by attachment, else by the
 *                              longest CIDR that holds one of its addresses
 *                              (the network that sorts first among equals);
 *                              absent if in none
 *     ADDRESS          bin*    ATTACH: an address that the guest behind the
 *                              device holds, 4 bytes (IPv4) or 16 (IPv6).
 *                              Replies: the device's own addresses, and those
 *     FACING               u8  enum nfm_facing; NFM_FACING_WIRE
 *     IFINDEX             u32  replies only; absent: no such device now
 *     MAC                 bin  replies only; 6 bytes; absent: not Ethernet
 *     ATTACHED           flag  replies only; by ENI_ATTACH
 *     VIA                   n  replies only; NFM_A_PREFIX_*: the CIDR of the
 *                              network that holds an address of the device
 *     OWNS_RECEIVER      flag  replies only; one of its addresses is a
 *                              receiver of its network: never a source
 *     SESSION         string*  replies only; running sessions that tap it. If
 *                              they do not fit into one message, the ENI goes
 *                              on in those that follow: with NAME and more
 *                              SESSIONs, nothing else. Events hold the first
 *     GUEST_ADDRESS      bin*  replies only; those of ADDRESS that ATTACH gave
 *     MTU                 u32  replies only; bytes
 *     ATTACHED_AS      string  replies only; the NAME that ATTACH gave, if it
 *                              is not the primary one
 *   NFM_A_SESSION      n*
 *     NAME             string  as a network's
 *     NETWORK          string  ADD only
 *     SCOPE                u8  enum nfm_scope
 *     SCOPE_CIDR           n*  NFM_A_PREFIX_*; with NFM_SCOPE_SUBNET
 *     SCOPE_ENI       string*  any name of a device, as an ENI's NAME, in all
 *                              up to NFM_ENIS_BYTES_MAX bytes; with
 *                              NFM_SCOPE_ENI. It need not exist: sessions
 *                              follow devices by name
 *     DIRECTION            u8  enum nfm_direction; NFM_DIRECTION_ALL
 *     BALANCE              u8  enum nfm_balance; NFM_BALANCE_FLOW
 *     RECEIVER           bin*  4 bytes (IPv4) or 16 (IPv6), may be mixed;
 *                              unicast, not link-local IPv6, not the broadcast
 *                              or network address of a subnet that the host is
 *                              in (to broadcast, or anycast of this host, there
 *                              is no route: NFM_DROP_NO_ROUTE), in
 *                              a CIDR of the network unless ALLOW_OUTSIDE, as
 *                              0.0.0.0/8 and 240.0.0.0/4 have to be even with
 *                              it. ADD: at least
 *                              one. SET: the whole new list
 *     ALLOW_OUTSIDE        u8  0 or 1; 0
 *     FILTER                n  SET: the whole new filter
 *       MATCH              n*  a table: a packet is copied if all rows of any
 *                              MATCH table hold, or if there is none;
 *       EXCEPT             n*  but not if all rows of any EXCEPT table hold
 *         ROW              n*  at least one in a table, none of them empty; one
 *                              that can never hold is refused (ports of a
 *                              protocol without them, addresses of two
 *                              families), as are rows that can never hold
 *                              together
 *           PROTO          u8  IP protocol number; absent: any
 *           SRC, DST        n  NFM_A_PREFIX_*; absent: any
 *           SPORT, DPORT  u32  first << 16 | last port; absent: any. A packet
 *                              without ports (of a protocol without them)
 *                              never matches a row that names one. Later
 *                              fragments have the ports of the first one; if
 *                              that was not seen, they match on the other
 *                              fields (NFM_CASE_PORTLESS)
 *     NEXT_HOP            bin  a gateway's address, 4 or 16 bytes: of what the
 *                              filter leaves, only packets that go by it (out)
 *                              or whose answers would (in). 0.0.0.0 or ::, and
 *                              absent on ADD: no matter where they go
 *     VNI                 u32  0 to 16777215. Absent on ADD: one that no other
 *                              session has, derived from the name, so that
 *                              hosts with equal sessions agree
 *     PORT                u16  UDP port of the copies, 1 to 65535; 4789
 *     SNAPLEN             u32  inner frames are cut to that many bytes, from the
 *                              Ethernet header on: 64 to 65535; 0: never; 0
 *     SNAP_FIX             u8  1: lengths and checksums in a frame that was cut
 *                              are made right; 0: they stay those of the
 *                              packet; 0
 *     MTU                  u8  enum nfm_mtu; NFM_MTU_RESEGMENT
 *     RATE                u64  at most so many packets or bits a second are
 *                              copied, up to NFM_RATE_MAX, NFM_DROP_RATE beyond;
 *                              0: no limit; 0. Packets are those of the wire;
 *                              bits those of the copies, from their outer IP
 *                              header on, of IPv4
 *     RATE_UNIT            u8  enum nfm_rate_unit; comes with RATE
 *     BURST               u32  so many of them at once, after a pause; only with
 *                              a RATE; 0: a tenth of a second's worth; 0, also
 *                              when the RATE gets another unit
 *     SAMPLE              u32  1 flow in so many is copied, both directions of
 *                              it, and the same ones on all hosts; the others do
 *                              not match; 1 to NFM_SAMPLE_MAX; 1
 *     DSCP                 u8  of the copies' outer headers (RFC 2474): 0 to
 *                              NFM_DSCP_MAX; 0
 *     ENABLED              u8  0 stopped, 1 running; 1
 *     TAG                  n*  KEY and VALUE, up to 63 and 127 bytes of UTF-8.
 *                              SET: adds them, or gives keys new values
 *     UNTAG           string*  SET only: removes the tag with that key
 *     TAP                  n*  replies only, with NFM_SCOPE_ENI, one for each
 *       ENI            string  device of the scope, as it was named:
 *       STATE              u8  enum nfm_tap_state
 *       DEVICE         string  its primary name, if it is another one
 *     STATS                 n  replies only; NFM_A_STATS_*, and
 *       RECEIVER           n*  one each: ADDRESS, STATE (enum
 *                              nfm_receiver_state), MTU_SHORT (u32, bytes that
 *                              the path lacks for the largest packets of the
 *                              ENIs in scope to be copied whole; absent: none),
 *                              FEEDBACK and NFM_A_STATS_*
 *         FEEDBACK          n  the flow that was last found to carry copies to
 *                              the receiver (NFM_DROP_FEEDBACK); absent: none
 *           PROTO          u8  IP protocol number
 *           SADDR, DADDR  bin  4 or 16 bytes
 *           SPORT, DPORT  u16  absent if the protocol has none
 *
 *   NFM_A_PREFIX_ADDR     bin  4 bytes (IPv4) or 16 (IPv6), network order, no
 *                              bits set past LEN
 *   NFM_A_PREFIX_LEN       u8  0 to 32, or to 128
 *
 *   NFM_A_STATS_*         u64  Packets and bytes are those of the wire: a
 *                              super-packet counts as what it is cut into.
 *     MATCHED_PACKETS          packets that were to be copied (sessions only)
 *     MATCHED_BYTES            their IP lengths (sessions only)
 *     SENT_PACKETS             of these, copied and handed to the device
 *     SENT_BYTES               their IP lengths: the tunnel does not count
 *     DROPPED_PACKETS          of these, not copied, or refused by the device
 *     DROPS                 n  DROPPED_PACKETS by reason: attribute types are
 *                              enum nfm_drop + 1, u64 each; zeros are left out
 *     CASES                 n  of SENT_PACKETS, those that are not just as on
 *                              the wire, by what was done: types are enum
 *                              nfm_case + 1, u64 each; zeros are left out
 *                              (sessions only)
 *
 *   MATCHED_PACKETS = SENT_PACKETS + DROPPED_PACKETS once no packet is under
 *   way. A copy that waits for its receiver's link address counts as sent.
 *
 * THE COPIES are VXLAN (RFC 7348): flags 08 00 00 00, reserved bytes zero, a
 * UDP source port from 49152 to 65535 that is the same for both directions of
 * a flow. They go over IPv4 or IPv6, as their receiver's address is, whatever
 * is inside: TTL or hop limit 64, UDP checksum 0 over IPv4 and computed over
 * IPv6. With DF, the identification of the outer header is that of the inner one
 * (0 if that is not IPv4) plus a number made of VNI and SEED; over IPv6, the flow
 * label is made of that number and the source port: so hosts know each other's
 * copies. The inner frame is a complete Ethernet one. To qdiscs they are filler
 * (TC_PRIO_FILLER), which prio and pfifo_fast send after all else.
 */
#ifndef _UAPI_LINUX_NF_MIRROR_H
#define _UAPI_LINUX_NF_MIRROR_H

#define NFM_GENL_NAME		"nf_mirror"
#define NFM_GENL_VERSION	1
#define NFM_GENL_GROUP		"events"

/* Limits. Each is refused with E2BIG (lists) or ERANGE (values). */
#define NFM_NAME_CHARS_MAX	60	/* characters in a name */
#define NFM_NAME_BYTES_MAX	240	/* bytes that these can take */
#define NFM_DEVICE_BYTES_MAX	127	/* in a name of a device */
#define NFM_TAG_KEY_MAX		63	/* bytes */
#define NFM_TAG_VALUE_MAX	127	/* bytes */
#define NFM_NETWORKS_MAX	4096	/* in a network namespace */
#define NFM_SESSIONS_MAX	16384	/* in a network namespace */
#define NFM_ATTACHED_MAX	16384	/* in a network namespace */
#define NFM_CIDRS_MAX		64	/* in a network, in a scope */
#define NFM_ENIS_MAX		128	/* in a scope */
#define NFM_ENIS_BYTES_MAX	8192	/* their names in a scope, each with a 0 */
#define NFM_ADDRESSES_MAX	64	/* in an attachment */
#define NFM_RECEIVERS_MAX	64	/* in a session */
#define NFM_ROWS_MAX		64	/* in a session's filter, all tables */
#define NFM_TAGS_MAX		32	/* in a session */
#define NFM_TRANSACTIONS_MAX	16	/* in a network namespace, at a time */
#define NFM_QUOTA_DEFAULT	5	/* sessions in a network */
#define NFM_VNI_MAX		0xffffff
#define NFM_SNAPLEN_MIN		64	/* bytes of an inner frame */
#define NFM_SNAPLEN_MAX		65535
#define NFM_PORT_DEFAULT	4789	/* RFC 7348 */
#define NFM_RATE_MAX		1000000000000	/* packets or bits a second */
#define NFM_SAMPLE_MAX		1000000	/* flows, of which one is copied */
#define NFM_DSCP_MAX		63

enum nfm_cmd {
	NFM_CMD_UNSPEC,
	NFM_CMD_NETWORK_ADD,
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
	__NFM_CMD_MAX
};
#define NFM_CMD_MAX (__NFM_CMD_MAX - 1)

/** enum nfm_scope - which ENIs of its network a session taps */
enum nfm_scope {
	NFM_SCOPE_NETWORK,	/* all */
	NFM_SCOPE_SUBNET,	/* those with an address in SCOPE_CIDR */
	NFM_SCOPE_ENI,		/* those that SCOPE_ENI names */
	__NFM_SCOPE_MAX
};
#define NFM_SCOPE_MAX (__NFM_SCOPE_MAX - 1)

/** enum nfm_direction - as seen by the owner of the ENI */
enum nfm_direction {
	NFM_DIRECTION_ALL,
	NFM_DIRECTION_IN,
	NFM_DIRECTION_OUT,
	__NFM_DIRECTION_MAX
};
#define NFM_DIRECTION_MAX (__NFM_DIRECTION_MAX - 1)

/** enum nfm_balance - how a copy's receiver is chosen */
enum nfm_balance {
	NFM_BALANCE_FLOW,	/* by a symmetric hash of the five-tuple */
	NFM_BALANCE_ENI,	/* by the ENI's MAC address */
	NFM_BALANCE_RANDOM,	/* for each packet anew */
	__NFM_BALANCE_MAX
};
#define NFM_BALANCE_MAX (__NFM_BALANCE_MAX - 1)

/** enum nfm_facing - who owns the ENI */
enum nfm_facing {
	NFM_FACING_WIRE,	/* this host */
	NFM_FACING_GUEST,	/* a guest behind it: in and out swap */
	__NFM_FACING_MAX
};
#define NFM_FACING_MAX (__NFM_FACING_MAX - 1)

/** enum nfm_mtu - what becomes of a copy that does not fit its path */
enum nfm_mtu {
	NFM_MTU_RESEGMENT,	/* TCP: smaller segments; else as FRAGMENT */
	NFM_MTU_FRAGMENT,	/* the outer packet is fragmented */
	NFM_MTU_TRUNCATE,	/* the frame is cut so that it fits */
	NFM_MTU_DROP,		/* NFM_DROP_MTU */
	__NFM_MTU_MAX
};
#define NFM_MTU_MAX (__NFM_MTU_MAX - 1)

/** enum nfm_rate_unit - what RATE and BURST count */
enum nfm_rate_unit {
	NFM_RATE_UNIT_PACKETS,
	NFM_RATE_UNIT_BITS,
	__NFM_RATE_UNIT_MAX
};
#define NFM_RATE_UNIT_MAX (__NFM_RATE_UNIT_MAX - 1)

/** enum nfm_case - what was done to a copy */
enum nfm_case {
	NFM_CASE_RESEGMENTED,	/* TCP was cut into smaller segments; of a
				 * super-packet all count
				 */
	NFM_CASE_FRAGMENTED,	/* the outer packet was fragmented */
	NFM_CASE_TRUNCATED,	/* the frame was cut to fit the path */
	NFM_CASE_SNAPPED,	/* the frame was cut to SNAPLEN */
	NFM_CASE_PORTLESS,	/* a fragment whose ports nobody knows: that
				 * it may match had to do
				 */
	__NFM_CASE_MAX
};

/** enum nfm_tap_state - what became of a device that a scope names */
enum nfm_tap_state {
	NFM_TAP_ACTIVE,		/* its packets are seen (if enabled) */
	NFM_TAP_ABSENT,		/* no such device now */
	NFM_TAP_OUTSIDE,	/* not in the session's network */
	NFM_TAP_RECEIVER,	/* owns a receiver's address */
	__NFM_TAP_MAX
};

/** enum nfm_receiver_state - whether copies can reach a receiver now */
enum nfm_receiver_state {
	NFM_RECEIVER_RESOLVED,		/* route and link address are known */
	NFM_RECEIVER_UNRESOLVED,	/* link address not known yet */
	NFM_RECEIVER_FAILED,		/* nobody answers for the address */
	NFM_RECEIVER_NO_ROUTE,		/* this host has no route to it */
	NFM_RECEIVER_NO_CARRIER,	/* the route's device is down or has no
					 * carrier
					 */
	__NFM_RECEIVER_MAX
};

/** enum nfm_drop - why a packet that matched was not copied */
enum nfm_drop {
	NFM_DROP_NO_MEMORY,	/* no memory for the copy */
	NFM_DROP_NO_ROUTE,	/* no route to the receiver */
	NFM_DROP_UNRESOLVED,	/* the receiver's link address is unknown */
	NFM_DROP_TOO_BIG,	/* longer than an IP packet can be */
	NFM_DROP_QUEUE,		/* the output device or its queue refused */
	NFM_DROP_MTU,		/* does not fit the path, with NFM_MTU_DROP */
	NFM_DROP_UNREADABLE,	/* in the memory of a device (devmem TCP), or a
				 * super-packet that cannot be cut: its headers
				 * are wrong
				 */
	NFM_DROP_RATE,		/* over the session's RATE; sessions only */
	NFM_DROP_BUDGET,	/* over the namespace's budget of bytes that are
				 * on their way, a parameter of the module
				 */
	NFM_DROP_OVERLOAD,	/* this processor cannot keep up with what it
				 * receives, or 1024 copies of the packet were
				 * made already; sessions only
				 */
	NFM_DROP_PLAINTEXT,	/* encrypted on the wire, in clear at the hook
				 * (TLS or PSP offload)
				 */
	NFM_DROP_CARRIED,	/* a copy of whichever host, in whatever carries
				 * it, or what looks like one; sessions only
				 */
	NFM_DROP_NESTED,	/* sent by the transmission of a copy; sessions
				 * only
				 */
	NFM_DROP_FEEDBACK,	/* carries copies of the session to the
				 * receiver
				 */
	__NFM_DROP_MAX
};

/** enum nfm_change - what became of an object */
enum nfm_change {
	NFM_CHANGE_ADDED,
	NFM_CHANGE_CHANGED,
	NFM_CHANGE_REMOVED,
	__NFM_CHANGE_MAX
};

/** enum nfm_cause - who or what changed it */
enum nfm_cause {
	NFM_CAUSE_COMMAND,	/* somebody's request */
	NFM_CAUSE_DEVICE,	/* the device came, went or changed itself */
	NFM_CAUSE_RENAME,	/* the device has another name */
	NFM_CAUSE_ADDRESS,	/* the device's addresses */
	NFM_CAUSE_ROUTE,	/* routes or link addresses, of a receiver */
	NFM_CAUSE_FEEDBACK,	/* a flow carries copies to a receiver */
	__NFM_CAUSE_MAX
};

enum nfm_attr {
	NFM_A_UNSPEC,
	NFM_A_GENERATION,
	NFM_A_NETWORK,
	NFM_A_ENI,
	NFM_A_SESSION,
	NFM_A_REPLACE,
	NFM_A_EXIST,
	NFM_A_CHANGE,
	NFM_A_CAUSE,
	NFM_A_CLASSIFIER_BYTES,
	__NFM_A_MAX
};
#define NFM_A_MAX (__NFM_A_MAX - 1)

enum nfm_attr_cause {
	NFM_A_CAUSE_UNSPEC,
	NFM_A_CAUSE_KIND,
	/*
	 * In the first network namespace, its number in the first PID namespace; else
	 * in its own, or 0 where another user namespace owns the network namespace.
	 */
	NFM_A_CAUSE_PID,
	NFM_A_CAUSE_COMM,
	NFM_A_CAUSE_ADDRESS,
	NFM_A_CAUSE_OLD_NAME,
	__NFM_A_CAUSE_MAX
};
#define NFM_A_CAUSE_MAX (__NFM_A_CAUSE_MAX - 1)

enum nfm_attr_network {
	NFM_A_NETWORK_UNSPEC,
	NFM_A_NETWORK_NAME,
	NFM_A_NETWORK_CIDR,
	NFM_A_NETWORK_MAX_SESSIONS,
	NFM_A_NETWORK_SESSIONS,
	NFM_A_NETWORK_SEED,
	__NFM_A_NETWORK_MAX
};
#define NFM_A_NETWORK_MAX (__NFM_A_NETWORK_MAX - 1)

enum nfm_attr_eni {
	NFM_A_ENI_UNSPEC,
	NFM_A_ENI_NAME,
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
	__NFM_A_ENI_MAX
};
#define NFM_A_ENI_MAX (__NFM_A_ENI_MAX - 1)

enum nfm_attr_session {
	NFM_A_SESSION_UNSPEC,
	NFM_A_SESSION_NAME,
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
	NFM_A_SESSION_PAD,
	__NFM_A_SESSION_MAX
};
#define NFM_A_SESSION_MAX (__NFM_A_SESSION_MAX - 1)

enum nfm_attr_prefix {
	NFM_A_PREFIX_UNSPEC,
	NFM_A_PREFIX_ADDR,
	NFM_A_PREFIX_LEN,
	__NFM_A_PREFIX_MAX
};
#define NFM_A_PREFIX_MAX (__NFM_A_PREFIX_MAX - 1)

enum nfm_attr_filter {
	NFM_A_FILTER_UNSPEC,
	NFM_A_FILTER_MATCH,
	NFM_A_FILTER_EXCEPT,
	__NFM_A_FILTER_MAX
};
#define NFM_A_FILTER_MAX (__NFM_A_FILTER_MAX - 1)

enum nfm_attr_table {
	NFM_A_TABLE_UNSPEC,
	NFM_A_TABLE_ROW,
	__NFM_A_TABLE_MAX
};
#define NFM_A_TABLE_MAX (__NFM_A_TABLE_MAX - 1)

enum nfm_attr_row {
	NFM_A_ROW_UNSPEC,
	NFM_A_ROW_PROTO,
	NFM_A_ROW_SRC,
	NFM_A_ROW_DST,
	NFM_A_ROW_SPORT,
	NFM_A_ROW_DPORT,
	__NFM_A_ROW_MAX
};
#define NFM_A_ROW_MAX (__NFM_A_ROW_MAX - 1)

enum nfm_attr_tag {
	NFM_A_TAG_UNSPEC,
	NFM_A_TAG_KEY,
	NFM_A_TAG_VALUE,
	__NFM_A_TAG_MAX
};
#define NFM_A_TAG_MAX (__NFM_A_TAG_MAX - 1)

enum nfm_attr_tap {
	NFM_A_TAP_UNSPEC,
	NFM_A_TAP_ENI,
	NFM_A_TAP_STATE,
	NFM_A_TAP_DEVICE,
	__NFM_A_TAP_MAX
};
#define NFM_A_TAP_MAX (__NFM_A_TAP_MAX - 1)

enum nfm_attr_stats {
	NFM_A_STATS_UNSPEC,
	NFM_A_STATS_PAD,
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
	NFM_A_STATS_CASES,
	NFM_A_STATS_FEEDBACK,
	__NFM_A_STATS_MAX
};
#define NFM_A_STATS_MAX (__NFM_A_STATS_MAX - 1)

enum nfm_attr_flow {
	NFM_A_FLOW_UNSPEC,
	NFM_A_FLOW_PROTO,
	NFM_A_FLOW_SADDR,
	NFM_A_FLOW_DADDR,
	NFM_A_FLOW_SPORT,
	NFM_A_FLOW_DPORT,
	__NFM_A_FLOW_MAX
};
#define NFM_A_FLOW_MAX (__NFM_A_FLOW_MAX - 1)

#endif /* _UAPI_LINUX_NF_MIRROR_H */
