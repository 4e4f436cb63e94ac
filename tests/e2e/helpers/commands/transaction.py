# SPDX-License-Identifier: GPL-2.0
"""Speaks the family's protocol in words, one command a line on standard input:

    open CLIENT                   a socket
    close CLIENT
    begin|replace|commit|abort CLIENT
    network CLIENT NAME CIDR      adds it
    session CLIENT NAME NETWORK RECEIVER
    delete CLIENT NAME            deletes a session
    generation CLIENT             of the configuration; there must be a network
    most CLIENT                   sessions of ENIs that a message of a dump has
    closing FILE                  opens sockets and closes them until there is FILE: how
                                  long a close took at most, in ms

Prints for the last three a number, for all others but open and close the errno's
name, or OK, and the kernel's text.
"""
import errno
import os
import socket
import struct
import sys
import time

GENERIC, CONTROLLER, GETFAMILY = 16, 16, 3
SOL_NETLINK, CAP_ACK, EXT_ACK = 270, 10, 11
REQUEST, ACK, DUMP, NESTED = 1, 4, 0x300, 0x8000
ERROR, DONE = 2, 3
GENERATION, NETWORK, ENI, SESSION, REPLACE = 1, 2, 3, 4, 5
ENI_SESSION = 10
NETWORK_GET, ENI_GET = 4, 7
COMMANDS = {'network': 1, 'session': 8, 'delete': 10, 'begin': 12,
            'replace': 12, 'commit': 13, 'abort': 14}


def attr(kind, data):
    return struct.pack('HH', 4 + len(data), kind) + data + bytes(-len(data) % 4)


def nest(kind, *attrs):
    return attr(kind | NESTED, b''.join(attrs))


def text(kind, value):
    return attr(kind, value.encode() + b'\0')


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


def closing(path):
    longest = 0
    while not os.path.exists(path):
        client = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, GENERIC)
        client.bind((0, 0))
        begun = time.monotonic()
        client.close()
        longest = max(longest, time.monotonic() - begun)
        time.sleep(0.01)
    return int(longest * 1000)


class Client:
    def __init__(self):
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, GENERIC)
        self.socket.bind((0, 0))
        self.socket.setsockopt(SOL_NETLINK, CAP_ACK, 1)
        self.socket.setsockopt(SOL_NETLINK, EXT_ACK, 1)
        reply = self.ask(CONTROLLER, GETFAMILY, text(2, 'nf_mirror'), REQUEST)
        family = dict(attributes(reply[20:]))[1]
        self.family = struct.unpack('H', family)[0]

    def ask(self, family, command, payload, flags):
        body = struct.pack('BBH', command, 1, 0) + payload
        header = struct.pack('IHHII', 16 + len(body), family, flags, 1, 0)
        self.socket.send(header + body)
        return self.socket.recv(1 << 17)

    def generation(self):
        reply = self.ask(self.family, NETWORK_GET, b'', REQUEST | DUMP)
        return struct.unpack('I', dict(attributes(reply[20:]))[GENERATION])[0]

    def most(self):
        got = list(messages(self.ask(self.family, ENI_GET, b'', REQUEST | DUMP)))
        most = 0
        while not any(kind in (DONE, ERROR) for kind, _ in got):
            enis = [dict(attributes(body[4:]))[ENI] for _, body in got]
            most = max(most, sum(kind == ENI_SESSION for eni in enis for kind, _ in attributes(eni)))
            got = list(messages(self.socket.recv(1 << 17)))
        return most

    def do(self, command, payload):
        reply = self.ask(self.family, command, payload, REQUEST | ACK)
        error = -struct.unpack_from('i', reply, 16)[0]
        if not error:
            return 'OK'
        said = dict(attributes(reply[36:])).get(1, b'\0')[:-1].decode()
        return f'{errno.errorcode[error]} {said}'


def payload(word, rest):
    if word == 'replace':
        return attr(REPLACE, b'')
    if word == 'network':
        address, length = rest[1].split('/')
        cidr = nest(2, attr(1, socket.inet_aton(address)),
                    attr(2, struct.pack('I', int(length))))
        return nest(NETWORK, text(1, rest[0]), cidr)
    if word == 'session':
        return nest(SESSION, text(1, rest[0]), text(2, rest[1]), attr(3, struct.pack('I', 0)),
                    attr(8, socket.inet_aton(rest[2])))
    if word == 'delete':
        return nest(SESSION, text(1, rest[0]))
    return b''


def main():
    clients = {}
    for line in sys.stdin:
        word, name, *rest = line.split()
        if word == 'open':
            clients[name] = Client()
        elif word == 'close':
            clients.pop(name).socket.close()
        elif word == 'generation':
            print(clients[name].generation(), flush=True)
        elif word == 'most':
            print(clients[name].most(), flush=True)
        elif word == 'closing':
            print(closing(name), flush=True)
        else:
            print(clients[name].do(COMMANDS[word], payload(word, rest)),
                  flush=True)


main()
