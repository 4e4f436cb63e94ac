# SPDX-License-Identifier: GPL-2.0
"""Proves that the copies in a receiver's capture are the expected packets.

    copies.py RECEIVER.pcap VNI EXPECTED.pcap [--port N] [--ordered] [--eth N]
              [--cut N [--fixed]] [--idents]

RECEIVER.pcap is a capture of the receiver's device; of it, VXLAN packets with
that VNI count. Every one must be encapsulated by the book, as tshark reads it,
and the frames inside must be those of EXPECTED.pcap, byte for byte, each as
often as there; with --ordered, in the same order within each flow. With --eth,
the first N bytes of the frames are not compared. With --inner, somebody else took
the frames out already. With --reassemble, copies may be in fragments, and outer
headers are not looked at. With --cut, only the first N bytes of each frame are
expected; with --fixed, lengths in them are expected to be those of what is left,
and checksums are not looked at. With --idents, the identification of IPv6
fragments is not compared. Prints the number of copies.
"""
import argparse
import collections
import os
import struct
import subprocess
import sys

from frames import read_pcap, reassemble

OUTER = 14 + 20 + 8 + 8
FIELDS = {
    "udp.srcport": lambda v: 49152 <= int(v) <= 65535,
    "udp.checksum": lambda v: int(v, 16) == 0,
    "ip.hdr_len": lambda v: v == "20",
    "ip.ttl": lambda v: v == "64",
    "ip.flags.df": lambda v: v == "1",
    "ip.flags.mf": lambda v: v == "0",
    "ip.frag_offset": lambda v: v == "0",
    "ip.checksum.status": lambda v: v == "1",
    "vxlan.flags": lambda v: int(v, 16) == 0x0800,
    "vxlan.gbp": lambda v: v == "0",
    "vxlan.reserved8": lambda v: v == "0",
}


def read_outer(path, port):
    """Has tshark read the outer headers of all copies, unless it has already."""
    kept = f"{path}.{port}.outer"
    if not os.path.exists(kept):
        command = ["tshark", "-r", path, "-Y", f"ip.proto#1==17 && udp.dstport=={port} && vxlan"]
        command += ["-d", f"udp.port=={port},vxlan", "-o", "ip.check_checksum:TRUE"]
        command += ["-T", "fields", "-E", "occurrence=f", "-e", "vxlan.vni"]
        for name in FIELDS:
            command += ["-e", name]
        with open(kept, "w") as file:
            subprocess.run(command, check=True, stdout=file, stderr=subprocess.DEVNULL)
    with open(kept) as file:
        return [line.rstrip("\n").split("\t") for line in file]


def check_outer(path, vni, port):
    """Returns the number of copies."""
    copies = [values for number, *values in read_outer(path, port) if number == str(vni)]
    for number, values in enumerate(copies, 1):
        for name, value in zip(FIELDS, values):
            if not FIELDS[name](value):
                sys.exit(f"{path}: copy {number} has {name} {value}")
    return len(copies)


def inner_frames(frames, path, vni, port):
    copies = []
    for frame in frames:
        if len(frame) < OUTER or frame[12:14] != b"\x08\x00" or frame[23] != 17:
            continue
        dport, length = struct.unpack_from("!HH", frame, 36)
        if dport == port and int.from_bytes(frame[46:49], "big") == vni:
            if 34 + length != len(frame):
                sys.exit(f"{path}: a copy's UDP length is {length}")
            copies.append(frame[OUTER:])
    return copies


CHECKSUM_AT = {1: 2, 6: 16, 17: 6, 58: 2}


def without_checksums(frame, lengths=False):
    """With lengths, those in the frame become those that it has."""
    frame = bytearray(frame)
    size = len(frame) - 14
    if frame[12:14] == b"\x08\x00":
        frame[24:26] = b"\0\0"
        if lengths:
            frame[16:18] = size.to_bytes(2, "big")
        proto, at = frame[23], 14 + (frame[14] & 15) * 4
        if int.from_bytes(frame[20:22], "big") & 0x3FFF:
            return bytes(frame)  # a fragment
    else:
        if lengths:
            frame[18:20] = (size - 40).to_bytes(2, "big")
        proto, at = frame[20], 54
    if proto == 17 and lengths:
        frame[at + 4 : at + 6] = (len(frame) - at).to_bytes(2, "big")
    check = at + CHECKSUM_AT.get(proto, len(frame))
    if check + 2 <= len(frame):
        frame[check : check + 2] = b"\0\0"
    return bytes(frame)


def without_ident(frame):
    if frame[12:14] != b"\x86\xdd" or frame[20] != 44:
        return frame
    return frame[:58] + bytes(4) + frame[62:]


def flow_of(frame):
    ports = frame[34:38] if frame[23] in (6, 17) else b""
    return frame[23], frame[26:34], ports


def by_flow(frames):
    flows = collections.defaultdict(list)
    for frame in frames:
        flows[flow_of(frame)].append(frame)
    return flows


def compare(copies, expected, ordered):
    have, want = collections.Counter(copies), collections.Counter(expected)
    for what, rest in ("missing", want - have), ("not expected", have - want):
        for frame, count in list(rest.items())[:5]:
            print(f"{what}, {count} times: {frame.hex()[:160]}", file=sys.stderr)
        if rest:
            sys.exit(f"{sum(rest.values())} {what}, {len(copies)} copies, {len(expected)} expected")
    if ordered and by_flow(copies) != by_flow(expected):
        sys.exit("the order changed within a flow")


def equal(seen, there):
    if seen != there:
        sys.exit(f"tshark sees {seen} copies, there are {there}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("capture")
    parser.add_argument("vni", type=int)
    parser.add_argument("expected")
    parser.add_argument("--port", type=int, default=4789)
    parser.add_argument("--ordered", action="store_true")
    parser.add_argument("--eth", type=int, default=0)
    parser.add_argument("--inner", action="store_true")
    parser.add_argument("--reassemble", action="store_true")
    parser.add_argument("--cut", type=int)
    parser.add_argument("--fixed", action="store_true")
    parser.add_argument("--idents", action="store_true")
    args = parser.parse_args()

    if args.inner:
        frames = read_pcap(args.capture)
    else:
        frames = read_pcap(args.capture)
        if args.reassemble:
            frames = reassemble(frames)
        frames = inner_frames(frames, args.capture, args.vni, args.port)
        if not args.reassemble:
            seen = check_outer(args.capture, args.vni, args.port)
            equal(seen, len(frames))
    expected = [frame[: args.cut] for frame in read_pcap(args.expected)]
    if args.fixed:
        frames = [without_checksums(f) for f in frames]
        expected = [without_checksums(f, lengths=True) for f in expected]
    if args.idents:
        frames = [without_ident(f) for f in frames]
        expected = [without_ident(f) for f in expected]
    compare([f[args.eth :] for f in frames], [f[args.eth :] for f in expected], args.ordered)
    print(len(frames))


main()
