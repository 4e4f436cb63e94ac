# SPDX-License-Identifier: GPL-2.0
"""Sends a datagram to groups that a socket here listens to: groups.py ADDRESS DEVICE

Waits until the kernel has reported the IPv4 group, by IGMPv2.
"""
import socket
import struct
import sys
import time

IPV6_MTU = 24  # not in every socket module

address, device = sys.argv[1:]
index = socket.if_nametoindex(device)

listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
listener.bind(("", 7000))
group = socket.inet_aton("239.1.2.3") + socket.inet_aton(address)
listener.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group)
listener.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(address))
listener.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, device.encode())
for to in "239.1.2.3", "255.255.255.255":
    listener.sendto(b"to all who listen", (to, 7000))

listener6 = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
listener6.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
listener6.bind(("::", 7000))
group = socket.inet_pton(socket.AF_INET6, "ff05::1:2") + struct.pack("@I", index)
listener6.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, group)
listener6.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
listener6.setsockopt(socket.IPPROTO_IPV6, IPV6_MTU, 1400)
for size in 20, 3000:
    listener6.sendto(bytes(size), ("ff05::1:2", 7000))


def reported():
    with open("/proc/net/igmp", encoding="ascii") as file:
        return any(line.split()[0] == "030201EF" and line.split()[-1] == "1"
                   for line in file if line.startswith("\t"))


end = time.monotonic() + 5
while not reported():
    if time.monotonic() > end:
        sys.exit("groups.py: no IGMP report")
    time.sleep(0.01)

# They are looped back, indeed.
for each, count in (listener, 2), (listener6, 2):
    each.settimeout(5)
    for _ in range(count):
        each.recv(4000)
