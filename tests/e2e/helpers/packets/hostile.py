# SPDX-License-Identifier: GPL-2.0
"""Writes frames of all kinds, good and hostile, as scapy makes them:

    hostile.py OUT.pcap SOURCE-MAC DESTINATION-MAC SOURCE-4 DESTINATION-4
               SOURCE-6 DESTINATION-6

The same arguments, the same frames. None is longer than an MTU of 9,000."""
import random
import sys

from scapy.all import (
    AH, ESP, GRE, IP, TCP, UDP, VXLAN, Ether, ICMP, ICMPv6DestUnreach,
    ICMPv6EchoRequest, ICMPv6PacketTooBig, ICMPv6ParamProblem, ICMPv6TimeExceeded,
    IPv6, IPv6ExtHdrDestOpt, IPv6ExtHdrFragment, IPv6ExtHdrHopByHop,
    IPv6ExtHdrRouting, Jumbo, PadN, Raw, SCTP, SCTPChunkData, SCTPChunkInit,
    fragment, fragment6, raw,
)

sys.path.pop(0)
out, smac, dmac, s4, d4, s6, d6 = sys.argv[1:]
rng = random.Random(8)
ids = iter(range(1, 65536))
MTU = 9000


def data(size):
    return Raw(rng.randbytes(size))


def ip4(**more):
    return IP(src=s4, dst=d4, id=next(ids), **more)


def ip6(**more):
    return IPv6(src=s6, dst=d6, **more)


def udp(size, **more):
    return UDP(sport=5000, dport=next(ids), **more) / data(size)


def tcp(size, **more):
    return TCP(**{"sport": 5001, "dport": next(ids), "flags": "A", "seq": 1000, "window": 512, **more}) / data(size)


def either(payload):
    """The same over both families."""
    for ip in ip4, ip6:
        yield ip() / payload()


def sizes():
    # Around what fits narrow paths, inside of IPv4 and IPv6; and the largest.
    for size in 0, 1, 2, 3, 17, 18, 19, 1000:
        yield from either(lambda: udp(size))
    for frame in 1443, 1444, 1445, 1463, 1464, 1465, 1514, 1515, 4000, MTU + 14:
        yield ip4() / udp(frame - 42)
        yield ip6() / udp(frame - 62)
        yield ip4(flags="DF") / tcp(frame - 54)
        yield ip6() / tcp(frame - 74)
    yield ip4(flags="DF") / tcp(6000, options=[("NOP", None), ("NOP", None), ("Timestamp", (1, 2))])
    yield ip6() / tcp(6001, options=[("NOP", None), ("NOP", None), ("Timestamp", (1, 2))], flags="FPA")
    for size in 0, 1, 56, 1422, 1423, 8972:
        yield ip4() / ICMP(id=7, seq=size) / data(size)
    for size in 0, 1, 56, 1382, 1383, 8952:
        yield ip6() / ICMPv6EchoRequest(id=7, seq=size, data=rng.randbytes(size))


def protocols():
    for size in 1, 100, 3000:
        yield from either(lambda: SCTP(sport=5002, dport=next(ids), tag=9) / SCTPChunkData(tsn=1, data=rng.randbytes(size)))
        yield from either(lambda: ESP(spi=0x1001, seq=size, data=rng.randbytes(size + 3)))
        yield from either(lambda: AH(spi=0x1002, seq=size, icv=rng.randbytes(12), nh=17, payloadlen=4) / udp(size))
        yield from either(lambda: GRE(key_present=1, key=size) / ip4() / udp(size))
        yield from either(lambda: GRE() / ip6() / tcp(size))
        yield from either(lambda: UDP(sport=5003, dport=4789) / VXLAN(vni=1, flags=8) / Ether(src=smac, dst=dmac) / ip4() / tcp(size))
        yield ip4() / ip4() / udp(size)
        yield ip6() / ip4() / tcp(size)
        yield ip4() / ip6() / udp(size)
    yield from either(lambda: SCTP(sport=5002, dport=next(ids)) / SCTPChunkInit())
    yield from either(lambda: UDP(sport=5004, dport=next(ids), chksum=0) / data(2000))
    quoted = raw(IP(src=d4, dst=s4) / UDP(sport=1, dport=2) / b"quoted")
    for kind, code in (3, 1), (3, 3), (3, 4), (4, 0), (5, 1), (11, 0), (11, 1), (12, 0):
        yield ip4() / ICMP(type=kind, code=code) / Raw(quoted)
    yield ip4() / ICMP(type=3, code=3) / Raw(quoted[:9])
    quoted = raw(IPv6(src=d6, dst=s6) / UDP(sport=1, dport=2) / b"quoted")
    for error in ICMPv6DestUnreach(code=4), ICMPv6PacketTooBig(mtu=1300), ICMPv6TimeExceeded(), ICMPv6ParamProblem(code=1):
        yield ip6() / error / Raw(quoted)
    yield ip6() / ICMPv6DestUnreach() / Raw(quoted[:30])


def extended():
    """With options and extension headers by the book."""
    yield ip4(options=[Raw(b"\x07\x07\x04\0\0\0\0")]) / udp(100)
    yield ip4(options=[Raw(b"\x44\x0c\x05\0" + bytes(8))]) / tcp(2000)
    yield ip4(options=[Raw(b"\x94\x04\0\0")]) / udp(1500)
    hop, opt = IPv6ExtHdrHopByHop(options=PadN(optdata=b"1234")), IPv6ExtHdrDestOpt(options=PadN(optdata=b"1234567890"))
    route = IPv6ExtHdrRouting(addresses=[d6], segleft=0)
    for chain in hop, opt, route, hop / opt / route, hop / opt / route / opt, opt / opt / opt / opt:
        for size in 1, 2500:
            yield ip6() / chain.copy() / udp(size)
            yield ip6() / chain.copy() / tcp(size)
    yield ip6() / hop.copy() / AH(spi=1, seq=1, icv=bytes(12), payloadlen=4, nh=60) / opt.copy() / udp(9)


def fragments():
    yield from fragment(ip4() / udp(4000), 1000)
    yield from reversed(fragment(ip4() / tcp(4000), 1400))
    yield from fragment(ip4() / udp(60), 8)
    yield from fragment(ip4() / ICMP() / data(12000), 6000)
    for chain in IPv6ExtHdrFragment(id=1), IPv6ExtHdrFragment(id=2) / IPv6ExtHdrDestOpt(options=PadN(optdata=b"12")):
        yield from fragment6(ip6() / chain / udp(4000), 1280)
    yield from fragment6(ip6() / IPv6ExtHdrHopByHop() / IPv6ExtHdrFragment(id=3) / tcp(12000), 6000)
    yield ip6() / IPv6ExtHdrFragment(id=4) / udp(20)                        # atomic
    # Overlaps, the same twice, the last one only, a hole, past 65,535 bytes.
    for at, size in (0, 800), (50, 800), (0, 800), (200, 8), (8189, 100):
        yield ip4(flags="MF" if at < 200 else 0, frag=at, proto=17) / data(size)
        yield ip6(nh=44) / IPv6ExtHdrFragment(id=5, nh=17, offset=at, m=int(at < 200)) / data(size)
    for size in 1, 7, 8:                                                    # less than a header
        yield ip4(flags="MF", proto=6) / data(size)
        yield ip4(flags="MF", frag=1, proto=6) / data(size)
        yield ip6() / IPv6ExtHdrFragment(id=6, nh=6, m=1) / data(size)
    yield ip4(flags="MF+DF", proto=17) / data(16)
    # A chain that goes on in the second fragment.
    yield ip6() / IPv6ExtHdrFragment(id=7, nh=60, m=1) / Raw(bytes([60, 3]) + bytes(6))


def broken_v4():
    def ip(size=40, **more):
        return ip4(**{"proto": 17, **more}) / data(size)
    for ihl in 0, 4, 6, 15:
        yield ip(ihl=ihl)
    for length in 0, 19, 20, 27, 40, 61, 1000, 65535:
        yield ip(len=length)
    yield ip(chksum=0xDEAD)
    yield ip(version=6)
    for bad in b"\x07\x00\x04\0", b"\x07\xff\x04\0", b"\x44\x01\x05\0", b"\x83\x03\x04\0", b"\xee\x03\0\0":
        yield ip(options=[Raw(bad)])
    # Source routes, loose and strict.
    for kind in 0x83, 0x89:
        yield ip(options=[Raw(bytes([kind, 7, 4, 10, 0, 0, 81, 0]))])
    yield IP(src=d4, dst=d4, id=next(ids)) / TCP(sport=99, dport=99, flags="S")    # land
    yield IP(src="0.0.0.0", dst=d4, id=next(ids)) / udp(10)
    yield IP(src="127.0.0.1", dst=d4, id=next(ids)) / udp(10)
    yield IP(src="255.255.255.255", dst=d4, id=next(ids)) / udp(10)
    for ttl in 0, 1:
        yield ip(ttl=ttl)
    for proto in 0, 4, 41, 59, 253, 255:
        yield ip(proto=proto)
        yield ip(0, proto=proto)


def broken_transport(ip):
    yield ip() / udp(100, len=0)
    yield ip() / udp(100, len=7)
    yield ip() / udp(100, len=20)
    yield ip() / udp(100, len=2000)
    yield ip() / udp(2000, chksum=0xBAD1)
    yield ip() / UDP(sport=0, dport=0) / data(9)
    yield ip() / UDP(sport=0, dport=0, len=0, chksum=0)
    for bad in {"chksum": 0xBAD2}, {"dataofs": 0}, {"dataofs": 4}, {"dataofs": 15}, {"sport": 0, "dport": 0}, \
            {"flags": 0}, {"flags": "FSRPAUEC"}, {"flags": "SF"}, {"flags": "SA"}, {"flags": "R"}, {"flags": "UA", "urgptr": 65535}:
        yield ip() / tcp(40, **bad)
        yield ip() / tcp(3000, **bad)
    for bad in ("MSS", b"\x01"), (253, b"1234"):
        yield ip() / tcp(40, options=[bad])
    for proto in 6, 17, 132, 33, 136, 50, 51, 47, 1, 58, 255:
        for size in 0, 1, 3, 4, 7, 8, 12, 19:
            packet = ip() / data(size)
            packet.__setattr__("proto" if IP in packet else "nh", proto)
            yield packet
    yield ip() / SCTP(sport=1, dport=2, chksum=0xBADBAD) / data(2)
    yield ip() / UDP(dport=4789) / Raw(b"\x08")


def broken_v6():
    def ip(next_header, payload, **more):
        return ip6(nh=next_header, **more) / Raw(payload)
    option = IPv6ExtHdrDestOpt(options=PadN(optdata=b"1234"))
    for length in 0, 1, 39, 41, 65535:
        yield ip(17, bytes(40), plen=length)
    yield ip6(version=4) / udp(1)
    for size in 0, 1, 2, 7, 8:                              # runs off the packet
        for header in 0, 43, 44, 60, 51, 135, 139:
            yield ip(header, bytes([17, 255] + 6 * [0])[:size])
    yield ip(60, bytes([60, 0, 1, 4, 0, 0, 0, 0]) * 300)    # never ends
    yield ip(60, bytes([60, 0, 1, 4, 0, 0, 0, 0]) * 30)
    yield ip(0, bytes([0, 0, 1, 4, 0, 0, 0, 0]) * 10)       # hop by hop, again and again
    yield ip(60, bytes([0, 0, 1, 4, 0, 0, 0, 0]) + bytes([17, 0, 1, 4, 0, 0, 0, 0]) + raw(UDP(dport=5)))
    yield ip(44, bytes([44, 0, 0, 1, 0, 0, 0, 9]) * 3)      # fragments of fragments
    yield ip6(plen=0) / IPv6ExtHdrHopByHop(options=Jumbo(jumboplen=70000)) / data(100)
    yield ip6(plen=0) / IPv6ExtHdrHopByHop(options=Jumbo(jumboplen=108)) / data(100)
    yield ip6() / IPv6ExtHdrHopByHop(options=Jumbo(jumboplen=108)) / data(100)
    for kind in 0x3E, 0x7E, 0xBE, 0xFE:                     # options that nobody knows
        yield ip(60, bytes([17, 0, kind, 4, 0, 0, 0, 0]) + raw(UDP(dport=6)))
        yield ip(0, bytes([17, 0, kind, 4, 0, 0, 0, 0]) + raw(UDP(dport=7)))
    for kind in 0, 2, 3, 4, 200:                            # routing, to somewhere else
        yield ip6() / IPv6ExtHdrRouting(type=kind, addresses=["2001:db8::99"], segleft=1) / udp(10)
    yield ip6() / IPv6ExtHdrRouting(addresses=["2001:db8::99"], segleft=200) / udp(10)
    for hops in 0, 1:
        yield ip6(hlim=hops) / option.copy() / udp(5)
    for source in d6, "::", "::1", "ff02::1", "::ffff:10.0.0.80":
        yield IPv6(src=source, dst=d6) / udp(4)
    yield ip6(nh=59)
    yield ip6(nh=59) / data(30)
    yield ip6(tc=255, fl=0xFFFFF) / tcp(3000)


def frames():
    for part in sizes(), protocols(), extended(), fragments(), broken_v4(), broken_transport(ip4), broken_transport(ip6), broken_v6():
        for packet in part:
            layer = bytearray(raw(packet))
            kind = 0x86DD if isinstance(packet, IPv6) else 0x0800
            # An Ethernet frame has at least 60 bytes: the rest is padding.
            frame = raw(Ether(src=smac, dst=dmac, type=kind)) + layer
            yield frame.ljust(60, b"\0") if rng.random() < 0.5 else frame
    # Frames whose end is missing.
    for packet in ip4() / tcp(100), ip6() / tcp(100):
        frame = raw(Ether(src=smac, dst=dmac) / packet)
        for size in 14, 15, 33, 34, 53, 54, 60, 100:
            yield frame[:size]


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[0].rpartition("/")[0])
    from frames import write_pcap

    made = list(frames())
    assert max(map(len, made)) <= MTU + 14
    write_pcap(out, made)
    print(len(made))
