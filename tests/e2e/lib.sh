# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The library of the end-to-end tests, which each of them sources. tests/e2e/guest runs
# a test with the module just loaded, no other network namespace, and $WORK, a folder of
# its own that the host can read, too.
set -Eeuo pipefail

here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
helpers=$here/helpers
CAPTURES=$(mktemp -d /tmp/captures.XXXXXX)
export here helpers WORK

. "$here/lib/core.sh"
. "$here/lib/topology.sh"
. "$here/lib/capture.sh"
. "$here/lib/traffic.sh"
. "$here/lib/faults.sh"

# Former names, for scripts that are not part of the project.
at() { in_ns "$@"; }
host() { add_host "$@"; }
six() { add_ipv6 "$@"; }
aside() { separate_receiver "$@"; }
judge() { on_host "$@"; }
