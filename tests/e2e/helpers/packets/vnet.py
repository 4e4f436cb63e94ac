# SPDX-License-Identifier: GPL-2.0
"""Packets with headers of a guest's device, whose checksum is said to be where there is
none, and what has to be in their copies:

    vnet.py tap TAP MAC A4 A6 TO4 TO6        sends them out of a tap device
    vnet.py packet DEVICE MAC A4 A6 TO4 TO6  sends them by a packet socket
    vnet.py check CAPTURE A4 A6              prints how many copies there are of what these send

MAC is whom they are sent to; a receiver's CAPTURE may have only what the packets had.
"""
import fcntl
import os
import socket
import struct
import sys
import time

from frames import read_pcap

TUNSETIFF, IFF_TAP, IFF_NO_PI, IFF_VNET_HDR = 0x400454CA, 2, 0x1000, 0x4000
SOL_PACKET, PACKET_VNET_HDR = 263, 15
FRAGMENT = 44
SIZE = 3000


def add(data):
    """The sum of 16-bit words (RFC 1071)."""
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total


def body(front, result):
    """A datagram; what a checksum of @front and it would be."""
    # Taken for an extension header, the port is one of 2 KB, and the next one leaves the packet.
    data = struct.pack("!HHHH", 255, 9, SIZE, 0) + bytes(i * 7 % 251 for i in range(SIZE - 10))
    return data + struct.pack("!H", ((~result & 0xFFFF) - add(front + data)) % 0xFFFF)


def ip4(source, destination, length, fragment=0, ident=1):
    head = struct.pack("!BBHHHBB", 0x45, 0, 20 + length, ident, fragment, 64, 17)
    ends = socket.inet_aton(source) + socket.inet_aton(destination)
    return head + struct.pack("!H", ~add(head + ends) & 0xFFFF) + ends


def ip6(source, destination, length, protocol, hops=64):
    return struct.pack("!IHBB", 6 << 28, length, protocol, hops) + \
        socket.inet_pton(socket.AF_INET6, source) + socket.inet_pton(socket.AF_INET6, destination)


def datagram4(source, destination):
    # Makes the first byte one of a header of 60 bytes.
    return body(b"", 0x4F00)


def datagram6(source, destination):
    # Makes hop-by-hop options follow, which leave the packet.
    return body(ip6(source, destination, SIZE, 17, hops=63), 0x0040)


def frames(source4, source6, to4, to6):
    """Of each: protocol, where the checksum starts, and its offset; the packet."""
    data = datagram4(source4, to4)
    for start, offset in (14, 0), (0, 40), (13, 40), (15, 1), (33, 0), (14, 19):
        yield 0x0800, start, offset, ip4(source4, to4, SIZE) + data
    # Put together by conntrack, and cut again.
    for ident in 2, 3:
        for at in range(0, SIZE, 1480):
            part, more = data[at:at + 1480], at + 1480 < SIZE
            yield 0x0800, 14, 0, ip4(source4, to4, len(part), more << 13 | at // 8, ident) + part
    data = datagram6(source6, to6)
    for ident in 4, 5:
        for at in range(0, SIZE, 1200):
            part, more = data[at:at + 1200], at + 1200 < SIZE
            yield 0x86DD, 22, 6, ip6(source6, to6, 8 + len(part), FRAGMENT) + \
                struct.pack("!BBHI", 17, 0, at | more, ident) + part


def send(way, device, mac, *ends):
    if way == "tap":
        wire = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(wire, TUNSETIFF, struct.pack("16sH22x", device.encode(), IFF_TAP | IFF_NO_PI | IFF_VNET_HDR))
    else:
        sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        sock.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
        sock.bind((device, 0))
        wire = sock.fileno()
    macs = bytes.fromhex(mac.replace(":", "")) + b"\2" + bytes(5)
    for protocol, start, offset, packet in frames(*ends):
        os.write(wire, struct.pack("<BBHHHH", 1, 0, 0, 0, start, offset) + macs + struct.pack("!H", protocol) + packet)
        time.sleep(0.01)


def check(capture, source4, source6):
    ends = {socket.inet_aton(source4): datagram4(source4, None),
            socket.inet_pton(socket.AF_INET6, source6): datagram6(source6, "2001:db8::80")}
    n = 0
    for frame in read_pcap(capture):
        inner = frame[50:]
        if inner[12:14] == b"\x08\0" and inner[26:30] in ends:
            want, at, data = ends[inner[26:30]], (struct.unpack("!H", inner[20:22])[0] & 0x1FFF) * 8, inner[34:]
            right = inner[14] == 0x45 and len(inner) <= 14 + struct.unpack("!H", inner[16:18])[0]
        elif inner[12:14] == b"\x86\xdd" and inner[22:38] in ends:
            want, at, data = ends[inner[22:38]], struct.unpack("!H", inner[56:58])[0] & ~7, inner[62:]
            right = inner[20] == FRAGMENT and inner[54] == 17 and len(inner) <= 54 + struct.unpack("!H", inner[18:20])[0]
        else:
            continue
        if not right or data != want[at:at + len(data)]:
            sys.exit(f"a copy has what its packet had not: {inner.hex()}")
        n += 1
    print(n)


if sys.argv[1] == "check":
    check(*sys.argv[2:])
else:
    send(*sys.argv[1:])
