# SPDX-License-Identifier: GPL-2.0
"""ynl.py YNL SPEC: does what lines on standard input say with the kernel's
netlink client, in the folder YNL: "ask OPERATION JSON", "dump OPERATION JSON" or
"events", those since the last time. Answers each with a line of JSON."""
import json
import sys


def main(ynl, spec):
    sys.path.insert(0, ynl)
    from lib import YnlFamily

    # Not one socket for both: 6.12's client loses its way if an event comes in
    # between a request and its acknowledgement.
    watch, act = YnlFamily(spec, ''), YnlFamily(spec, '')
    watch.ntf_subscribe('events')
    for line in sys.stdin:
        verb, _, rest = line.strip().partition(' ')
        operation, _, values = rest.partition(' ')
        if verb == 'events':
            watch.check_ntf()
            answer, watch.async_msg_queue = watch.async_msg_queue, []
        else:
            call = act.dump if verb == 'dump' else act.do
            answer = call(operation, json.loads(values))
        print(json.dumps(answer, default=bytes.hex), flush=True)


main(*sys.argv[1:])
