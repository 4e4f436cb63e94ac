# SPDX-License-Identifier: GPL-2.0
"""Has the kernel make super-packets of other protocols than TCP:

    supers.py udp SOURCE DESTINATION PORT SIZE COUNT    datagrams of SIZE bytes
    supers.py sctp ADDRESS PORT                         takes one association
    supers.py sctp ADDRESS PORT FILE                    sends it there
"""
import socket
import struct
import sys

UDP_SEGMENT = 103
SCTP = 132
SOL_SCTP, SCTP_NODELAY, SCTP_MAXSEG = 132, 3, 13


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


{"udp": udp, "sctp": sctp}[sys.argv[1]](*sys.argv[2:])
