# SPDX-License-Identifier: GPL-2.0
"""Sends datagrams without copying them: zerocopy.py SOURCE DESTINATION PORT COUNT

Each is overwritten once the kernel says that it is done with it. Prints how many
the kernel copied after all."""
import socket
import struct
import sys

SO_ZEROCOPY, MSG_ZEROCOPY = 60, 0x4000000
CODE_COPIED = 1

source, destination, port, count = sys.argv[1:]
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.setsockopt(socket.SOL_SOCKET, SO_ZEROCOPY, 1)
sock.bind((source, 1000))
sock.settimeout(10)
copied = 0
for number in range(int(count)):
    data = bytearray([number]) * 1200
    sock.sendto(data, MSG_ZEROCOPY, (destination, int(port)))
    while True:
        try:
            _, ancillary, _, _ = sock.recvmsg(0, 200, socket.MSG_ERRQUEUE)
            break
        except BlockingIOError:
            pass
    # struct sock_extended_err: ee_code is its sixth byte.
    copied += struct.unpack_from("=IBBB", ancillary[0][2])[3] == CODE_COPIED
    data[:] = b"\xff" * len(data)
print(copied)
