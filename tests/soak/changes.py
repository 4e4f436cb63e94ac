# SPDX-License-Identifier: GPL-2.0
"""Changes configuration and devices at random, for so many seconds:

    changes.py SECONDS SEED NAMESPACE PEER

What the kernel refuses is no failure; what mirrorctl does not understand is, and so
is any other end of it. The session "steady" and its network are left alone."""
import collections
import random
import subprocess
import sys
import time

seconds, seed, ns, peer = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
dice = random.Random(seed)
done = collections.Counter()
NAMES = [f"s{i}" for i in range(24)]
DEVICES = [f"d{i}" for i in range(8)]
RECEIVERS = ["10.0.0.20", "10.0.0.21", "10.0.0.22", "2001:db8::20", "10.0.0.99"]


def run(what, *command, given=None, bad=lambda status: status not in (0, 1, 2)):
    end = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    done[what] += 1
    if bad(end.returncode):
        sys.exit(f"{' '.join(command)}: {given or ''}: status {end.returncode}: {end.stderr}")
    return end


def ctl(what, *lines):
    return run(what, "mirrorctl", "-n", ns, "-f", "-b", "-", given="\n".join(lines) + "\n",
               bad=lambda status: status not in (0, 2))


def ip(*lines):
    # Devices come and go, so any of these may find nothing.
    run("devices", "ip", "-n", ns, "-force", "-b", "-", given="\n".join(lines) + "\n")


def some(words, least=1):
    return dice.sample(words, dice.randint(least, len(words)))


def options():
    rows = ["match proto udp", "match proto tcp", "match dst 10.0.0.80 dport 9000-9005", "match any",
            "match proto udp or match proto tcp dport 5201-5202", "match src 10.1.0.0/24 except match dport 9003"]
    choices = [
        dice.choice(rows),
        "direction " + dice.choice(["all", "in", "out"]),
        "balance " + dice.choice(["random", "eni", "flow"]),
        "mtu " + dice.choice(["resegment", "fragment", "truncate", "drop"]),
        "snaplen " + dice.choice(["0", "64", "128 snap-fix", "1000"]),
        "next-hop 10.0.0.80",
        "rate " + dice.choice(["0", "100pps", "1Mbps burst 50k", "10 burst 3"]),
        f"sample {dice.choice([1, 2, 7])}",
        "dscp " + dice.choice(["0", "le", "cs1", "46"]),
        f"port {dice.choice([4789, 4790])}",
        f"tag k{dice.randint(0, 3)}=v{dice.randint(0, 9)}",
        "receiver " + ",".join(some(RECEIVERS)),
        "scope " + dice.choice(["network", "eni eth0", "eni eth0,eth1,d0,d1", "subnet 10.0.0.0/24"]),
    ]
    return " ".join(some(choices))


def add():
    name = dice.choice(NAMES)
    ctl("add", f"session add {name} network steady scope {dice.choice(['network', 'eni eth0', 'eni eth0,eth1,d1'])}"
        f" receiver {','.join(some(RECEIVERS))} vni {dice.randint(2, 99)}")
    ctl("set", f"session set {name} {options()}")


def switch():
    ctl("switch", f"session {dice.choice(['start', 'stop', 'del'])} {dice.choice(NAMES)}",
        f"session set {dice.choice(NAMES)} {options()}")


def networks():
    ctl("networks", "network add other cidr 10.9.0.0/16,2001:db9::/64",
        f"eni attach {dice.choice(DEVICES)} network other address 10.9.0.{dice.randint(1, 254)} facing guest",
        "session add elsewhere network other scope network receiver 10.9.0.1")
    ctl("networks", "session del elsewhere")
    for device in DEVICES:
        ctl("networks", f"eni detach {device}")
    ctl("networks", "network del other")


def whole():
    saved = run("save", "mirrorctl", "-n", ns, "save").stdout
    run("apply", "mirrorctl", "-n", ns, "apply", "-", given=saved, bad=lambda status: status not in (0, 2))
    run("show", "mirrorctl", "-n", ns, "-j", "-s", "show", bad=lambda status: status)
    run("stats", "mirrorctl", "-n", ns, "stats", "--prometheus", bad=lambda status: status)


def devices():
    device = dice.choice(DEVICES)
    ip(f"link add {device} type dummy", f"link set {device} up mtu {dice.choice([1500, 1400, 9000])}",
       f"address add 10.0.0.{dice.randint(100, 200)}/24 dev {device} noprefixroute",
       f"link set {dice.choice(DEVICES)} address 02:00:00:00:00:{dice.randint(10, 99)}",
       f"address flush dev {dice.choice(DEVICES)}", f"link del {dice.choice(DEVICES)}")
    other = dice.choice(DEVICES)
    ip(f"link set {other} down", f"link set {other} name x{other}", f"link set x{other} name {other}",
       f"link set {other} up")


def routes():
    ip("route replace 10.0.0.21 dev eth0 mtu 1400", "neigh flush dev eth0 nud reachable",
       "route del 10.0.0.21 dev eth0", "route replace unreachable 10.0.0.22", "route del unreachable 10.0.0.22",
       f"neigh replace 10.0.0.20 lladdr 02:01:0a:00:00:14 dev eth0")


def namespace():
    name = "brief"
    run("namespaces", "ip", "netns", "add", name)
    run("namespaces", "ip", "link", "add", "b0", "netns", name, "type", "veth", "peer", "name", "b0", "netns", peer)
    run("namespaces", "ip", "-n", name, "-b", "-", given="link set b0 up\naddress add 10.8.0.1/24 dev b0\n")
    run("namespaces", "mirrorctl", "-n", name, "-b", "-",
        given="network add v cidr 10.8.0.0/16\nsession add a network v scope network receiver 10.8.0.9\n")
    run("namespaces", "ip", "netns", "exec", name, "ping", "-q", "-c", "1", "-W", "0.1", "10.8.0.2")
    run("namespaces", "ip", "netns", "del", name)


ACTIONS = [add] * 6 + [switch] * 6 + [devices] * 3 + [routes, networks, whole, namespace]
end, next_word = time.monotonic() + seconds, time.monotonic() + 60
while time.monotonic() < end:
    dice.choice(ACTIONS)()
    if time.monotonic() >= next_word:
        next_word += 60
        print(int(end - time.monotonic()), "seconds left:", *(f"{what} {n}" for what, n in sorted(done.items())), flush=True)
print("changes:", *(f"{what} {n}" for what, n in sorted(done.items())), flush=True)
