# SPDX-License-Identifier: GPL-2.0
"""What a tenant configures to keep others waiting: tenant.py KIND N

cidrs   a configuration file of N CIDRs whose jhash2(), without a secret, is the same, and
        a session
addresses  a batch for ip of N such addresses, on eth0
nested  a batch of N sessions, each with 64 tables of port ranges within each other
wide    the same sessions, as a configuration file that a device's network is in
many    a batch of N sessions that all want the same packets
spaces  makes N network namespaces with a session each, says so, and keeps them
"""
import ctypes
import os
import signal
import socket
import struct
import subprocess
import sys

MASK = 0xffffffff


def rol(x, k):
    return (x << k | x >> (32 - k)) & MASK


def twin(i, length=128):
    """jhash_final() and the mix before it, backwards from a state that ends so."""
    a, b, c = i * 2654435761 & MASK, i, 0
    c = (c + rol(b, 24) & MASK) ^ b
    b = (b + rol(a, 14) & MASK) ^ a
    a = (a + rol(c, 4) & MASK) ^ c
    c = (c + rol(b, 16) & MASK) ^ b
    b = (b + rol(a, 25) & MASK) ^ a
    a = (a + rol(c, 11) & MASK) ^ c
    c = (c + rol(b, 14) & MASK) ^ b
    last = 0x01000000
    a = a - last & MASK
    b = b - a & MASK
    c = (c ^ rol(b, 4)) + b & MASK
    a = a - c & MASK
    b = (b ^ rol(a, 19)) + a & MASK
    c = c - b & MASK
    a = (a ^ rol(c, 16)) + c & MASK
    b = b - a & MASK
    c = (c ^ rol(b, 8)) + b & MASK
    a = a - c & MASK
    b = (b ^ rol(a, 6)) + a & MASK
    c = c - b & MASK
    a = (a ^ rol(c, 4)) + c & MASK
    init = 0xdeadbeef + 16 + length & MASK
    return struct.pack('<4I', a - init & MASK, b - init & MASK, c - init & MASK, last)


def twins(n):
    found, i = [], 0
    while len(found) < n:
        i += 1
        address = twin(i)
        if address[0] & 0xe0 == 0x20:
            found.append(socket.inet_ntop(socket.AF_INET6, address) + '/128')
    return found


def addresses(n):
    for address in twins(n):
        print('address add %s dev eth0 nodad' % address)


def cidrs(n):
    found = twins(n)
    print('networks:\n- {name: vpc, cidrs: [10.0.0.0/8]}')
    for i in range(0, n, 64):
        print('- {name: n%d, cidrs: [%s]}' % (i // 64, ', '.join('"%s"' % c for c in found[i:i + 64])))
    print('sessions:\n- {name: a, network: vpc, vni: 1, scope: {type: network}, receivers: [10.0.0.80]}')


def ranges(s):
    for r in range(s * 64, s * 64 + 64):
        low = r % 4096 * 7
        yield '%d-%d' % (low, 65535 - low), '%d-%d' % (low + r % 3, 65535 - low)


def nested(n):
    for s in range(n):
        print('session add s%d network vpc vni %d scope network receiver 10.0.0.80 match ' % (s, s + 1) +
              ' or match '.join('sport %s dport %s' % r for r in ranges(s)))


def wide(n):
    print('networks:\n- {name: vpc, cidrs: [10.0.0.0/8], max_sessions: 16384}\nsessions:')
    print('- {name: all, network: vpc, vni: 99999, scope: {type: network}, receivers: [10.0.0.80]}')
    for s in range(n):
        print('- {name: s%d, network: vpc, vni: %d, scope: {type: network}, receivers: [10.0.0.80], filter: {match: [%s]}}' %
              (s, s + 1, ', '.join('[{sport: "%s", dport: "%s"}]' % r for r in ranges(s))))


def many(n):
    for s in range(n):
        print('session add m%d network vpc vni %d scope network receiver 10.0.0.20' % (s, s + 1))


def spaces(n):
    unshare = ctypes.CDLL(None).unshare
    kept = []
    for _ in range(n):
        if unshare(0x40000000):
            sys.exit('unshare')
        kept.append(os.open('/proc/self/ns/net', os.O_RDONLY))
        subprocess.run(['/tmp/mirrorctl.nobody', '-b', '-'], stderr=subprocess.DEVNULL, text=True,
                       input='network add vpc cidr 10.0.0.0/8\nsession add a network vpc scope network receiver 10.0.0.20\n')
    print('made', flush=True)
    signal.pause()


globals()[sys.argv[1]](int(sys.argv[2]))
