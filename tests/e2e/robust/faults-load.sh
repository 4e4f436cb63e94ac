#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The module is loaded into a machine with namespaces, with one allocation after the
# other failing: it is refused, and nothing of it stays, or it works. Needs a kernel
# of tests/debug.
. "$(dirname "$0")/../lib.sh"

rmmod nf_mirror
add_host src 10.0.0.14
namespace other
faults 0
refused=$(/usr/bin/python3 "$helpers/commands/faults.py" load "$NF_MIRROR_KO")
faults_end
echo "$refused loads refused"
between 'loads refused' "$refused" 20 5000
ctl -b - <<-END
	network add vpc cidr 10.0.0.0/16
	session add a network vpc scope network receiver 10.0.0.20
END
equal 'sources' "$(ctl -j eni show | query_json -r '.enis[] | select(.sessions == ["a"]).name' | grep eth)" eth0
