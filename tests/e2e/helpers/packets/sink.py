# SPDX-License-Identifier: GPL-2.0
"""Takes datagrams: sink.py ADDRESS PORT COUNT. Prints the length of each, sorted,
and how many of them are as send.py sends them."""
import socket
import sys

address, port, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
sock.bind((address, port))
print("ready", flush=True)
sock.settimeout(20)
datagrams = [sock.recv(65535) for _ in range(count)]
sock.settimeout(0.5)
try:
    while True:
        datagrams.append(sock.recv(65535))
except TimeoutError:
    pass
right = sum(data == b"x" * len(data) for data in datagrams)
print(*sorted(len(data) for data in datagrams), "right:", right)
