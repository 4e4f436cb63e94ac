# SPDX-License-Identifier: GPL-2.0
"""Takes copies out of what a receiver captured, and sees that what is around them
is by the book: RFC 7348, over IPv4 with DF and without a checksum, over IPv6 with
one; in fragments where the path is narrow."""
import collections
import struct
import sys

from frames import IPV4, IPV6, checksum, reassemble

PORT = 4789
UDP = 17
Copy = collections.namedtuple("Copy", "receiver vni frame")


def receiver_of(frame):
    return frame[30:34] if frame[12:14] == IPV4 else frame[38:54]


def book_v4(frame):
    """What is wrong with an outer header of IPv4, and where UDP begins."""
    flags = frame[20] >> 5
    wrong = [
        frame[14] != 0x45 and "options",
        frame[22] != 64 and "time to live",
        flags not in (1, 2) and "flags",  # more fragments, or do not fragment
        checksum(frame[14:34]) and "header checksum",
        frame[40:42] != b"\0\0" and "UDP checksum",
    ]
    return wrong, 34


def book_v6(frame):
    pseudo = frame[22:54] + struct.pack("!II", len(frame) - 54, UDP)
    wrong = [
        frame[21] != 64 and "hop limit",
        not int.from_bytes(frame[14:18], "big") & 0xFFFFF and "flow label",
        checksum(pseudo + frame[54:]) and "UDP checksum",
    ]
    return wrong, 54


marks = {}


def is_marked(frame, vni, inner):
    """The outer identification is the inner one and a number of the VNI's. Of TCP, which may
    have been cut after that, the inner one may have stayed the same."""
    at = 12
    while inner[at : at + 2] in (b"\x81\0", b"\x88\xa8"):
        at += 4
    inner = inner[at:]
    if frame[12:14] != IPV4 or frame[20] >> 5 != 2 or inner[:2] != IPV4 or len(inner) < 22 or inner[11] == 6:
        return True
    outer_id, inner_id = (int.from_bytes(x, "big") for x in (frame[18:20], inner[6:8]))
    mark = (outer_id - inner_id) % 65536
    return mark and marks.setdefault(vni, mark) == mark


def copy_of(frame):
    """The copy in a frame that is no fragment."""
    four = frame[12:14] == IPV4
    wrong, at = book_v4(frame) if four else book_v6(frame)
    sport, dport, length = struct.unpack_from("!HHH", frame, at)
    vxlan = frame[at + 8 : at + 16]
    vni = int.from_bytes(vxlan[4:7], "big")
    wrong += [
        length != len(frame) - at and "UDP length",
        sport < 49152 and "source port",
        vxlan[:4] != b"\x08\0\0\0" and "VXLAN flags",
        vxlan[7] and "VXLAN reserved byte",
        not is_marked(frame, vni, frame[at + 16 :]) and "mark",
    ]
    if any(wrong):
        sys.exit(f"a copy with a bad {', '.join(filter(None, wrong))}: {frame.hex()[:160]}")
    return Copy(receiver_of(frame), vni, frame[at + 16 :])


def is_ours(frame):
    """Fragments are put together already."""
    if frame[12:14] == IPV4:
        return frame[23] == UDP and frame[36:38] == PORT.to_bytes(2, "big")
    return frame[12:14] == IPV6 and frame[20] == UDP and frame[56:58] == PORT.to_bytes(2, "big")


def copies_in(frames):
    for frame in reassemble(frames):
        if not is_ours(frame):
            sys.exit(f"no copy: {frame.hex()[:160]}")
        yield copy_of(frame)
