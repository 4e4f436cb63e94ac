# SPDX-License-Identifier: GPL-2.0
"""Super-packets of other protocols than TCP, which the kernel makes, and out of a tap
device, two that it cannot cut, one that it cuts into very many, and one of IPv6 that it
cuts into 1,500 bytes and 160:

    supers.py udp SOURCE DESTINATION PORT SIZE COUNT    datagrams of SIZE bytes
    supers.py sctp ADDRESS PORT                         takes one association
    supers.py sctp ADDRESS PORT FILE                    sends it there
    supers.py wrong TAP MAC SOURCE DESTINATION    to the tap's MAC; says TCP, and carries UDP
    supers.py short TAP MAC SOURCE DESTINATION    TCP whose header has a length of 0
    supers.py tiny TAP MAC SOURCE DESTINATION     has 5,000 segments of 8 bytes
    supers.py last TAP MAC SOURCE DESTINATION
"""
import fcntl
import os
import socket
import struct
import sys

from frames import checksum

UDP_SEGMENT = 103
SCTP = 132
TCP = struct.pack("!HHIIBBHHH", 9, 9, 1, 1, 0x50, 0x10, 512, 0, 0)
TUNSETIFF, IFF_TAP, IFF_NO_PI, IFF_VNET_HDR = 0x400454CA, 2, 0x1000, 0x4000


def udp(source, destination, port, size, count):
    family = socket.AF_INET6 if ":" in source else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_DGRAM)
    sock.bind((source, 0))
    sock.setsockopt(socket.IPPROTO_UDP, UDP_SEGMENT, int(size))
    # The last datagram is shorter.
    data = bytes(i % 251 for i in range(int(size) * int(count) - 7))
    sock.sendto(data, (destination, int(port)))


def sctp(address, port, file=None):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM, SCTP)
    if file:
        sock.connect((address, int(port)))
        with open(file, "rb") as content:
            while data := content.read(20000):
                sock.sendall(data)
        sock.close()
        return
    sock.bind((address, int(port)))
    sock.listen()
    peer, _ = sock.accept()
    while data := peer.recv(65536):
        sys.stdout.buffer.write(data)


def out_of(tap, vnet, mac, packet):
    wire = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(wire, TUNSETIFF, struct.pack("16sH22x", tap.encode(), IFF_TAP | IFF_NO_PI | IFF_VNET_HDR))
    os.write(wire, vnet + bytes.fromhex(mac.replace(":", "")) + b"\2" + bytes(5) + packet)


def from_tap(protocol, segment, content, tap, mac, source, destination):
    """A checksum to add; TCP over IPv4."""
    vnet = struct.pack("<BBHHHH", 1, 1, 54, segment, 34, 16)
    ends = socket.inet_aton(source) + socket.inet_aton(destination)
    head, hops = struct.pack("!BBHI", 0x45, 0, 20 + len(content), 0), struct.pack("!BB", 64, protocol)
    check = struct.pack("!H", checksum(head + hops + bytes(2) + ends))
    out_of(tap, vnet, mac, b"\x08\0" + head + hops + check + ends + content)


def wrong(*ends):
    from_tap(socket.IPPROTO_UDP, 1000, bytes(3000), *ends)


def short(*ends):
    from_tap(socket.IPPROTO_TCP, 1000, bytes(3000), *ends)


def tiny(*ends):
    from_tap(socket.IPPROTO_TCP, 8, TCP + bytes(40000), *ends)


def last(tap, mac, source, destination):
    content = TCP + bytes(1440 + 100)
    ends = socket.inet_pton(socket.AF_INET6, source) + socket.inet_pton(socket.AF_INET6, destination)
    packet = struct.pack("!IHBB", 6 << 28, len(content), socket.IPPROTO_TCP, 64) + ends + content
    out_of(tap, struct.pack("<BBHHHH", 1, 4, 74, 1440, 54, 16), mac, b"\x86\xdd" + packet)


{"udp": udp, "sctp": sctp, "wrong": wrong, "short": short, "tiny": tiny, "last": last}[sys.argv[1]](*sys.argv[2:])
