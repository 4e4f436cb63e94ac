# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Completion of mirrorctl(8) for bash-completion. Names are those of the objects
# that there are, in the network namespace that the line names. The functions
# share the variables of _mirrorctl.

# Sets names to those of all objects of a kind; of devices, attached and loose to
# those of some. mirrorctl prints names as words that a shell reads back: plain,
# or 'in quotes', with '"'"' for a quote.
_mirrorctl_ask() # OBJECT
{
	local line name word="(('[^']*'|\"'\")+|[^ ]+)"

	while IFS= read -r line; do
		if [[ $line =~ ^$1\ $word ]]; then
			name=${BASH_REMATCH[1]//\'\"\'\"\'/$'\n'}
			name=${name//\'/}
			names+=("${name//$'\n'/"'"}")
			loose+=("${names[-1]}")
		elif [[ $line =~ ^\ \ network\ $word\ \ attached ]]; then
			attached+=("${names[-1]}")
			unset 'loose[-1]'
		fi
	done < <("${mirrorctl[@]}" "$1" show 2>/dev/null)
}

# Sets quoted to the word, quoted in the way in which what is typed begins.
_mirrorctl_quote() # WORD
{
	local i char special=$' \t"\'\\$`!&|;<>()[]{}*?#~='

	case $cur in
	\'*) quoted=\'${1//\'/"'\\''"} && return ;;
	\"*) quoted=\" special='"\$`!' ;;
	*) quoted= ;;
	esac
	for ((i = 0; i < ${#1}; i++)); do
		char=${1:i:1}
		[[ $special != *"$char"* ]] || quoted+=\\
		quoted+=$char
	done
}

# Offers those of the words that go on from what is typed. Readline replaces only
# what comes after the last of its own word breaks.
_mirrorctl_offer() # WORD...
{
	local word quoted done='' breaks=${COMP_WORDBREAKS//[^:=@]/}

	if [[ $breaks && $cur == *["$breaks"]* && $cur != [\'\"]* ]]; then
		done=${cur%"${cur##*["$breaks"]}"}
	fi
	for word; do
		_mirrorctl_quote "$word"
		[[ $quoted != "$cur"* ]] || COMPREPLY+=("${quoted#"$done"}")
	done
}

# Offers names for the last item of a list.
_mirrorctl_list() # NAME...
{
	local before=''

	[[ $cur != *,* ]] || before=${cur%,*},
	_mirrorctl_offer "${@/#/"$before"}"
}

# Offers those options that the command does not have yet.
_mirrorctl_options() # OPTION...
{
	local option

	for option; do
		[[ " ${words[*]:first + 1:cword - first - 1} " == *" $option "* ]] ||
			_mirrorctl_offer "$option"
	done
}

_mirrorctl_network()
{
	case $verb:$prev in
	*:cidr | *:max-sessions | *:seed) ;;
	add:* | set:*) _mirrorctl_options cidr max-sessions seed ;;
	esac
}

_mirrorctl_eni()
{
	case $verb:$prev in
	attach:network) _mirrorctl_ask network && _mirrorctl_offer "${names[@]}" ;;
	attach:facing) _mirrorctl_offer auto wire guest ;;
	attach:tap) _mirrorctl_offer auto ip device ;;
	attach:address) ;;
	attach:*) _mirrorctl_options network address facing tap ;;
	esac
}

# The words of a filter: fields where a row is, else what goes on from it.
_mirrorctl_filter()
{
	local fields=(proto src dst sport dport)

	case $prev in
	match) _mirrorctl_offer any "${fields[@]}" ;;
	or | except) _mirrorctl_offer match ;;
	*)
		[[ " ${fields[*]} " != *" ${words[cword - 2]} "* ]] ||
			_mirrorctl_offer "${fields[@]}" or
		_mirrorctl_offer match except
		;;
	esac
}

# Offers the values of the option before the cursor, if they are words; fails if it
# takes none. Options are those of the help, such as "mtu fragment|truncate" or "vni N".
_mirrorctl_session_values()
{
	local option value

	while read -r option value; do
		[[ $option == "$prev" && $value ]] || continue
		[[ $value == *[^a-z\|]* ]] || _mirrorctl_offer ${value//|/ }
		return 0
	done < <(mirrorctl complete "$verb")
	return 1
}

_mirrorctl_session_options()
{
	local option

	while read -r option _; do
		case $option in
		match) ;;
		tag | untag) _mirrorctl_offer "$option" ;;
		*) _mirrorctl_options "$option" ;;
		esac
	done < <(mirrorctl complete "$verb")
	_mirrorctl_filter
}

_mirrorctl_session()
{
	case ${words[cword - 2]}:$prev in
	scope:network) _mirrorctl_session_options ;;
	scope:eni) _mirrorctl_ask eni && _mirrorctl_list "${names[@]}" ;;
	scope:subnet) ;;
	*:network) _mirrorctl_ask network && _mirrorctl_offer "${names[@]}" ;;
	*:scope) _mirrorctl_offer network subnet eni ;;
	*:proto) _mirrorctl_offer tcp udp icmp icmpv6 sctp gre esp ah igmp ;;
	*:src | *:dst | *:sport | *:dport) ;;
	*:dscp) _mirrorctl_offer cs0 le cs1 af11 af12 af13 af21 af31 af41 ef ;;
	*:match | *:or | *:except) _mirrorctl_filter ;;
	*) _mirrorctl_session_values || _mirrorctl_session_options ;;
	esac
}

# The first word after the verb, and, where a command takes them, more of its kind.
_mirrorctl_object()
{
	case $object:$verb in
	*:add) ;;
	eni:attach) _mirrorctl_ask eni && _mirrorctl_offer "${loose[@]}" ;;
	eni:detach) _mirrorctl_ask eni && _mirrorctl_offer "${attached[@]}" ;;
	*) _mirrorctl_ask "$object" && _mirrorctl_offer "${names[@]}" ;;
	esac
}

_mirrorctl_verb()
{
	case $object in
	network) _mirrorctl_offer add set del show ;;
	eni) _mirrorctl_offer attach detach show ;;
	session) _mirrorctl_offer add set start stop del show ;;
	esac
}

_mirrorctl_command()
{
	if ((cword < first)); then
		_mirrorctl_verb
	elif ((cword == first)); then
		_mirrorctl_object
	elif [[ $verb == @(add|set|attach) ]]; then
		((cword > first + 1)) || prev=
		"_mirrorctl_$object"
	else
		_mirrorctl_object
	fi
}

_mirrorctl_netns()
{
	local ns=(/run/netns/*)

	[[ -e ${ns[0]} ]] || ns=()
	_mirrorctl_offer "${ns[@]##*/}"
}

# What is not a command yet.
_mirrorctl_option()
{
	case $prev:$cur in
	-*n:*/*) _filedir ;;
	-*n:*) _mirrorctl_netns ;;
	-*b:*) _filedir ;;
	esac
}

_mirrorctl_first()
{
	case $cur in
	-*) _mirrorctl_offer -j -p -s -f -n -b --help --version ;;
	*) _mirrorctl_offer network eni session show apply diff save flush monitor stats ;;
	esac
}

_mirrorctl_rest()
{
	local names=() attached=() loose=()

	case $object:$cur in
	network:* | eni:* | session:*) _mirrorctl_command ;;
	apply:-*) _mirrorctl_offer --check ;;
	apply:* | diff:* | save:*) _filedir ;;
	monitor:*) _mirrorctl_offer -t ;;
	stats:-*) _mirrorctl_offer -w --prometheus ;;
	stats:*) _mirrorctl_ask session && _mirrorctl_offer "${names[@]}" ;;
	esac
}

_mirrorctl()
{
	local cur prev words cword i mirrorctl=(mirrorctl)

	_init_completion -n :=@ || return
	# Options end where the command begins; a namespace is for what is asked, too.
	for ((i = 1; i < cword; i++)); do
		case ${words[i]} in
		-*n) ((++i < cword)) && mirrorctl+=(-n "${words[i]}") ;;
		-*b) ((++i)) ;;
		-*) ;;
		*) break ;;
		esac
	done
	local object=${words[i]} verb=${words[i + 1]} first=$((i + 2))

	if ((i > cword)); then
		_mirrorctl_option
	elif ((i == cword)); then
		_mirrorctl_first
	else
		_mirrorctl_rest
	fi
} && complete -F _mirrorctl mirrorctl
