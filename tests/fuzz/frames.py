# SPDX-License-Identifier: GPL-2.0
"""Adds to the frames of captures: tags, tunnels, scapy's own fuzz:

    frames.py SEED OUT.pcap CAPTURE...
"""
import os
import random
import sys
import time

time.time = lambda: 0  # some default values are of today
from scapy.all import (  # noqa: E402
    AH, ARP, DNS, ESP, GRE, ICMP, IP, SCTP, TCP, UDP, VXLAN, Dot1AD, Dot1Q,
    Ether, ICMPv6DestUnreach, ICMPv6EchoRequest, ICMPv6ND_NA, ICMPv6ND_NS, ICMPv6ND_RA,
    ICMPv6PacketTooBig, IPv6, IPv6ExtHdrDestOpt, IPv6ExtHdrFragment, IPv6ExtHdrHopByHop,
    IPv6ExtHdrRouting, PPPoE, Raw, fuzz, raw,
)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "../e2e/helpers/packets"))
from frames import read_pcap, write_pcap  # noqa: E402

TIMES = 25


def tagged(frame):
    """On the wire of a VLAN, and of a VLAN in a VLAN."""
    ends, rest = frame[:12], frame[12:]
    yield ends + b"\x81\0\0\5" + rest
    yield ends + b"\x88\xa8\0\6\x81\0\0\7" + rest


def fuzzed(ends):
    four = dict(src="10.50.0.9", dst="10.77.0.9")
    six = dict(src="fd00:50::9", dst="fd00:77::9")
    transports = (TCP(), UDP(), ICMP(), SCTP(), ESP(), AH(), GRE() / IP(), UDP(dport=53) / DNS(),
                  UDP(dport=4789) / VXLAN() / Ether() / IP() / TCP())
    quotes = (ICMP(type=3) / IP() / UDP(), ICMP(type=11) / IP() / TCP())
    six_quotes = (ICMPv6DestUnreach() / IPv6() / UDP(), ICMPv6PacketTooBig() / IPv6() / TCP(), ICMPv6EchoRequest(),
                  ICMPv6ND_NS(), ICMPv6ND_NA(), ICMPv6ND_RA())
    chains = (IPv6ExtHdrHopByHop(), IPv6ExtHdrDestOpt(), IPv6ExtHdrRouting(), IPv6ExtHdrFragment(),
              IPv6ExtHdrHopByHop() / IPv6ExtHdrDestOpt() / IPv6ExtHdrRouting() / IPv6ExtHdrFragment())
    for payload in transports + quotes:
        yield ends / IP(**four) / fuzz(payload)
        yield ends / fuzz(IP(**four)) / fuzz(payload)
    for payload in transports + six_quotes:
        yield ends / IPv6(**six) / fuzz(payload)
        yield ends / fuzz(IPv6(**six)) / fuzz(payload)
    for chain in chains:
        yield ends / IPv6(**six) / fuzz(chain) / UDP()
        yield ends / IPv6(**six) / chain / fuzz(TCP())
    for other in ARP(), PPPoE() / Raw(b"\0\x21"), Dot1Q() / Dot1AD() / IP():
        yield ends / fuzz(other)


def main(seed, out, *captures):
    random.seed(int(seed))
    frames = [frame for capture in captures for frame in read_pcap(capture)]
    ends = Ether(dst=frames[0][:6].hex(":"), src=frames[0][6:12].hex(":"))
    for _ in range(TIMES):
        for packet in fuzzed(ends):
            frame = raw(packet)
            if len(frame) <= 9014:
                frames.append(frame)
    for frame in random.sample(frames, 400):
        if len(frame) <= 9000:
            frames += tagged(frame)
    write_pcap(out, frames)
    print(len(frames))


main(*sys.argv[1:])
