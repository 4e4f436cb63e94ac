#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Of one packet, 1,024 copies are made at most; what more sessions want is counted as
# overload. The packet goes on. For a message of a dump of ENIs, as many are looked at.
. "$(dirname "$0")/../lib.sh"

three_hosts
ctl network add vpc cidr 10.0.0.0/16 max-sessions 16384
on_host /usr/bin/python3 "$helpers/commands/tenant.py" many 1030 | ctl -b - 2>/dev/null
in_ns src ping -qc 1 -W 5 10.0.0.80 >/dev/null
# Of the request and of its answer.
total() { ctl -j -s session show | query_json "[.sessions[].stats.$1 // 0] | add"; }
equal 'matched' "$(total matched_packets)" 2060
equal 'copies' "$(total sent_packets)" 2048
equal 'counted as overload' "$(total drops.overload)" 12

printf 'open a\nmost a\n' | in_ns src /usr/bin/python3 "$helpers/commands/transaction.py" >"$WORK/most"
equal 'sessions of ENIs in a message' "$(<"$WORK/most")" 1024
equal 'sessions that are shown' "$(ctl -j eni show eth0 | query_json '.enis[0].sessions | length')" 1030
