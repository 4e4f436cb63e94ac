def why: .kind + (if .comm then " " + .comm elif .address then " " + .address elif .old_name then " " + .old_name else "" end);
def what: if .event == "receiver" then "\(.receiver.ip) of \(.session) \(.receiver.state) \(.receiver.mtu_short)"
	else .event as $kind | .[$kind] | .name + if has("sessions") and $kind == "eni"
		then " \(.network) \(.sessions | join(","))" + if .ifindex then "" else " absent" end
		elif has("direction") then " \(.direction) \(.enabled) \(.tags | tojson)" else "" end end;
map(select(.network.name != "probe")) |
	(.[] | "\(.event) \(.change) \(what): \(.cause | why)"),
	"in time: \(map(.time >= $began and .time <= $ended and (.time | test("^[-0-9]{10}T[:0-9]{8}[.][0-9]{6}Z$"))) | all)",
	"in order: \(map(.time) == (map(.time) | sort) and map(.generation) == (map(.generation) | sort))",
	"pid: \(map(select(.session.name? == "web").cause.pid)[0])"
