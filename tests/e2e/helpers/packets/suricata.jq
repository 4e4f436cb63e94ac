# SPDX-License-Identifier: GPL-2.0
#
# Of what Suricata says (eve.json, slurped): the alerts, the hashes of the files that
# were transferred, how many copies it looked into, and what it found wrong.
def counters: [.[] | select(.event_type == "stats")] | last | .stats;

([.[] | select(.event_type == "alert") | .alert.signature] | unique | join(" ")),
([.[] | select(.event_type == "fileinfo") | .fileinfo | .sha256 + " " + .state] | unique | join(" ")),
(counters.decoder.vxlan),
([.[] | select(.event_type == "anomaly") | .anomaly.event] + (counters | {decoder, tcp, defrag} | [
	paths(numbers) as $path
	| select($path | map(tostring) | join(".") | test("event|invalid|too_small|gap|overlap|memuse_fail|ssn_from_cache_fail"))
	| select(getpath($path) > 0)
	| $path | join(".")
]) | join(" "))
