# SPDX-License-Identifier: GPL-2.0
"""Sends the packets that lines on standard input name, through raw sockets:

    PROTOCOL SOURCE SPORT DESTINATION DPORT [BYTES [ID FRAGMENTS]]

The kernel writes the IP header; of TCP, UDP and SCTP the ports are set, of ICMP
the type (SPORT) and code (DPORT); 60 is UDP after IPv6 destination options. BYTES is the length of what comes after.
PROTOCOL udp is UDP by a socket of its own, so that the checksum is right.

With FRAGMENTS, only these fragments of the packet, of 1000 bytes each, are sent,
in that order: 201 is the third, the first, the second. 400,1200,0 are all of them, with
so many bytes, of the last one what is left; those with - in front are left out. ID is their identification; with "df"
behind it, over IPv4, routers must not fragment them further.
Over IPv4, SOURCE may be any address then."""
import errno
import itertools
import socket
import struct
import sys
import time

HEADERS = {
    "1": lambda s, d, n: struct.pack("!BBHHH", s, d, 0xFFFF - (s << 8 | d), 0, 0),
    "6": lambda s, d, n: struct.pack("!HHIIBBHHH", s, d, 1, 1, 0x50, 0x10, 512, 0, 0),
    "17": lambda s, d, n: struct.pack("!HHHH", s, d, 8 + n, 0),
    "60": lambda s, d, n: struct.pack("!BBBBIHHHH", 17, 0, 1, 4, 0, s, d, 8 + n, 0),
    "132": lambda s, d, n: struct.pack("!HHIIBBH", s, d, 0, 0, 0, 0, 4),
}
FRAGMENT = 1000

# Not in every socket module.
IP_MTU_DISCOVER = 10
IPPROTO_FRAGMENT = 44

sockets = {}


def open_socket(proto, src, sport):
    family = socket.AF_INET6 if ":" in src else socket.AF_INET
    if proto == "udp":
        sock = socket.socket(family, socket.SOCK_DGRAM)
        sock.bind((src, sport))
    else:
        sock = socket.socket(family, socket.SOCK_RAW, int(proto))
        if proto != str(socket.IPPROTO_RAW):
            sock.bind((src, 0))
    if family == socket.AF_INET:
        sock.setsockopt(socket.SOL_IP, IP_MTU_DISCOVER, 0)
    return sock


def socket_for(proto, src, sport=0):
    key = proto, src, sport if proto == "udp" else 0
    if key not in sockets:
        sockets[key] = open_socket(*key)
    return sockets[key]


def fragments_of(data, words):
    """Of each that is to be sent: where it begins and ends."""
    if "," not in words:
        return [(int(n) * FRAGMENT, min(int(n) * FRAGMENT + FRAGMENT, len(data))) for n in words]
    sizes = words.split(",")
    ends = list(itertools.accumulate(abs(int(size)) for size in sizes[:-1])) + [len(data)]
    return [part for size, *part in zip(sizes, [0] + ends, ends) if not size.startswith("-")]


def fragment_v4(proto, src, dst, data, begin, end, ident, df):
    flags = (0x2000 if end < len(data) else 0) | (0x4000 if df else 0)
    header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + end - begin, ident,
                         flags | begin // 8, 64, int(proto), 0,
                         socket.inet_aton(src), socket.inet_aton(dst))
    send(socket_for(str(socket.IPPROTO_RAW), src), header + data[begin:end], (dst, 0))


def fragment_v6(proto, src, dst, data, begin, end, ident, _):
    header = struct.pack("!BBHI", int(proto), 0, begin | (end < len(data)), ident)
    send(socket_for(str(IPPROTO_FRAGMENT), src), header + data[begin:end], (dst, 0))


def send(sock, data, to):
    """Where it is slow, there may be no room at once: a raw socket does not wait for it."""
    while True:
        try:
            return sock.sendto(data, to)
        except OSError as error:
            if error.errno != errno.ENOBUFS:
                raise
            time.sleep(0.01)


for line in sys.stdin:
    words = line.split()
    proto, src, sport, dst, dport, size = (words + ["0"])[:6]
    sport, dport, size = int(sport), int(dport), int(size)
    data = b"x" * size
    if proto != "udp":
        header = HEADERS.get(proto, lambda s, d, n: struct.pack("!HH", s, d))
        data = header(sport, dport, size) + data
    if len(words) > 6:
        fragment = fragment_v6 if ":" in src else fragment_v4
        for begin, end in fragments_of(data, words[7]):
            fragment(proto, src, dst, data, begin, end, int(words[6].removesuffix("df")), words[6].endswith("df"))
    else:
        send(socket_for(proto, src, sport), data, (dst, dport if proto == "udp" else 0))
