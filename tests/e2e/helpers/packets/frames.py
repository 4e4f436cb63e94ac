# SPDX-License-Identifier: GPL-2.0
"""Captures in the classic format, and what is done with the frames in them."""
import collections
import struct
import sys

IPV4, IPV6 = b"\x08\x00", b"\x86\xdd"
FRAGMENT = 44
NFULA_PAYLOAD = 9


def read_pcap(path):
    """The frames of a capture."""
    with open(path, "rb") as file:
        data = file.read()
    order = {b"\xd4\xc3\xb2\xa1": "<", b"\xa1\xb2\xc3\xd4": ">"}[data[:4]]
    frames, at = [], 24
    while at + 16 <= len(data):
        size, whole = struct.unpack_from(order + "II", data, at + 8)
        if size != whole:
            sys.exit(f"{path}: a frame was cut")
        frames.append(data[at + 16 : at + 16 + size])
        at += 16 + size
    return frames


def write_pcap(path, frames):
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 1 << 18, 1))
        for frame in frames:
            file.write(struct.pack("<IIII", 0, 0, len(frame), len(frame)) + frame)


def logged(record):
    """The packet that a record of nflog is about."""
    at = 4
    while at + 4 <= len(record):
        size, kind = struct.unpack_from("<HH", record, at)
        if kind == NFULA_PAYLOAD:
            return record[at + 4 : at + size]
        at += (max(size, 4) + 3) & ~3
    sys.exit(f"a record of nflog has no packet: {record.hex()}")


def fragment_v4(frame):
    """Of a fragment: its packet, its offset, its data, whether more come."""
    flags = int.from_bytes(frame[20:22], "big")
    offset, more = (flags & 0x1FFF) * 8, flags & 0x2000
    if not (offset or more):
        return None
    length = int.from_bytes(frame[16:18], "big")
    return frame[18:20] + frame[23:24] + frame[26:34], offset, frame[34 : 14 + length], more


def fragment_v6(frame):
    if frame[20] != FRAGMENT:
        return None
    offset = int.from_bytes(frame[56:58], "big")
    length = int.from_bytes(frame[18:20], "big")
    return frame[58:62] + frame[22:54], offset & 0xFFF8, frame[62 : 54 + length], offset & 1


def reassemble(frames):
    """Puts fragments of packets without options together, and passes the rest
    through. Lengths in headers stay those of the first fragment."""
    parts = collections.defaultdict(dict)
    for frame in frames:
        four = frame[12:14] == IPV4
        fragment = fragment_v4(frame) if four else fragment_v6(frame)
        if not fragment:
            yield frame
            continue
        key, offset, data, more = fragment
        head = frame[:34] if four else frame[:20] + frame[54:55] + frame[21:54]
        parts[key][offset] = head, data, more
        data, whole = b"", parts[key]
        while len(data) in whole:
            head, part, more = whole[len(data)]
            data += part
            if not more:
                yield whole[0][0] + data
                del parts[key]
                break
    if parts:
        sys.exit(f"{len(parts)} packets lack fragments")


def checksum(data):
    """RFC 1071: 0 of what has a right one in it."""
    if len(data) & 1:
        data += b"\0"
    return 0xFFFF - (int.from_bytes(data, "big") % 0xFFFF or 0xFFFF) if any(data) else 0xFFFF
