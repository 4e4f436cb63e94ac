# SPDX-License-Identifier: GPL-2.0
"""Sends datagrams that differ, and tells what its socket is still charged for.

    outqueue.py ADDRESS PORT COUNT

Prints the bytes in the socket's send queue (SIOCOUTQ) when all have been sent.
"""
import array
import fcntl
import socket
import sys
import termios

address, port, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for number in range(count):
    sender.sendto(number.to_bytes(4, "big") * 25, (address, port))
queued = array.array("i", [0])
fcntl.ioctl(sender, termios.TIOCOUTQ, queued)
print(queued[0])
