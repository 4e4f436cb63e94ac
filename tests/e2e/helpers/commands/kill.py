# SPDX-License-Identifier: GPL-2.0
"""Kills mirrorctl apply, see tests/e2e/config/kill.sh.

    kill.py TURNS   applies two configurations by turns, killing most of them, and
                    looks what is in force each time. Every 10th time it sends a
                    packet. Prints "port VNI receiver" for each copy to be expected
"""
import json
import random
import socket
import subprocess
import sys
import time

FIRST_PORT = 10000


def session(name, vni, receiver, matches):
    row = {"proto": "udp", "dport": f"{FIRST_PORT}-60000"} if matches else {"proto": "tcp"}
    return {"name": name, "network": "vpc", "scope": {"type": "eni", "enis": ["eth0"]},
            "receivers": [receiver], "direction": "out", "vni": vni,
            "filter": {"match": [[row]]}}


def configuration(which, receiver):
    """50 sessions: of the other one's, 10 are the same, 10 have changed."""
    sessions = [session(f"same{i}", 100 + i, "10.0.0.20", i % 2) for i in range(10)]
    sessions += [session(f"changed{i}", 200 + 100 * which + i, receiver, i % 2 == which) for i in range(10)]
    sessions += [session(f"only{which}-{i}", 500 + 100 * which + i, receiver, i % 3) for i in range(30)]
    return {"networks": [{"name": "vpc", "cidrs": ["10.0.0.0/16"], "max_sessions": 60}],
            "sessions": sessions}


def saved():
    return subprocess.check_output(["mirrorctl", "save"])


class Side:
    """A configuration: its file, how it is saved, what it copies."""

    def __init__(self, which, receiver):
        config = configuration(which, receiver)
        self.file = f"side{which}.yaml"
        with open(self.file, "w") as file:
            json.dump(config, file)
        self.copies = [(s["vni"], s["receivers"][0]) for s in config["sessions"]
                       if s["filter"]["match"][0][0]["proto"] == "udp"]
        begun = time.monotonic()
        if self.apply().wait():
            sys.exit(f"mirrorctl cannot apply {self.file}")
        self.takes = time.monotonic() - begun
        self.saved = saved()

    def apply(self):
        return subprocess.Popen(["mirrorctl", "apply", self.file], stderr=subprocess.DEVNULL)


def turn(old, new, longest):
    """Returns the side that is in force after a kill."""
    child = new.apply()
    time.sleep(random.uniform(0, longest))
    child.kill()
    child.wait()
    now = saved()
    for side in (old, new):
        if now == side.saved:
            return side
    with open("mixture", "wb") as file:
        file.write(now)
    sys.exit("a mixture is in force: see the file mixture")


def main():
    old, new = Side(0, "10.0.0.20"), Side(1, "10.0.0.21")
    old, new = new, old
    longest = 1.2 * max(old.takes, new.takes)
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    changed = 0
    turns = int(sys.argv[1])
    for i in range(turns):
        now = turn(old, new, longest)
        if now is new:
            old, new = new, old
            changed += 1
        if i % 10 == 0:
            sender.sendto(b"x", ("10.0.0.80", FIRST_PORT + i))
            for vni, receiver in now.copies:
                print(FIRST_PORT + i, vni, receiver)
    print(f"apply takes {1000 * longest / 1.2:.0f} ms; killed {turns} times, "
          f"{changed} times the new one was in force", file=sys.stderr)
    if not turns / 20 <= changed <= turns * 19 / 20:
        sys.exit("kills came too early or too late to tell anything")


main()
