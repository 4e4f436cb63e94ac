#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""scale.py FILE SHOWN: what `mirrorctl -j show` printed has all of the YAML
file FILE, as it is there, and no network or session more."""
import json
import sys

import yaml

DEFAULTS = {'direction': 'all', 'balance': 'flow', 'port': 4789,
            'enabled': True, 'allow_outside': False}


def shown_row(row):
    """Where the file has an address, a CIDR is shown."""
    return row | {'src': row['src'] + '/32'}


def shown_filter(wanted):
    match = [[shown_row(row) for row in table] for table in wanted['match']]
    return {'match': match, 'except': [], 'next_hop': None}


def shown_session(wanted):
    return DEFAULTS | wanted | {'filter': shown_filter(wanted['filter'])}


def compare(kind, wanted, shown):
    found = {item['name']: item for item in shown}
    if len(found) != len(wanted):
        sys.exit(f'{len(found)} {kind}, not {len(wanted)}')
    for item in wanted:
        there = found[item['name']]
        for key, value in item.items():
            if there[key] != value:
                sys.exit(f"{item['name']}: {key}: {there[key]}, not {value}")



def main():
    with open(sys.argv[1], encoding='utf-8') as file:
        wanted = yaml.load(file, getattr(yaml, 'CSafeLoader', yaml.SafeLoader))
    with open(sys.argv[2], encoding='utf-8') as file:
        shown = json.load(file)
    compare('networks', wanted['networks'], shown['networks'])
    compare('sessions', [shown_session(item) for item in wanted['sessions']], shown['sessions'])



main()
