# SPDX-License-Identifier: GPL-2.0
#
# Of what "mirrorctl -j -s show" says, the receiver's count of the copies to each port
# ("nft -j list set"), and once more what mirrorctl says: what does not add up; then
# what there was, "+ WHAT COUNT". The router may send at any time, to look for its
# neighbours. A packet that is cut into segments is one that was sent, and becomes
# some copies; copies that came as super-packets, as they may if $whole, are fewer.
def adds_up:
  (.drops | add // 0) as $lost | $lost == .dropped_packets and .matched_packets == .sent_packets + $lost;

(.[1].nftables[].set? // empty | .elem | map(.elem | {key: "\(.val)", value: .counter.packets}) | from_entries) as $came
| [.[0].sessions, .[2].sessions] | transpose[] | . as [$before, $after]
| $before.stats as $s | $after.stats as $t | $came["\($before.port)"] as $got
| if ($s | adds_up) and ($t | adds_up)
     and ($whole or $got >= $s.sent_packets) and $got <= $t.sent_packets + 12 * ($t.modified.resegmented // 0)
  then empty
  else "\($before.name): \($s | del(.receivers)), came \($got), then \($t | del(.receivers))"
  end,
  "+ \($before.name) \($t.matched_packets)",
  ($t.modified + $t.drops | to_entries[] | "+ \(.key) \(.value)")
