# SPDX-License-Identifier: GPL-2.0
"""What others do meanwhile, and how long it took, in ms: nine times of ten at most, and
the longest.

    others.py NAMESPACE ROUNDS       so many times
    others.py NAMESPACE while PID    as long as that process works

show      a dump of the sessions of the namespace
command   a transaction there is begun and aborted
rtnl      the MTU of its lo is set
refresh   an address there comes, or goes: until an event tells so
deletion  a namespace is deleted: until the other end of its wire is gone

It does not wait for a processor: what is measured is the kernel's waiting.
"""
import ctypes
import os
import socket
import struct
import sys
import time

ROUTE, GENERIC, CONTROLLER, GETFAMILY = 0, 16, 16, 3
SOL_NETLINK, ADD_MEMBERSHIP = 270, 1
REQUEST, ACK, DUMP, CREATE, NESTED = 1, 4, 0x300, 0x400, 0x8000
ERROR, DONE = 2, 3
NEWLINK, DELLINK, NEWADDR, DELADDR = 16, 17, 20, 21
SESSION_GET, BEGIN, ABORT, ENI_NTF = 11, 12, 14, 16
NEWNET = 0x40000000
libc = ctypes.CDLL(None, use_errno=True)


def attr(kind, data):
    return struct.pack('HH', 4 + len(data), kind) + data + bytes(-len(data) % 4)


def nest(kind, *attrs):
    return attr(kind | NESTED, b''.join(attrs))


def attributes(data):
    while len(data) >= 4:
        size, kind = struct.unpack_from('HH', data)
        yield kind & 0x3fff, data[4:size]
        data = data[(size + 3) & ~3:]


def messages(data):
    while data:
        size, kind = struct.unpack_from('IH', data)
        yield kind, data[16:size]
        data = data[(size + 3) & ~3:]


class Netlink:
    def __init__(self, protocol):
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, protocol)
        self.socket.bind((0, 0))

    def send(self, kind, flags, body):
        self.socket.send(struct.pack('IHHII', 16 + len(body), kind, REQUEST | flags, 1, 0) + body)

    def do(self, kind, body, flags=0):
        self.send(kind, ACK | flags, body)
        for kind, body in messages(self.socket.recv(65536)):
            error = struct.unpack_from('i', body)[0]
            if kind == ERROR and error:
                raise OSError(-error, os.strerror(-error))

    def dump(self, kind, body):
        self.send(kind, DUMP, body)
        while not any(kind in (DONE, ERROR) for kind, _ in messages(self.socket.recv(1 << 17))):
            pass


def command(number):
    return struct.pack('BBH', number, 1, 0)


def enter(namespace):
    if libc.setns(namespace, NEWNET):
        raise OSError(ctypes.get_errno(), 'setns')


def link(index, *attrs):
    return struct.pack('BxHiII', 0, 0, index, 0, 0) + b''.join(attrs)


def kind(name, *data):
    return nest(18, attr(1, name), *data)


class Others:
    def __init__(self, namespace):
        self.home = os.open('/proc/self/ns/net', os.O_RDONLY)
        self.outside = Netlink(ROUTE)
        enter(os.open('/run/netns/' + namespace, os.O_RDONLY))
        self.route = Netlink(ROUTE)
        self.client = Netlink(GENERIC)
        self.client.send(CONTROLLER, 0, command(GETFAMILY) + attr(2, b'nf_mirror\0'))
        family = dict(attributes(self.client.socket.recv(65536)[20:]))
        self.family = struct.unpack('H', family[1])[0]
        group = dict(attributes(dict(attributes(family[7]))[1]))[2]
        self.events = Netlink(GENERIC)
        self.events.socket.setsockopt(SOL_NETLINK, ADD_MEMBERSHIP, struct.unpack('I', group)[0])
        self.events.socket.settimeout(60)
        self.route.do(NEWLINK, link(0, attr(3, b'other\0'), kind(b'dummy\0')), CREATE)
        self.device = socket.if_nametoindex('other')
        enter(self.home)
        self.times = {}
        self.mtu = 65000
        self.there = False

    def show(self):
        self.client.dump(self.family, command(SESSION_GET))

    def command(self):
        self.client.do(self.family, command(BEGIN))
        self.client.do(self.family, command(ABORT))

    def rtnl(self):
        self.mtu ^= 1
        self.route.do(NEWLINK, link(1, attr(4, struct.pack('I', self.mtu))))

    def event(self):
        while not any(body[0] == ENI_NTF for _, body in messages(self.events.socket.recv(1 << 17))):
            pass

    def refresh(self):
        address = struct.pack('BBBBi', socket.AF_INET, 32, 0, 0, self.device) + attr(2, socket.inet_aton('10.9.9.9'))
        if self.there:
            self.route.do(DELADDR, address)
        else:
            self.route.do(NEWADDR, address, CREATE)
        self.there = not self.there
        self.event()

    def deletion(self):
        if libc.unshare(NEWNET):
            raise OSError(ctypes.get_errno(), 'unshare')
        inside = os.open('/proc/self/ns/net', os.O_RDONLY)
        enter(self.home)
        peer = nest(1, link(0), attr(28, struct.pack('I', inside)))
        self.outside.do(NEWLINK, link(0, attr(3, b'wire\0'), kind(b'veth\0', nest(2, peer))), CREATE)
        index = socket.if_nametoindex('wire')
        begun = time.monotonic()
        os.close(inside)
        while True:
            time.sleep(0.001)
            try:
                if socket.if_nametoindex('wire') != index:
                    break
            except OSError:
                break
        return begun

    def round(self):
        for what in 10 * ['show', 'command', 'rtnl', 'refresh'] + ['deletion']:
            begun = time.monotonic()
            begun = getattr(self, what)() or begun
            took = (time.monotonic() - begun) * 1000
            self.times.setdefault(what, []).append(int(took))


def works(pid):
    try:
        with open(f'/proc/{pid}/stat') as stat:
            return stat.read().rpartition(')')[2].split()[0] not in 'ZX'
    except OSError:
        return False


def main():
    namespace, rounds, *pid = sys.argv[1:]
    others = Others(namespace)
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    n = 0
    while works(pid[0]) if pid else n < int(rounds):
        others.round()
        n += 1
    for what, times in others.times.items():
        times.sort()
        print(what, times[len(times) * 9 // 10 - (len(times) % 10 == 0)], times[-1])
    enter(os.open('/run/netns/' + namespace, os.O_RDONLY))
    others.route.do(DELLINK, link(others.device))


main()
