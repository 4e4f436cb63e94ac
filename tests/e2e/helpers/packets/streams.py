# SPDX-License-Identifier: GPL-2.0
"""Puts TCP streams together: of each port, prints it, the SHA-256 of what was
sent from it, and how many bytes that took, those sent again included. Lines on
standard input have the source port, the sequence number, the bytes in hex."""
import collections
import hashlib
import sys

streams, sent = collections.defaultdict(dict), collections.Counter()
for line in sys.stdin:
    port, seq, data = line.split()
    for i, byte in enumerate(bytes.fromhex(data)):
        streams[port][int(seq) + i] = byte
        sent[port] += 1
for port, stream in sorted(streams.items()):
    content = bytes(stream[seq] for seq in sorted(stream))
    print(port, hashlib.sha256(content).hexdigest(), sent[port])
