# SPDX-License-Identifier: GPL-2.0
"""Proves that copies are the packets that a rule of nftables logged:

    seen.py SEEN.pcap RECEIVER.pcap RECEIVER

SEEN.pcap is a capture of nflog, RECEIVER.pcap one of the receiver's device with
nothing but copies, over IPv4. IP packets are compared, byte for byte, each as often
as it was logged, but for those from and to RECEIVER. Prints how many there are."""
import collections
import socket
import sys

from frames import logged, read_pcap

OUTER = 14 + 20 + 8 + 8 + 14


receiver = socket.inet_aton(sys.argv[3])
seen = collections.Counter()
for packet in map(logged, read_pcap(sys.argv[1])):
    if packet[0] >> 4 != 4 or receiver not in (packet[12:16], packet[16:20]):
        seen[packet] += 1
copies = collections.Counter(frame[OUTER:] for frame in read_pcap(sys.argv[2]))
for what, rest in ("missing", seen - copies), ("not expected", copies - seen):
    for packet, count in list(rest.items())[:5]:
        print(f"{what}, {count} times: {packet.hex()[:160]}", file=sys.stderr)
    if rest:
        sys.exit(f"{sum(rest.values())} {what}")
print(sum(copies.values()))
