# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The examples of the manual pages do what they are there for.
. "$(dirname "$0")/../lib.sh"

pages=$here/../../tools/mirrorctl/share

# examples PAGE NAME: into $WORK/NAME.01, $WORK/NAME.02, ...
examples() {
	awk -v name="$WORK/$2" '/^\.EX/ { file = name sprintf(".%02d", ++n) } file && !/^\./ { print > file } /^\.EE/ { file = "" }' "$pages/$1"
	sed -i 's/\\-/-/g; s/\\(rs/\\/g; s/\\(aq/'\''/g; s/\\(dq/"/g' "$WORK/$2".*
}

add_host src 10.0.0.14
examples nf_mirror.yaml.5 file
files=("$WORK"/file.*)
between 'examples of files' "${#files[@]}" 3 20
for file in "${files[@]}"; do
	ctl apply --check "$file" || die "refused: $(<"$file")"
done
equal 'after the checks' "$(ctl show | grep -cE '^(network|session)' || true)" 0
on_host /usr/bin/python3 "$helpers/commands/validate.py" "$(realpath "$here/../../docs/config.schema.json")" "${files[@]##*/}"

# The last is in force as it is shown: a file that says the same.
ctl apply "${files[-1]}" 2>/dev/null
ctl diff "${files[-1]}"
ctl flush

# Commands, one after the other; they are after a prompt. What is not is output.
examples mirrorctl.8 command
mapfile -t commands < <(grep -l '^# ' "$WORK"/command.*)
between 'examples of commands' "${#commands[@]}" 5 40
{
	echo 'set -e; mirrorctl() { command mirrorctl -n src "$@"; }'
	sed -E '/^# (modprobe|mokutil|curl|tcpdump|ip |mirrorctl .*monitor)/d; s/^# //' "${commands[@]}"
} >"$WORK/commands"
bash "$WORK/commands" >"$WORK/said" 2>&1 || die "$(<"$WORK/said")"
equal 'sessions' "$(ctl -j session show | query_json -c '[.sessions[].name]')" '["audit","demo","guests","web tier"]'
