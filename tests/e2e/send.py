# SPDX-License-Identifier: GPL-2.0
"""Sends the packets that lines on standard input name, through raw sockets:

    PROTOCOL SOURCE SPORT DESTINATION DPORT [BYTES]

The kernel writes the IP header; of TCP, UDP and SCTP the ports are set, of ICMP
the type (SPORT) and code (DPORT). BYTES is the length of what comes after."""
import socket
import struct
import sys

HEADERS = {
    "1": lambda s, d, n: struct.pack("!BBHHH", s, d, 0xFFFF - (s << 8 | d), 0, 0),
    "6": lambda s, d, n: struct.pack("!HHIIBBHHH", s, d, 1, 1, 0x50, 0x10, 512, 0, 0),
    "17": lambda s, d, n: struct.pack("!HHHH", s, d, 8 + n, 0),
    "132": lambda s, d, n: struct.pack("!HHIIBBH", s, d, 0, 0, 0, 0, 4),
}

# Not in every socket module.
IP_MTU_DISCOVER = 10

sockets = {}
for line in sys.stdin:
    proto, src, sport, dst, dport, size = (line.split() + ["0"])[:6]
    if (proto, src) not in sockets:
        sock = socket.socket(socket.AF_INET, socket.SOCK_RAW, int(proto))
        sock.setsockopt(socket.SOL_IP, IP_MTU_DISCOVER, 0)
        sock.bind((src, 0))
        sockets[proto, src] = sock
    header = HEADERS.get(proto, lambda s, d, n: struct.pack("!HH", s, d))
    size = int(size)
    data = header(int(sport), int(dport), size) + b"x" * size
    sockets[proto, src].sendto(data, (dst, 0))
