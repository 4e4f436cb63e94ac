# SPDX-License-Identifier: GPL-2.0
"""Holds the copies of many sessions against what was on the wire of the ENI:

    matrix.py SESSIONS STATS.json RECEIVER.pcap WIRE.pcap ENI-MAC RECUT.pcap [SEEN.pcap]

SESSIONS has a line for each: VNI, direction, balance, family, mtu policy, and the
MTU of the path to its receivers; its name is the VNI, too. STATS.json is what
mirrorctl counted. Every frame of WIRE.pcap is one of the ENI, WIRE.pcap's device
being the wire's far end. With SEEN.pcap, a capture of nflog, of what came in only
those frames count that are in there: others the stack has thrown away. Without, of
each conversation the receiver has to be one, where balance says so.

Where the path has room, or the policy only cuts frames off or leaves them out, the
copies have to be the frames of the wire, byte for byte, each as often as there;
where TCP is cut anew, the same bytes under the same headers, and those segments are
written to RECUT.pcap. Prints sessions, frames of the wire, copies, segments anew."""
import collections
import json
import sys

from flows import Conversations, content, headers_v6
from frames import IPV4, IPV6, logged, read_pcap, write_pcap
from outer import copies_in, receiver_of

OUTER = {"4": 20 + 8 + 8, "6": 40 + 8 + 8}
VLAN = b"\x81\x00"

Session = collections.namedtuple("Session", "vni direction balance family policy mtu")


def fail(session, what):
    sys.exit(f"session {' '.join(session)}: {what}")


def difference(have, want):
    """What is in one list more often than in the other."""
    have, want = collections.Counter(have), collections.Counter(want)
    return list((have - want).elements()), list((want - have).elements())


def untagged(frame):
    """A VLAN device's frames have no tag."""
    return frame[:12] + frame[16:] if frame[12:14] == VLAN else frame


def trimmed(frame):
    """What is behind the packet's end is padding."""
    if frame[12:14] == IPV4:
        return frame[: 14 + int.from_bytes(frame[16:18], "big")]
    return frame[: 54 + int.from_bytes(frame[18:20], "big")]


def arrived(frames, path):
    """Those that got past the stack's own checks."""
    seen = collections.Counter(map(logged, read_pcap(path)))
    for frame in frames:
        found = next((f for f in (trimmed(frame), frame) if seen[f[14:]]), None)
        if found:
            seen[found[14:]] -= 1
            yield found
    if seen.total():
        sys.exit(f"not on the wire: {[packet.hex()[:160] for packet in +seen][:5]}")


def without_ident(frame):
    """Of IPv6."""
    at = headers_v6(frame)[0]
    return frame[: at + 4] + bytes(4) + frame[at + 8 :] if at else frame


class Wire:
    def __init__(self, path, mac, seen):
        frames = [untagged(frame) for frame in read_pcap(path)]
        sent = [f for f in frames if f[6:12] == mac]
        came = [f for f in frames if f[:6] == mac]
        if len(sent) + len(came) != len(frames):
            sys.exit(f"{path}: frames of others")
        self.mac = mac
        self.forgets = not seen
        came = list(arrived(came, seen) if seen else map(trimmed, came))
        self.frames = {"out": sent, "in": came, "all": sent + came}
        self.frames = {of: self.compared(f) for of, f in self.frames.items()}

    def compared(self, frames):
        """Of fragments of IPv6 that the stack cuts, the kernel draws the
        identification once the copy is made."""
        if not self.forgets:
            return frames
        return [without_ident(f) if f[12:14] == IPV6 and f[6:12] == self.mac else f for f in frames]


def expected(session, wire):
    """The frames, and how many are left out."""
    frames, room = wire.frames[session.direction], int(session.mtu) - OUTER[session.family]
    if session.policy == "truncate":
        return [frame[:room] for frame in frames], 0
    if session.policy == "drop":
        fitting = [frame for frame in frames if len(frame) <= room]
        return fitting, len(frames) - len(fitting)
    return frames, 0


def compare(session, copies, want):
    """Returns the segments that TCP was cut into anew."""
    more, missing = difference(copies, want)
    if more or missing:
        room = int(session.mtu) - OUTER[session.family]
        recut = content(more) if session.policy == "resegment" else None
        if not recut or recut != content(missing) or max(map(len, more)) > room or max(map(len, missing)) <= room:
            fail(session, f"{len(missing)} missing, {len(more)} not expected:\n"
                          f"{[f.hex()[:160] for f in missing[:3]]}\n{[f.hex()[:160] for f in more[:3]]}")
    return more


def check_counters(session, stats, sent, left_out):
    drops = {"mtu": left_out} if left_out else {}
    have = stats["matched_packets"], stats["sent_packets"], stats["dropped_packets"], stats["drops"]
    if have != (sent + left_out, sent, left_out, drops):
        fail(session, f"counted {have}, there are {sent} and {drops}")


def check_balance(session, copies, conversations):
    """copies: receivers and frames."""
    receivers = collections.Counter(receiver for receiver, _ in copies)
    if session.balance == "eni":
        if len(receivers) != 1:
            fail(session, f"{len(receivers)} receivers of one ENI")
        return
    if len(receivers) != 2 or min(receivers.values()) * 8 < len(copies):
        fail(session, f"receivers get {list(receivers.values())}")
    if session.balance == "flow" and conversations:
        check_conversations(session, copies)


def check_conversations(session, copies):
    receivers, conversations = collections.defaultdict(set), Conversations()
    for receiver, frame in copies:
        receivers[conversations.of(frame)].add(receiver)
    receivers.pop(None, None)
    for conversation, found in receivers.items():
        if len(found) > 1:
            fail(session, f"two receivers of {conversation}")


def check_length(session, copies, longest):
    if any(longest[receiver] > int(session.mtu) for receiver, _ in copies):
        fail(session, "packets too long for the path")


def check(session, stats, copies, wire):
    want, left_out = expected(session, wire)
    check_counters(session, stats, len(want), left_out)
    recut = compare(session, wire.compared([frame for _, frame in copies]), want)
    check_balance(session, copies, wire.forgets)
    return recut


def main(sessions, stats, receiver, wire, mac, recut, seen=None):
    with open(stats, encoding="utf-8") as file:
        stats = {s["name"]: s["stats"] for s in json.load(file)["sessions"]}
    with open(sessions, encoding="utf-8") as file:
        sessions = [Session(*line.split()) for line in file]
    wire = Wire(wire, bytes.fromhex(mac.replace(":", "")), seen)
    captured = read_pcap(receiver)
    longest, copies = collections.Counter(), collections.defaultdict(list)
    for frame in captured:
        longest[receiver_of(frame)] = max(longest[receiver_of(frame)], len(frame) - 14)
    for copy in copies_in(captured):
        copies[str(copy.vni)].append((copy.receiver, copy.frame))
    if unknown := set(copies) - {session.vni for session in sessions}:
        sys.exit(f"copies of no session: {unknown}")
    for session in sessions:
        check_length(session, copies[session.vni], longest)
    anew = [frame for session in sessions
            for frame in check(session, stats[session.vni], copies[session.vni], wire)]
    write_pcap(recut, anew)
    print(len(sessions), len(wire.frames["all"]), sum(map(len, copies.values())), len(anew))


main(*sys.argv[1:])
