# SPDX-License-Identifier: GPL-2.0
"""What tests/e2e/robust/churn.sh does to devices, and what must become of it.

    churn.py script COUNT         a batch for ip(8) that makes and changes devices
    churn.py tapped ADDRESSES     of `ip -j address`: "session device" for each ENI
                                  that a session has to tap, sorted
    churn.py probes ADDRESSES     a batch for ip(8), and packets for send.py, one
                                  for each of some devices, in two files; prints
                                  "session destination" for those to be copied
    churn.py shown ENIS           of `mirrorctl -j eni show`, what `tapped` prints
"""
import ipaddress
import json
import random
import sys

NETWORK = ipaddress.ip_network("10.0.0.0/16")
SUBNETS = [ipaddress.ip_network(n) for n in ("10.0.64.0/18", "10.0.200.0/24")]
# Of a session that is stopped; it counts all the same.
RECEIVER = ipaddress.ip_address("10.0.0.21")
RECEIVER_CIDR = "10.0.0.21/32"


def address(random_, outside):
    second = 9 if outside else 0
    return f"10.{second}.{random_.randrange(1, 255)}.{random_.randrange(1, 255)}/32"


def script(count):
    """Everything at once, in an order that one seed gives."""
    r = random.Random(20)
    names = [f"c{i}" for i in range(count)]
    has = {}
    for name in names:
        has[name] = address(r, r.random() < 0.3)
        yield f"link add {name} group 7 type dummy"
        yield f"address add {has[name]} dev {name}"
    for name in r.sample(names, count // 3):
        yield f"address del {has[name]} dev {name}"
        has[name] = address(r, r.random() < 0.5)
        yield f"address add {has[name]} dev {name}"
    for name in r.sample(names, count // 20):
        yield f"address add {address(r, False)} dev {name}"
    yield f"address add {RECEIVER_CIDR} dev {r.choice(names)}"
    for name in r.sample(names, count // 4):
        new = "r" + name[1:]
        yield f"link set {name} name {new}"
        names[names.index(name)] = new
    for name in r.sample(names, count // 10):
        yield f"link del {name}"
        names.remove(name)
    for name in r.sample(names, count // 25):
        yield f"link set {name} netns away"
    yield "link set group 7 up"


def devices(path):
    with open(path) as file:
        for device in json.load(file):
            addresses = [ipaddress.ip_address(a["local"]) for a in device["addr_info"]]
            yield device["ifname"], device["link_type"], addresses


def sessions(addresses):
    if not any(a in NETWORK for a in addresses if a.version == 4) or RECEIVER in addresses:
        return
    yield "net"
    if any(a in subnet for a in addresses if a.version == 4 for subnet in SUBNETS):
        yield "sub"


def tapped(path):
    for name, kind, addresses in devices(path):
        if kind != "loopback":
            for session in sessions(addresses):
                yield f"{session} {name}"


def probes(path):
    """Each chosen device becomes the way to a destination of its own."""
    chosen = [d for d in devices(path) if d[0][0] in "cr"]
    random.Random(1).shuffle(chosen)
    with open("probes.ip", "w") as batch, open("probes.mix", "w") as mix:
        for i, (name, _, addresses) in enumerate(chosen[:120]):
            destination = f"10.77.{i}.1"
            print(f"link set {name} up", file=batch)
            print(f"route replace {destination}/32 dev {name}", file=batch)
            print(f"17 10.0.0.14 1000 {destination} 9", file=mix)
            for session in sessions(addresses):
                yield f"{session} {destination}"


def shown(path):
    with open(path) as file:
        for eni in json.load(file)["enis"]:
            for session in eni["sessions"]:
                yield f"{session} {eni['name']}"


words = {"tapped": tapped, "probes": probes, "shown": shown}
if sys.argv[1] == "script":
    print("\n".join(script(int(sys.argv[2]))))
else:
    print("\n".join(sorted(words[sys.argv[1]](sys.argv[2]))))
