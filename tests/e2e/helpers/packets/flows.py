# SPDX-License-Identifier: GPL-2.0
"""What frames belong together: conversations, and the bytes of TCP."""
import collections
import functools
import operator
import struct

from frames import FRAGMENT, IPV4, fragment_v4

ICMP, TCP, UDP, SCTP, ICMP6 = 1, 6, 17, 132, 58
HOP, ROUTING, DESTINATION = 0, 43, 60
ECHO = {ICMP: (0, 8), ICMP6: (128, 129)}

Segment = collections.namedtuple("Segment", "header seq flags data")


def headers_v6(frame):
    """Where the fragment header is, the protocol, and where its header begins."""
    proto, at, fragment = frame[20], 54, None
    while proto in (HOP, ROUTING, FRAGMENT, DESTINATION) and at + 8 <= len(frame):
        if proto == FRAGMENT:
            fragment, size = at, 8
        else:
            size = 8 + frame[at + 1] * 8
        proto, at = frame[at], at + size
        if fragment and fragment_offset(frame, fragment):
            break
    return fragment, proto, at


def fragment_offset(frame, at):
    return int.from_bytes(frame[at + 2 : at + 4], "big") & 0xFFF8


def fragment_of(frame):
    """Of a fragment: its datagram, its offset."""
    if frame[12:14] == IPV4:
        found = fragment_v4(frame)
        return found and found[:2]
    at = headers_v6(frame)[0]
    return at and (frame[at + 4 : at + 8] + frame[22:54], fragment_offset(frame, at))


def transport(frame):
    """The addresses, the protocol, and where its header begins."""
    if frame[12:14] == IPV4:
        return (frame[26:30], frame[30:34]), frame[23], 14 + (frame[14] & 15) * 4
    return (frame[22:38], frame[38:54]), *headers_v6(frame)[1:]


def ports_of(frame, proto, at):
    """Of source and destination; None where that is another question."""
    if proto in (TCP, UDP, SCTP):
        return frame[at : at + 2], frame[at + 2 : at + 4]
    if proto in ECHO:
        return (frame[at + 4 : at + 6],) * 2 if frame[at] in ECHO[proto] else None
    return 0, 0


def has_options(frame):
    """In front of what a fragment has: hosts may throw it away for them."""
    return frame[14] & 15 > 5 if frame[12:14] == IPV4 else frame[20] != FRAGMENT


class Conversations:
    """Tells which conversation each frame is of; of a datagram's later fragments,
    that of the first, which has to come before them, without options."""

    def __init__(self):
        self.firsts = {}

    def of(self, frame):
        fragment = fragment_of(frame)
        if fragment and fragment[1]:
            return self.firsts.get(fragment[0])
        addresses, proto, at = transport(frame)
        ports = ports_of(frame, proto, at)
        found = ports and (proto, *sorted(zip(addresses, ports)))
        if fragment:
            self.firsts[fragment[0]] = None if has_options(frame) else found
        return found


def segment_of(frame):
    """None if it is not one of TCP. The header is what all segments share that a
    packet is cut into."""
    _, proto, at = transport(frame)
    four = frame[12:14] == IPV4
    if proto != TCP or len(frame) < at + 20 or fragment_of(frame):
        return None
    seq, = struct.unpack_from("!I", frame, at + 4)
    data = at + (frame[at + 12] >> 4) * 4
    # Without lengths, identification, checksums.
    ip = frame[:16] + frame[20:24] + frame[26:at] if four else frame[:18] + frame[20:at]
    tcp = frame[at : at + 4] + frame[at + 8 : at + 13] + frame[at + 14 : at + 16] + frame[at + 18 : data]
    return Segment((ip, tcp), seq, frame[at + 13], frame[data:])


def joined(segments):
    """Where each run of bytes begins, and its bytes."""
    runs = []
    for seq, data in sorted((s.seq, s.data) for s in segments):
        if runs and seq <= runs[-1][0] + len(runs[-1][1]):
            start, run = runs[-1]
            runs[-1] = start, run[: seq - start] + data + run[seq - start + len(data) :]
        else:
            runs.append((seq, data))
    return runs


def content(frames):
    """Of TCP segments, by their headers: flags, how many bytes, which; None if
    there are other frames."""
    packets = collections.defaultdict(list)
    for frame in frames:
        segment = segment_of(frame)
        if not segment:
            return None
        packets[segment.header].append(segment)
    return {
        header: (
            functools.reduce(operator.or_, (s.flags for s in segments)),
            sum(len(s.data) for s in segments),
            joined(segments),
        )
        for header, segments in packets.items()
    }
