# SPDX-License-Identifier: GPL-2.0
"""A VPN program: what it reads from a tun device, it sends on, encrypted.

    vpn.py tun|tap DEVICE WAY [PEER PORT]

WAY: udp, padded (to a multiple of 64 bytes), constant (size), slow (1 ms each), split
(in two packets), sockets (two of them by turns), tcp, discard (it goes nowhere).
Prints "up" when it is ready."""
import fcntl
import os
import socket
import struct
import sys
import time

kind, device, way, *peer = sys.argv[1:]
tun = os.open("/dev/net/tun", os.O_RDWR)
mode = {"tun": 0x1001, "tap": 0x1002}[kind]
fcntl.ioctl(tun, 0x400454CA, struct.pack("16sH22x", device.encode(), mode))
peers = []
if peer:
    to = (peer[0], int(peer[1]))
    for _ in range(2 if way == "sockets" else 1):
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM if way == "tcp" else socket.SOCK_DGRAM)
        sock.connect(to)
        peers.append(sock)
print("up", flush=True)
key = bytes(b ^ 0x55 for b in range(256))
count = 0
while True:
    packet = os.read(tun, 65536).translate(key)
    count += 1
    if not peers:
        continue
    if way == "padded":
        packet += bytes(-len(packet) % 64)
    elif way == "constant":
        packet += bytes(max(0, 1300 - len(packet)))
    elif way == "slow":
        time.sleep(0.001)
    half = len(packet) // 2
    parts = [packet[:half], packet[half:]] if way == "split" else [packet]
    for part in parts:
        try:
            peers[count % len(peers)].send(part)
        except OSError:
            pass
